package localservice

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// allocated is how many bytes do allocates in this process, by all goroutines:
// an upper bound of what it needs at once.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A service keeps nothing of a body if it refuses the request by its head, whether or
// not the length of the body is known.
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
			s := newTiny(t, nil)
			r := s.signed(t, "POST", "/human-loops", "{}")
			r.Body, r.ContentLength = io.NopCloser(io.LimitReader(endless{}, size)), size
			change(r)
			w := httptest.NewRecorder()
			bytes := allocated(func() { s.Service.ServeHTTP(w, r) })
			if w.Code < 400 || w.Code > 404 || bytes > 1<<20 {
				t.Errorf("a body of %d bytes took %d bytes and is answered with %d %s; want at most 1 MiB and a refusal", size, bytes, w.Code, w.Body)
			}
		})
	}
}

// Clients that send large bodies at once all get the refusal.
func TestRefusalsOfLargeBodiesArrive(t *testing.T) {
	const requests, size = 20, 39 << 20
	s := newTiny(t, nil)
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
					t.Errorf("answer = %s, want 403", resp.Status)
				}
			}()
		}
		group.Wait()
	})
	if bytes > size {
		t.Errorf("%d bodies of %d bytes took %d bytes, want less than one of them", requests, size, bytes)
	}
}

// A client that sends Expect: 100-continue gets the refusal before it sends its body.
func TestRefusalBeforeTheBody(t *testing.T) {
	s := newTiny(t, nil)
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
		t.Errorf("answer = %s, connection closed: %t; want 403 and closed", resp.Status, resp.Close)
	}
}

// A body that does not fit is not read. Its request waits until its context is done.
// Bodies that fit do not wait.
func TestBodiesWaitForRoom(t *testing.T) {
	s := newTiny(t, nil)
	if err := s.bodies.take(t.Context(), MaxBufferedBytes-1<<10); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tc := range map[string]struct {
		size    int64
		waiting bool
	}{
		"fits": {1 << 10, false}, "does not fit": {1<<10 + 1, true}, "unknown length": {-1, true}, "none": {0, false},
	} {
		t.Run(name, func(t *testing.T) {
			body := strings.Repeat(" ", int(max(tc.size, 0)))
			r := s.signed(t, "POST", "/human-loops", body).WithContext(gone)
			read := &readReporter{Reader: strings.NewReader(body)}
			r.Body, r.ContentLength = io.NopCloser(read), tc.size
			before := s.ran.Load()
			aborted := aborts(func() { s.Service.ServeHTTP(httptest.NewRecorder(), r) })
			if ran := s.ran.Load() > before; aborted != tc.waiting || read.read == tc.waiting || ran == tc.waiting {
				t.Errorf("aborted: %t, body read: %t, handler ran: %t", aborted, read.read, ran)
			}
			if used := s.bodies.used; used != MaxBufferedBytes-1<<10 {
				t.Errorf("%d bytes are in use afterwards, want %d", used, MaxBufferedBytes-1<<10)
			}
		})
	}
	// A request that waits continues when there is room.
	got := make(chan response)
	r := s.signed(t, "POST", "/human-loops", strings.Repeat(" ", 1<<20))
	go func() { got <- s.send(t, r) }()
	s.bodies.give(MaxBufferedBytes - 1<<10)
	if r := <-got; r.body != `{"Bytes":1048576}` {
		t.Errorf("answer = %s, want {\"Bytes\":1048576}", r.body)
	}
}

// Requests get their responses if their bodies do not all fit at once.
func TestLargeBodiesAtOnce(t *testing.T) {
	s := newTiny(t, nil)
	body := strings.Repeat(" ", MaxRequestBytes)
	var group sync.WaitGroup
	for range 8 {
		r := s.signed(t, "POST", "/human-loops", body)
		group.Add(1)
		go func() {
			defer group.Done()
			if got := s.send(t, r); got.StatusCode != 200 {
				t.Errorf("answer = %d %s, want 200", got.StatusCode, got.body)
			}
		}()
	}
	group.Wait()
	if used := s.bodies.used; used != 0 {
		t.Errorf("%d bytes are in use afterwards, want 0", used)
	}
}
