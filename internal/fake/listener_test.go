package fake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

func hello(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") }

func TestServerURL(t *testing.T) {
	s := Start(http.HandlerFunc(hello))
	defer s.Close()
	if err := s.Err(); err != nil {
		t.Fatalf("Err() = %v, want nil", err)
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "http" || u.Hostname() != "127.0.0.1" && u.Hostname() != "::1" || u.Port() == "0" || u.Path != "" {
		t.Errorf("URL = %s, %v, want http, a loopback address and a port", s.URL, err)
	}
}

func TestServerConfig(t *testing.T) {
	s := Start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer s.Close()
	credentials := DefaultCredentials()[0]
	config := s.Config("eu-west-1", credentials)
	if config.Region != "eu-west-1" || aws.ToString(config.BaseEndpoint) != s.URL {
		t.Errorf("Config() has region %q and endpoint %q, want eu-west-1 and %s", config.Region, aws.ToString(config.BaseEndpoint), s.URL)
	}
	if got, err := config.Credentials.Retrieve(t.Context()); got != credentials || err != nil {
		t.Errorf("credentials = %+v, %v, want %+v, nil", got, err, credentials)
	}
	client := config.HTTPClient.(*http.Client)
	if transport := client.Transport.(*http.Transport); transport.Proxy != nil {
		t.Error("the client asks a proxy for a loopback address")
	}
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("response to a redirect = %d, want 307: the real clients follow no redirects", resp.StatusCode)
	}
}

// Close cancels the requests in progress and returns after their handlers. The race
// detector checks that what they write can be read afterwards.
func TestCloseWaitsForHandlers(t *testing.T) {
	const maxHandlers = 8
	handled := make([]bool, maxHandlers)
	handling := make(chan int, maxHandlers)
	next := make(chan int, maxHandlers)
	s := Start(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		i := <-next
		handling <- i
		<-r.Context().Done()
		handled[i] = true
	}))
	var group sync.WaitGroup
	errs := make([]error, maxHandlers)
	for i := range maxHandlers {
		next <- i
		group.Add(1)
		go func() {
			defer group.Done()
			resp, err := s.client.Get(s.URL)
			if err == nil {
				resp.Body.Close()
			}
			errs[i] = err
		}()
	}
	for range maxHandlers {
		<-handling
	}
	s.Close()
	for i, ok := range handled {
		if !ok {
			t.Errorf("Close returned while handler %d ran", i)
		}
	}
	group.Wait()
	for i, err := range errs {
		if err == nil {
			t.Errorf("request %d got a response although its handler sent none", i)
		}
	}
}

func TestCloseTwice(t *testing.T) {
	s := Start(http.HandlerFunc(hello))
	resp, err := s.client.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); string(body) != "hello" || err != nil {
		t.Errorf("response = %q, %v, want hello", body, err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			s.Close()
		}()
	}
	group.Wait()
	s.Close()
	if resp, err := s.client.Get(s.URL); err == nil {
		resp.Body.Close()
		t.Errorf("response after Close = %d, want none", resp.StatusCode)
	}
}

// A request that arrives while the server closes gets no response. An empty response
// would have status 200, although nothing was done.
func TestRequestDuringClose(t *testing.T) {
	s := Start(http.HandlerFunc(hello))
	s.Close()
	w := httptest.NewRecorder()
	defer func() {
		//nolint:errorlint // net/http compares what was panicked with ==, too
		if reason := recover(); reason != http.ErrAbortHandler || w.Body.Len() != 0 {
			t.Errorf("handler of a closed server: panic %v, body %q, want %v and none", reason, w.Body, http.ErrAbortHandler)
		}
	}()
	s.http.Handler.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
}

// If a server could not start, Err and every client return the error. It can be closed
// like any other.
func TestServerFailedToStart(t *testing.T) {
	reason := errors.New("no loopback interface")
	s := Unstarted(reason)
	defer s.Close()
	if err := s.Err(); !errors.Is(err, reason) {
		t.Errorf("Err() = %v, want %v", err, reason)
	}
	_, err := s.Config(DefaultRegion, DefaultCredentials()[0]).Credentials.Retrieve(context.Background())
	if !errors.Is(err, reason) {
		t.Errorf("Retrieve() = %v, want %v", err, reason)
	}
}

// A server that is mounted in another one is valid, but has no configuration.
func TestMountedServer(t *testing.T) {
	s := Unstarted(nil)
	defer s.Close()
	if s.Err() != nil || s.URL != "" {
		t.Errorf("Err() = %v and URL %q, want neither", s.Err(), s.URL)
	}
	cfg := s.Config(DefaultRegion, DefaultCredentials()[0])
	if _, err := cfg.Credentials.Retrieve(context.Background()); err == nil || !strings.Contains(err.Error(), "does not listen") || cfg.BaseEndpoint != nil {
		t.Errorf("Retrieve() = %v with endpoint %v, want an error and none", err, cfg.BaseEndpoint)
	}
}
