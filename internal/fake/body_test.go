package fake

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// allocated returns how many bytes all goroutines of this process allocate while do runs:
// an upper bound of the memory in use at any time.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// If the service refuses a request because of its head, it does not buffer the body,
// whether or not the body's length is known.
func TestRefusedBodiesAreNotBuffered(t *testing.T) {
	const size = 39 << 20
	authorization := func(old, new string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, new, 1))
		}
	}
	for name, change := range map[string]func(*http.Request){
		"unsigned":       func(r *http.Request) { r.Header.Del("Authorization") },
		"malformed":      authorization("Signature=", ""),
		"unknown key":    authorization("AKIAIOSFODNN7EXAMPLE", "AKIA"),
		"another Region": authorization("us-east-1", "eu-west-1"),
		"expired":        func(r *http.Request) { r.Header.Set("X-Amz-Date", "20260101T000000Z") },
		"unknown path":   func(r *http.Request) { r.URL.Path = "/x" },
		"chunked":        func(r *http.Request) { r.Header.Del("Authorization"); r.ContentLength = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestService(t, nil)
			r := s.signed(t, "POST", "/human-loops", "{}")
			r.Body, r.ContentLength = io.NopCloser(io.LimitReader(endless{}, size)), size
			change(r)
			w := httptest.NewRecorder()
			bytes := allocated(func() { s.Service.ServeHTTP(w, r) })
			if w.Code < 400 || w.Code > 404 || bytes > 1<<20 {
				t.Errorf("a body of %d bytes used %d bytes of memory and got the response %d %s; want at most 1 MiB and a refusal", size, bytes, w.Code, w.Body)
			}
		})
	}
}

// Clients that send large bodies concurrently all receive the refusal.
func TestRefusalsOfLargeBodiesArrive(t *testing.T) {
	const requests, size = 20, 39 << 20
	s := newTestService(t, nil)
	bytes := allocated(func() {
		var group sync.WaitGroup
		for range requests {
			group.Add(1)
			go func() {
				defer group.Done()
				resp, err := s.client.Post(s.URL+"/human-loops", "application/json", io.LimitReader(endless{}, size))
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				if resp.StatusCode != 403 {
					t.Errorf("response = %s, want 403", resp.Status)
				}
			}()
		}
		group.Wait()
	})
	if bytes > size {
		t.Errorf("%d bodies of %d bytes used %d bytes of memory, want less than one body", requests, size, bytes)
	}
}

// A client that sends Expect: 100-continue receives the refusal before it sends its body.
func TestExpectContinue(t *testing.T) {
	s := newTestService(t, nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST /human-loops HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 40000000\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 403 || !resp.Close {
		t.Errorf("response = %s, connection closed: %t; want 403 and closed", resp.Status, resp.Close)
	}
}

// A body larger than SmallBodyBytes that exceeds the budget is refused with a status that
// clients retry, and is not buffered. Smaller bodies and bodies within the budget are
// read.
func TestBodiesOverBudget(t *testing.T) {
	for _, tc := range []struct {
		name            string
		used            int64 // bytes used by other requests
		size, announced int
		status          int
	}{
		{"fits", MaxBufferedBytes - 6<<20, 3 << 20, 3 << 20, 200},
		{"fits, unknown length", MaxBufferedBytes - 16<<20, 3 << 20, -1, 200},
		{"does not fit", MaxBufferedBytes, 3 << 20, 3 << 20, 503},
		{"does not fit, unknown length", MaxBufferedBytes, 3 << 20, -1, 503},
		{"small", MaxBufferedBytes, SmallBodyBytes - 1, SmallBodyBytes - 1, 200},
		{"small, unknown length", MaxBufferedBytes, SmallBodyBytes - 1, -1, 200},
		{"none", MaxBufferedBytes, 0, 0, 200},
		{"longer than announced", 0, 3 << 20, 5, 200},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newTestService(t, nil)
			s.buffered.Store(tc.used)
			body := strings.Repeat(" ", tc.size)
			r := s.signedLength(t, int64(tc.announced), "POST", "/human-loops", body)
			w := httptest.NewRecorder()
			s.Service.ServeHTTP(w, r)
			if w.Code != tc.status || tc.status == 200 && w.Body.String() != fmt.Sprintf(`{"Bytes":%d}`, tc.size) {
				t.Errorf("response = %d %s, want %d", w.Code, w.Body, tc.status)
			}
			if code := w.Header().Get("X-Amzn-Errortype"); tc.status == 503 && code != "ServiceUnavailable" {
				t.Errorf("code %q, want ServiceUnavailable", code)
			}
			if used := s.buffered.Load(); used != tc.used {
				t.Errorf("%d bytes are in use afterwards, want %d", used, tc.used)
			}
		})
	}
}

// Memory grows with the bytes that arrive, not with Content-Length. Clients that announce
// large bodies and send none do not block other clients.
func TestAnnouncedBodies(t *testing.T) {
	s := newTestService(t, nil)
	for range 20 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		r := s.signed(t, "POST", "/human-loops", "{}")
		r.Body, r.ContentLength = nil, MaxRequestBytes
		_, err = fmt.Fprintf(conn, "POST /human-loops HTTP/1.1\r\nHost: %s\r\nX-Amz-Date: %s\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n{",
			r.URL.Host, r.Header.Get("X-Amz-Date"), r.Header.Get("Authorization"), MaxRequestBytes)
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := s.send(t, s.signed(t, "POST", "/human-loops", strings.Repeat(" ", 3<<20))); got.StatusCode != 200 {
		t.Errorf("response = %d %s, want 200", got.StatusCode, got.body)
	}
	if used := s.buffered.Load(); used > 20*firstBodyBytes {
		t.Errorf("%d bytes are in use for 20 bodies that have not arrived", used)
	}
}

// All requests on an HTTP/2 connection get a response, even if their bodies together
// exceed the budget. The SDK for JavaScript sends such requests.
func TestConcurrentLargeBodies(t *testing.T) {
	for name, tc := range map[string]struct {
		http2          bool
		requests, size int
		busy           bool // some requests may get status 503
	}{
		"HTTP/1.1":                  {false, 8, MaxRequestBytes, true},
		"HTTP/2, documented inputs": {true, 80, 3 << 20, false},
		"HTTP/2, larger than that":  {true, 24, MaxRequestBytes, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestService(t, nil)
			body := strings.Repeat(" ", tc.size)
			signed := s.signed(t, "POST", "/human-loops", body)
			client := s.client
			if tc.http2 {
				protocols := new(http.Protocols)
				protocols.SetUnencryptedHTTP2(true)
				transport := &http.Transport{Protocols: protocols}
				defer transport.CloseIdleConnections()
				client = &http.Client{Transport: transport}
			}
			var group sync.WaitGroup
			for range tc.requests {
				r := signed.Clone(t.Context())
				r.Body = io.NopCloser(strings.NewReader(body))
				group.Add(1)
				go func() {
					defer group.Done()
					resp, err := client.Do(r)
					if err != nil {
						t.Error(err)
						return
					}
					defer resp.Body.Close()
					if resp.StatusCode != 200 && (!tc.busy || resp.StatusCode != 503) {
						t.Errorf("response = %s", resp.Status)
					}
				}()
			}
			group.Wait()
			if used := s.buffered.Load(); used != 0 {
				t.Errorf("%d bytes are in use afterwards, want 0", used)
			}
		})
	}
}
