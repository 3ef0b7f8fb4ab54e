package sigv4sign

import (
	"bufio"
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/google/go-cmp/cmp"
)

var at = time.Date(2026, 3, 4, 5, 6, 7, 891_000_000, time.FixedZone("", 3600))

// FuzzSigner holds this signer against aws/signer/v4: the same request, the same
// headers, query and host after it.
func FuzzSigner(f *testing.F) {
	for _, seed := range []struct{ method, url, headers, host, hash, token string }{
		{"GET", "https://a2i-runtime.sagemaker.us-east-1.amazonaws.com/human-loops/a", "", "", "e3b0", ""},
		{"GET", "https://example.com/human-loops?FlowDefinitionArn=arn%3Aaws&MaxResults=100", "Amz-Sdk-Request: attempt=1; max=3", "", "e3b0", "token"},
		{"POST", "http://127.0.0.1:80/", "Content-Type: application/json\nUser-Agent: x\nX-Other:  a   b ", "", "abc", ""},
		{"GET", "https://[::1]:443/flows/arn%3Aaws%2Fx/executions?b=1&a=2", "A: 1\nA: 2", "", "", "t"},
		{"DELETE", "http://h/a%2520b/?x=%7E&x=1&y", "X-Amz-Date: old\nAuthorization: old", "other:80", "UNSIGNED-PAYLOAD", ""},
		{"GET", "https://h/", "X-Amz-Security-Token: old", "", "", " a  b "},
		{"GET", "https://h?a=b+c&d=%zz;e", "Content-Length: 5\nHost: elsewhere\nExpect: x", "h:443", "", ""},
	} {
		f.Add(seed.method, seed.url, seed.headers, seed.host, seed.hash, seed.token, int64(3), false, "AKIA", "secret", "us-east-1", "sagemaker", at.Unix(), false)
	}
	for _, host := range []string{"a:b:80", "::1:443", "[a]b:443", "a]:443", "a:", ":80", "A:80"} { // no hosts of endpoints
		f.Add("GET", "http://h/", "", host, "", "", int64(0), true, "", "", "", "", int64(0), true)
		f.Add("GET", "https://h/", "\u00c9: 1", host, "", "t", int64(0), true, "", "", "", "", int64(1)<<40, true)
	}
	ours := New()
	f.Fuzz(func(t *testing.T, method, rawURL, headers, host, hash, token string, length int64, rawPath bool, id, secret, region, service string, unix int64, noToken bool) {
		request := func() *http.Request {
			u, err := url.Parse(rawURL)
			if err != nil {
				return nil
			}
			r := &http.Request{Method: method, URL: u, Host: host, Header: http.Header{}, ContentLength: length}
			for s := bufio.NewScanner(strings.NewReader(headers)); s.Scan(); {
				name, value, _ := strings.Cut(s.Text(), ":")
				r.Header.Add(name, value)
			}
			lower := map[string]bool{}
			for name := range r.Header {
				if lower[strings.ToLower(name)] {
					return nil // aws/signer/v4 signs those in any order
				}
				lower[strings.ToLower(name)] = true
			}
			return r
		}
		got, want := request(), request()
		if got == nil {
			return
		}
		credentials := aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token}
		options := func(o *v4.SignerOptions) { o.DisableURIPathEscaping, o.DisableSessionToken = rawPath, noToken }
		signed := time.Unix(unix%(1<<40), 0)
		gotErr := ours.SignHTTP(context.Background(), credentials, got, hash, service, region, signed, options)
		wantErr := v4.NewSigner().SignHTTP(context.Background(), credentials, want, hash, service, region, signed, options)
		if gotErr != nil || wantErr != nil {
			t.Fatalf("errors %v and %v", gotErr, wantErr)
		}
		if got.Host != want.Host || got.URL.RawQuery != want.URL.RawQuery || !maps.EqualFunc(got.Header, want.Header, func(a, b []string) bool { return cmp.Equal(a, b) }) {
			t.Errorf("%s %s, plain: %t\n got %q %q %q\nwant %q %q %q", method, rawURL, plain(request()),
				got.Host, got.URL.RawQuery, got.Header, want.Host, want.URL.RawQuery, want.Header)
		}
	})
}

func TestFormatTime(t *testing.T) {
	for year := range 10_000 {
		at := time.Date(year, time.Month(1+year%12), 1+year%31, year%24, year%60, (year*7)%60, 0, time.UTC)
		if got, want := formatTime(at), at.Format(timeFormat); got != want {
			t.Errorf("formatTime = %q, want %q", got, want)
		}
	}
}
