package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

// header returns a function that replaces the browser's headers of a request.
func header(pairs ...string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del("Origin")
		r.Header.Del("Sec-Fetch-Site")
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == "Host" {
				r.Host = pairs[i+1]
			} else {
				r.Header.Set(pairs[i], pairs[i+1])
			}
		}
	}
}

// guard refuses a form that another site sends.
func TestCrossSite(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*http.Request)
		status int
	}{
		{"own page", header("Sec-Fetch-Site", "same-origin", "Origin", "http://localhost:4610"), 303},
		{"typed by the user", header("Sec-Fetch-Site", "none"), 303},
		{"older browser", header("Origin", "http://localhost:4610"), 303},
		{"not a browser", header(), 303},
		{"own page by a name of -hosts", header("Host", "a2i.test:4610", "Origin", "http://A2I.test:4610"), 303},
		{"own page by IPv6", header("Host", "[::1]:4610", "Origin", "http://[::1]:4610"), 303},
		{"another site", header("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"), 403},
		{"another port", header("Sec-Fetch-Site", "same-site", "Origin", "http://localhost:9999"), 403},
		{"another site, older browser", header("Origin", "https://evil.example"), 403},
		{"another port, older browser", header("Origin", "http://localhost:9999"), 403},
		{"sandboxed frame", header("Origin", "null"), 403},
		{"broken origin", header("Origin", "http://%zz"), 403},
		{"unknown kind of site", header("Sec-Fetch-Site", "new"), 403},
		{"rebound name", header("Host", "evil.example:4610", "Origin", "http://evil.example:4610", "Sec-Fetch-Site", "same-origin"), 421},
		{"rebound name like localhost", header("Host", "localhost.evil.example:4610"), 421},
		{"no host", header("Host", ""), 421},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSite(t, map[string]string{"invoice": invoice})
			status, text, _ := s.do("POST", "/loops/invoice/answer", filled(nil), tc.change)
			if status != tc.status {
				t.Errorf("status %d, want %d:\n%s", status, tc.status, text)
			}
			if want := map[bool]types.HumanLoopStatus{true: "Completed", false: "InProgress"}[tc.status == 303]; s.status() != want {
				t.Errorf("the loop is %s, want %s", s.status(), want)
			}
		})
	}
}

// guard refuses unknown host names: if one belonged to another site, that site's scripts
// could read the page.
func TestHosts(t *testing.T) {
	s := newSite(t, nil)
	for host, want := range map[string]int{
		"localhost": 200, "localhost:4610": 200, "LOCALHOST:1": 200, "me.localhost:4610": 200, "127.0.0.1:4610": 200, "10.1.2.3": 200, "[::1]:4610": 200, "[::1]": 200,
		"a2i.test": 200, "A2I.TEST:80": 200, "evil.example": 421, "127.0.0.1.evil.example": 421, "xlocalhost": 421, "": 421, "localhost:1:2": 421,
	} {
		if status, _, _ := s.do("GET", "/", nil, header("Host", host)); status != want {
			t.Errorf("Host %q: status %d, want %d", host, status, want)
		}
	}
}

// The page refuses a body that is too large, or is not a form.
func TestBadBodies(t *testing.T) {
	s := newSite(t, map[string]string{"invoice": invoice})
	for _, tc := range []struct {
		name, kind string
		body       []byte
		status     int
		want       string
	}{
		{"too large", "application/x-www-form-urlencoded", append([]byte("json="), bytes.Repeat([]byte("x"), maxForm)...), 413, "The form must be at most 8388608 bytes."},
		{"bad escape", "application/x-www-form-urlencoded", []byte("json=%zz"), 400, "The form could not be read"},
		{"bad type", "text/plain; ;", []byte("x"), 415, "The form must be sent as application/x-www-form-urlencoded."},
		{"another type", "application/json", []byte(`{"json":"{}"}`), 415, "The form must be sent as application/x-www-form-urlencoded."},
		{"no type", "", []byte("json={}&worker=w"), 415, "The form must be sent as application/x-www-form-urlencoded."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "http://localhost:4610/loops/invoice/answer", bytes.NewReader(tc.body))
			r.Header.Set("Content-Type", tc.kind)
			w := httptest.NewRecorder()
			s.h.ServeHTTP(w, r)
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) || s.status() != types.HumanLoopStatusInProgress {
				t.Errorf("status %d and loop %s, want %d and %q:\n%s", w.Code, s.status(), tc.status, tc.want, w.Body)
			}
		})
	}
}

// guard protects every path. The access key is public, so any site can sign requests.
func TestGuardCoversEverything(t *testing.T) {
	s := newSite(t, map[string]string{"invoice": invoice})
	if err := s.a2i.Complete("invoice", `1`); err != nil {
		t.Fatal(err)
	}
	l, err := s.a2i.Loop("invoice")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ method, path string }{
		{"GET", "/human-loops/invoice"}, {"POST", "/human-loops"}, {"POST", "/human-loops/stop"}, {"DELETE", "/human-loops/invoice"},
		{"GET", "/human-loops?FlowDefinitionArn=x"}, {"GET", "/flows/FLOW123456/executions"}, {"GET", strings.TrimPrefix(l.OutputS3Uri, "s3:/")},
		{"GET", "/"}, {"GET", "/events"}, {"GET", "/loops/invoice"}, {"POST", "/loops/invoice/answer"},
	} {
		for name, attack := range map[string]struct {
			change func(*http.Request)
			status int
		}{
			"fetch of another site":                {header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"), 403},
			"fetch of another port":                {header("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors", "Origin", "http://localhost:1"), 403},
			"fetch of another site, older browser": {header("Origin", "https://evil.example"), 403},
			"rebound name":                         {header("Host", "evil.example:4610", "Sec-Fetch-Site", "same-origin"), 421},
		} {
			status, text, got := s.do(tc.method, tc.path, nil, attack.change)
			if status != attack.status {
				t.Errorf("%s %s by %s: status %d, want %d:\n%.300s", tc.method, tc.path, name, status, attack.status, text)
			}
			if page := strings.HasPrefix(tc.path, "/loops") || tc.path == "/" || tc.path == "/events"; !page && got.Get("X-Amzn-Errortype") != "AccessDeniedException" {
				t.Errorf("%s %s by %s: error type %q, want AccessDeniedException", tc.method, tc.path, name, got.Get("X-Amzn-Errortype"))
			}
		}
	}
	// guard allows a link to the page and an SDK's call.
	if status, _, _ := s.do("GET", "/loops/invoice", nil, header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")); status != 200 {
		t.Errorf("a link of another site: status %d, want 200", status)
	}
	if status, text, _ := s.do("GET", "/human-loops/invoice", nil); status != 403 || !strings.Contains(text, "Missing Authentication Token") {
		t.Errorf("an unsigned call: %d %s", status, text)
	}
}
