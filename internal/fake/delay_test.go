package fake

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// A delay of an hour ends when the caller disconnects, at any point of the request.
// Otherwise these tests would take an hour.
func TestFaultDelayEndsWithCaller(t *testing.T) {
	tests := []struct {
		name, method, path string
		body               io.Reader
	}{
		{"no body", "GET", "/human-loops/a", nil},
		{"body", "POST", "/human-loops", strings.NewReader(`{"HumanLoopName":"a"}`)},
		{"body larger than any buffer", "POST", "/human-loops", strings.NewReader(strings.Repeat(" ", 8<<20))},
		{"body that never ends", "POST", "/human-loops", endless{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			handling, handled := make(chan struct{}), make(chan struct{})
			s := newTestService(t, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					close(handling)
					defer close(handled)
					h.ServeHTTP(w, r)
				})
			})
			s.Inject(Fault{Delay: time.Hour})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() {
				<-handling
				cancel()
			}()
			req, err := http.NewRequestWithContext(ctx, tt.method, s.URL+tt.path, tt.body)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := s.client.Do(req)
			if err == nil {
				resp.Body.Close()
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v, want %v", err, context.Canceled)
			}
			<-handled
			if call := s.lastCall(t); s.ran.Load() != 0 || call.Status == 200 {
				t.Errorf("record = %+v, the handler ran %d times, want no success of a canceled call", call, s.ran.Load())
			}
		})
	}
}

// endless is a body of spaces that does not end.
type endless struct{}

var spaces = strings.Repeat(" ", 32<<10)

func (endless) Read(p []byte) (int, error) { return copy(p, spaces), nil }

// Close does not wait for a delay.
func TestFaultDelayEndsWithServer(t *testing.T) {
	for _, method := range []string{"GET", "POST"} {
		t.Run(method, func(t *testing.T) {
			handling := make(chan struct{})
			s := newTestService(t, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					close(handling)
					h.ServeHTTP(w, r)
				})
			})
			s.Inject(Fault{Delay: time.Hour})
			path := map[string]string{"GET": "/human-loops/a", "POST": "/human-loops"}[method]
			req := s.signed(t, method, path, map[string]string{"POST": "{}"}[method])
			failed := make(chan error)
			go func() {
				resp, err := s.client.Do(req)
				if err == nil {
					resp.Body.Close()
				}
				failed <- err
			}()
			<-handling
			s.Close()
			if err := <-failed; err == nil {
				t.Error("the call succeeded although the server was closed before its response")
			}
			if call := s.lastCall(t); call.Status == 200 || s.ran.Load() != 0 {
				t.Errorf("record = %+v, want no success", call)
			}
		})
	}
}

// The server's read timeout does not limit a delay: after a longer delay, the client
// receives the response, not a broken connection.
func TestFaultDelayExceedsReadTimeout(t *testing.T) {
	service := &Service{Model: &model.A2I, Region: DefaultRegion, Credentials: DefaultCredentials()}
	server := httptest.NewUnstartedServer(service)
	server.Config.ReadTimeout = 300 * time.Millisecond
	server.Start()
	defer server.Close()
	service.Inject(Fault{Delay: 2 * server.Config.ReadTimeout, Code: "ThrottlingException"})
	resp, err := server.Client().Get(server.URL + "/human-loops/a")
	if err != nil {
		t.Fatalf("error = %v, want the response", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 429 {
		t.Errorf("response = %d, want 429", resp.StatusCode)
	}
}
