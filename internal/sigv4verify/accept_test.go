package sigv4verify

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// accepted lists requests that aws-sdk-go-v2 signs. They must verify with the signature in
// the header and in the query.
var accepted = map[string]request{
	"root":                         {method: "GET", url: "/"},
	"no path":                      {method: "GET"},
	"path":                         {method: "GET", url: "/human-loops/my-loop"},
	"trailing slash":               {method: "GET", url: "/human-loops/"},
	"two slashes":                  {method: "GET", url: "/human-loops//x"},
	"unreserved characters":        {method: "GET", url: "/AZaz09-_.~"},
	"other characters as they are": {method: "GET", url: "/a!$&'()*+,;=:@z"},
	"escaped ARN":                  {method: "GET", url: "/flows/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aflow%2FABCDEFGHIJ/executions"},
	"escaped in lower case":        {method: "GET", url: "/flows/arn%3aaws%2fx"},
	"escaped percent":              {method: "GET", url: "/a%252Fb%25"},
	"escaped space and accents":    {method: "GET", url: "/a%20b/%C3%A9%F0%9F%98%80"},
	"accents as they are":          {method: "GET", url: "/é/😀"},
	"escaped dots":                 {method: "GET", url: "/%2E%2E/x"},

	"query":                     {method: "GET", url: "/x?a=1&b=2"},
	"query in odd order":        {method: "GET", url: "/x?b=2&a=1&B=3&a-b=4&a.b=5&a%7Eb=6"},
	"repeated name":             {method: "GET", url: "/x?a=3&a=1&a=2&a="},
	"repeated name, same value": {method: "GET", url: "/x?a=1&a=1"},
	"name that begins another":  {method: "GET", url: "/x?a1=z&a=y"},
	"no value":                  {method: "GET", url: "/x?a&b=&c"},
	"empty name":                {method: "GET", url: "/x?=v"},
	"empty pairs":               {method: "GET", url: "/x?&&a=1&"},
	"spaces and plus":           {method: "GET", url: "/x?a=b+c&d=e%20f&g=h%2Bi"},
	"reserved in a value":       {method: "GET", url: "/x?a=%26%3D%3F%23%2F%3A%25&b=/:?@!$'()*,"},
	"unicode":                   {method: "GET", url: "/x?é=%C3%A9&%F0%9F%98%80=€"},
	"invalid UTF-8":             {method: "GET", url: "/x?a=%FF%00"},
	"long token":                {method: "GET", url: "/x?NextToken=" + strings.Repeat("a%2B", 2000)},

	"body":            {method: "POST", url: "/human-loops", body: `{"HumanLoopName":"a"}`},
	"body of bytes":   {method: "POST", url: "/human-loops", body: "\x00\xff\r\n"},
	"large body":      {method: "POST", url: "/human-loops", body: strings.Repeat("é", 1<<20)},
	"body of nothing": {method: "POST", url: "/human-loops/stop"},
	"delete":          {method: "DELETE", url: "/human-loops/my-loop"},
	"other method":    {method: "PROPFIND", url: "/"},

	"session token":         {method: "GET", url: "/x?a=1", credentials: temporary},
	"header":                {method: "GET", url: "/x", header: http.Header{"X-Other": {"value"}}},
	"repeated header":       {method: "GET", url: "/x", header: http.Header{"X-Other": {"b", "a", "b"}}},
	"empty header":          {method: "GET", url: "/x", header: http.Header{"X-Other": {""}}},
	"spaces in a header":    {method: "GET", url: "/x", header: http.Header{"X-Other": {"  a   b  "}}},
	"commas in a header":    {method: "GET", url: "/x", header: http.Header{"X-Other": {"a, b,c", "d ,e"}}},
	"quotes in a header":    {method: "GET", url: "/x", header: http.Header{"X-Other": {`"a   b"`}}},
	"content type":          {method: "POST", url: "/x", body: "{}", header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}},
	"headers of SDKs":       {method: "GET", url: "/x", header: http.Header{"Amz-Sdk-Request": {"attempt=1; max=3"}, "Amz-Sdk-Invocation-Id": {"id"}}},
	"headers not signed":    {method: "GET", url: "/x", header: http.Header{"User-Agent": {"a  b"}, "X-Amzn-Trace-Id": {"Root=1"}}},
	"hash of the payload":   {method: "POST", url: "/x", body: "a", header: http.Header{"X-Amz-Content-Sha256": {"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}}},
	"x-amz header to hoist": {method: "GET", url: "/x", header: http.Header{"X-Amz-Other": {"a b+c"}}},
}

func TestVerifyAccepts(t *testing.T) {
	for name, r := range accepted {
		for _, form := range []struct {
			name    string
			presign bool
		}{{"header", false}, {"presigned", true}} {
			t.Run(name+"/"+form.name, func(t *testing.T) {
				r := r
				r.presign = form.presign
				req, body := r.received(t)
				if got := req.Header.Get("Authorization") == ""; got != form.presign {
					t.Fatalf("request without Authorization header: %t, want %t", got, form.presign)
				}
				wantCode(t, verifier(signedAt).Verify(req, body), "", "")
			})
		}
	}
}

// Changes that proxies may make to a signed request.
func TestVerifyAcceptsHarmlessChanges(t *testing.T) {
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	base := request{method: "POST", url: "/x?b=2&a=1", body: "{}", header: http.Header{"X-Other": {"a b"}}}
	tests := map[string]func(*http.Request){
		"another user agent":           header("User-Agent", "proxy"),
		"a header that was not signed": header("X-Forwarded-For", "127.0.0.1"),
		"more spaces":                  header("X-Other", "  a    b "),
		"query in another order":       func(r *http.Request) { r.URL.RawQuery = "a=1&b=2" },
		"empty pairs in the query":     func(r *http.Request) { r.URL.RawQuery += "&&" },
		"query escaped in another way": func(r *http.Request) { r.URL.RawQuery = "b=2&%61=%31" },
		"no spaces after the commas":   func(r *http.Request) { squeezeAuthorization(r, ",") },
		"many spaces after the commas": func(r *http.Request) { squeezeAuthorization(r, ",    ") },
		"fields in another order":      reverseAuthorization,
		"a Date with X-Amz-Date":       header("Date", "not read"),
	}
	for name, tamper := range tests {
		t.Run(name, func(t *testing.T) {
			r := base
			r.tamper = tamper
			req, body := r.received(t)
			wantCode(t, verifier(signedAt).Verify(req, body), "", "")
		})
	}
}

func squeezeAuthorization(r *http.Request, separator string) {
	r.Header.Set("Authorization", strings.ReplaceAll(r.Header.Get("Authorization"), ", ", separator))
}

func reverseAuthorization(r *http.Request) {
	fields := strings.Split(strings.TrimPrefix(r.Header.Get("Authorization"), algorithm+" "), ", ")
	r.Header.Set("Authorization", algorithm+" "+fields[2]+", "+fields[1]+", "+fields[0])
}

// Some clients sign a Date header instead of X-Amz-Date.
func TestVerifyReadsDate(t *testing.T) {
	a := &authorization{accessKeyID: permanent.AccessKeyID, scope: "20260224/us-east-1/sagemaker/aws4_request", time: signedAt}
	for name, date := range map[string]string{
		"HTTP date": signedAt.Format(http.TimeFormat),
		"ISO date":  signedAt.Format(timeFormat),
	} {
		t.Run(name, func(t *testing.T) {
			req := &http.Request{Method: "GET", Host: "localhost", URL: &url.URL{Path: "/"}, Header: http.Header{"Date": {date}}}
			canonical := "GET\n/\n\ndate:" + date + "\nhost:localhost\n\ndate;host\n" + emptyHash
			req.Header.Set("Authorization", algorithm+" Credential="+a.accessKeyID+"/"+a.scope+
				", SignedHeaders=date;host, Signature="+sign(permanent.SecretAccessKey, a, canonical))
			wantCode(t, verifier(signedAt).Verify(req, nil), "", "")
			wantCode(t, verifier(signedAt.Add(time.Hour)).Verify(req, nil), "InvalidSignatureException", "Signature expired")
		})
	}
}

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
