package sigv4sign

import (
	"bufio"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/logging"
)

var at = time.Date(2026, 3, 4, 5, 6, 7, 891_000_000, time.FixedZone("", 3600))

// FuzzSigner compares this signer with aws/signer/v4: for the same request, both produce
// the same headers, query and host.
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
	for _, host := range []string{"a:b:80", "::1:443", "[a]b:443", "a]:443", "a:", ":80", "A:80"} { // not hosts of endpoints
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
					return nil // aws/signer/v4 signs these in random order
				}
				lower[strings.ToLower(name)] = true
			}
			return r
		}
		if request() == nil {
			return
		}
		credentials := aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token}
		options := func(o *v4.SignerOptions) { o.DisableURIPathEscaping, o.DisableSessionToken = rawPath, noToken }
		compareSigners(t, ours, request, credentials, hash, service, region, time.Unix(unix%(1<<40), 0), options)
	})
}

// compareSigners signs a request with this signer and with aws/signer/v4. Both must
// produce the same host, query and headers.
func compareSigners(t *testing.T, ours *Signer, request func() *http.Request, credentials aws.Credentials, hash, service, region string, at time.Time, options func(*v4.SignerOptions)) {
	t.Helper()
	got, want := request(), request()
	gotErr := ours.SignHTTP(context.Background(), credentials, got, hash, service, region, at, options)
	wantErr := v4.NewSigner().SignHTTP(context.Background(), credentials, want, hash, service, region, at, options)
	if gotErr != nil || wantErr != nil {
		t.Fatalf("errors %v and %v", gotErr, wantErr)
	}
	if got.Host != want.Host || got.URL.RawQuery != want.URL.RawQuery || !maps.EqualFunc(got.Header, want.Header, slices.Equal) {
		t.Errorf("%s %s, canonical URL: %t\n got %q %q %q\nwant %q %q %q", got.Method, got.URL, hasCanonicalURL(request()),
			got.Host, got.URL.RawQuery, got.Header, want.Host, want.URL.RawQuery, want.Header)
	}
}

