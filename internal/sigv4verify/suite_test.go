package sigv4verify

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Cases of AWS's test suite for Signature Version 4, with its signatures: folded,
// repeated and untidy headers, the order of a query, and escaping. The lines of a folded
// value are joined by a space.
func TestVerifyAWSTestSuite(t *testing.T) {
	verifier := Verifier{
		Region: "us-east-1", Service: "service",
		Now: func() time.Time { return time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC) },
		Lookup: func(id string) (aws.Credentials, bool) {
			return aws.Credentials{AccessKeyID: id, SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, id == "AKIDEXAMPLE"
		},
	}
	for _, tc := range []struct{ name, request, headers, body, signed, signature string }{
		{"get-vanilla", "GET /", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{"get-header-key-duplicate", "GET /", "My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1\n", "", ";my-header1", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
		{"get-header-value-multiline", "GET /", "My-Header1:value1\n  value2\n     value3\n", "", ";my-header1", "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd"},
		{"get-header-value-order", "GET /", "My-Header1:value4\nMy-Header1:value1\nMy-Header1:value3\nMy-Header1:value2\n", "", ";my-header1", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"},
		{"get-header-value-trim", "GET /", "My-Header1: value1\nMy-Header2: \"a   b   c\"\n", "", ";my-header1;my-header2", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
		{"get-vanilla-query-order-key-case", "GET /?Param2=value2&Param1=value1", "", "", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
		{"get-vanilla-query-order-value", "GET /?Param1=value2&Param1=value1", "", "", "", "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"},
		{"get-vanilla-empty-query-key", "GET /?Param1=value1", "", "", "", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"},
		{"get-vanilla-query-unreserved", "GET /?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", "", "", "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
		{"get-vanilla-utf8-query", "GET /?\u1234=bar", "", "", "", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
		{"get-unreserved", "GET /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", "", "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
		{"post-vanilla", "POST /", "", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
		{"post-vanilla-query", "POST /?Param1=value1", "", "", "", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"},
		{"post-header-key-sort", "POST /", "My-Header1:value1\n", "", ";my-header1", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
		{"post-header-value-case", "POST /", "My-Header1:VALUE1\n", "", ";my-header1", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"},
		{"post-x-www-form-urlencoded", "POST /", "Content-Type:application/x-www-form-urlencoded\n", "Param1=value1", "content-type", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			signed := "host" + tc.signed + ";x-amz-date"
			if tc.signed == "content-type" {
				signed = "content-type;host;x-amz-date"
			}
			text := tc.request + " HTTP/1.1\nHost:example.amazonaws.com\nX-Amz-Date:20150830T123600Z\n" + tc.headers +
				"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" + signed + ", Signature=" + tc.signature + "\n\n"
			r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				t.Fatal(err)
			}
			if err := verifier.Verify(r, []byte(tc.body)); err != nil {
				t.Errorf("%v", err)
			}
			for what, change := range map[string]func(*http.Request){
				"query":    func(r *http.Request) { r.URL.RawQuery += "&a" },
				"path":     func(r *http.Request) { r.URL.Path += "a" },
				"method":   func(r *http.Request) { r.Method = http.MethodPut },
				"header":   func(r *http.Request) { r.Header.Set("My-Header1", "another") },
				"one more": func(r *http.Request) { r.Header.Add("My-Header1", "another") },
				"signature": func(r *http.Request) {
					authorization, digit := r.Header.Get("Authorization"), "0"
					if strings.HasSuffix(authorization, digit) {
						digit = "1"
					}
					r.Header.Set("Authorization", authorization[:len(authorization)-1]+digit)
				},
			} {
				changed := r.Clone(t.Context())
				change(changed)
				unsigned := (what == "header" || what == "one more") && !strings.Contains(tc.signed, "my-header1")
				if err := verifier.Verify(changed, []byte(tc.body)); (err == nil) != unsigned {
					t.Errorf("with another %s: %v", what, err)
				}
			}
			if err := verifier.Verify(r, []byte(tc.body+" ")); err == nil {
				t.Error("a request with another body is accepted")
			}
		})
	}
}