// The requests that this package signs itself. aws/signer/v4 signs all of them the same
// way.
func TestCanSign(t *testing.T) {
	query := func(q string) func(*http.Request) { return func(r *http.Request) { r.URL.RawQuery = q } }
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	urlHost := func(h string) func(*http.Request) { return func(r *http.Request) { r.URL.Host = h } }
	path := func(p string) func(*http.Request) {
		return func(r *http.Request) { r.URL.Path, r.URL.RawPath = "", ""; r.URL = r.URL.JoinPath(p) }
	}
	header := func(name string, values ...string) func(*http.Request) {
		return func(r *http.Request) { r.Header[name] = values }
	}
	year := func(y int) time.Time { return time.Date(y, 6, 7, 8, 9, 10, 0, time.UTC) }
	tests := []struct {
		name    string
		change  func(*http.Request)
		options v4.SignerOptions
		token   string
		at      time.Time
		want    bool
	}{
		{name: "no query", want: true},
		{name: "session token", token: "token", want: true},
		{name: "session token that is not sent", token: "token", options: v4.SignerOptions{DisableSessionToken: true}, want: true},
		{name: "session token with two spaces", token: "a  b"},
		{name: "path escaped once", options: v4.SignerOptions{DisableURIPathEscaping: true}, change: path("/a%2Fb"), want: true},
		{name: "logged", options: v4.SignerOptions{LogSigning: true, Logger: logging.Nop{}}},
		{name: "year 0", at: year(0), want: true},
		{name: "year -1", at: year(-1)},
		{name: "year 9999", at: year(9999), want: true},
		{name: "year 10000", at: year(10000)},

		{name: "empty path", change: func(r *http.Request) { r.URL.Path = "" }, want: true},
		{name: "path of unreserved characters", change: path("/azAZ09-_.~"), want: true},
		{name: "path of their neighbors", change: path("/`{@[:"), want: true},
		{name: "escaped path", change: path("/arn%3Aaws%2Fx%25"), want: true},
		{name: "opaque URL", change: func(r *http.Request) { r.URL.Opaque = "//other/path" }},

		{name: "query in order", change: query("a=1&b=2&c="), want: true},
		{name: "query out of order", change: query("b=1&a=2")},
		{name: "repeated name", change: query("a=1&a=2")},
		{name: "empty name", change: query("=1")},
		{name: "name without a value", change: query("a")},
		{name: "ampersand at the end", change: query("a=1&")},
		{name: "escaped name", change: query("%2F=1")},
		{name: "name with a space", change: query("a+b=1")},
		{name: "values of unreserved characters", change: query("azAZ09-_.~=azAZ09-_.~"), want: true},
		{name: "escapes with a zero as a digit", change: query("a=%20%0A%00"), want: true},
		{name: "escapes of every digit", change: query("a=%12%23%3A%E4%C5%86%B7%98%D9%AF"), want: true},
		{name: "superfluous escape", change: query("a=%41")},
		{name: "escape in lower case", change: query("a=%2f")},
		{name: "first digit in lower case", change: query("a=%c3")},
		{name: "escape without a digit", change: query("a=%")},
		{name: "escape of one digit", change: query("a=%2")},
		{name: "escape that is the whole value", change: query("a=%2F"), want: true},
		{name: "value with a plus", change: query("a=b+c")},

		{name: "host with a port", change: host("example.com:8443"), want: true},
		{name: "host of the URL with a port", change: urlHost("example.com:8443"), want: true},
		{name: "two colons", change: host("a:b:80")},
		{name: "two colons in the URL", change: urlHost("::1")},
		{name: "IPv6 address", change: host("[::1]")},
		{name: "default port", change: host("example.com:443"), want: true},
		{name: "default port of the URL", change: func(r *http.Request) { r.Host, r.URL.Host = "", "example.com:443" }, want: true},
		{name: "default port of HTTP", change: func(r *http.Request) { r.URL.Scheme, r.Host = "http", "example.com:80" }, want: true},
		{name: "port of HTTPS on HTTP", change: func(r *http.Request) { r.URL.Scheme, r.Host = "http", "example.com:443" }, want: true},
		{name: "port of HTTP on HTTPS", change: host("example.com:80"), want: true},

		{name: "content length", change: func(r *http.Request) { r.ContentLength = 1 }, want: true},
		{name: "unknown content length", change: func(r *http.Request) { r.ContentLength = -1 }, want: true},
		{name: "headers of SDKs", change: func(r *http.Request) {
			r.Header["Amz-Sdk-Invocation-Id"], r.Header["Amz-Sdk-Request"] = []string{"id"}, []string{"attempt=1; max=3"}
			r.Header["Content-Type"], r.Header["User-Agent"] = []string{"application/json"}, []string{"aws-sdk-go-v2"}
		}, want: true},
		{name: "old signature", change: func(r *http.Request) {
			r.Header["Authorization"], r.Header["X-Amz-Date"], r.Header["X-Amz-Security-Token"] = []string{"old"}, []string{"old"}, []string{"old"}
		}, token: "new", want: true},
		{name: "unknown header", change: header("X-Other", " a b "), want: true},
		{name: "value with two spaces", change: header("X-Other", "a  b")},
		{name: "two values", change: header("X-Other", "a", "b")},
		{name: "no value", change: header("X-Other")},
		{name: "header in lower case", change: header("x-other", "a")},
		{name: "Host as a header", change: header("Host", "elsewhere")},
		{name: "header without a name", change: header("", "a")},
		{name: "header beyond ASCII", change: header("\x80", "a")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			request := func() *http.Request {
				r, err := http.NewRequest(http.MethodGet, "https://example.com/human-loops", nil)
				if err != nil {
					t.Fatal(err)
				}
				if tt.change != nil {
					tt.change(r)
				}
				return r
			}
			when := tt.at
			if when.IsZero() {
				when = at
			}
			if got := (&buffer{options: tt.options}).canSign(request(), tt.token, when); got != tt.want {
				t.Errorf("canSign = %t, want %t", got, tt.want)
			}
			credentials := aws.Credentials{AccessKeyID: "AKIA", SecretAccessKey: "secret", SessionToken: tt.token}
			compareSigners(t, New(), request, credentials, "hash", "sagemaker", "us-east-1", when, func(o *v4.SignerOptions) { *o = tt.options })
		})
	}
	t.Run("incomplete request", func(t *testing.T) {
		for _, r := range []*http.Request{{Header: http.Header{}}, {URL: &url.URL{}}} {
			if new(buffer).canSign(r, "", at) {
				t.Errorf("canSign of URL %v and header %v = true, want false", r.URL, r.Header)
			}
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
