package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// served starts a server with a handler on a free port.
func served(t *testing.T, handler http.HandlerFunc) (s *server, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serve(listener, handler), listener.Addr().String()
}

// The server speaks HTTP/1.1, and HTTP/2 without encryption.
func TestProtocols(t *testing.T) {
	s, _ := served(t, func(http.ResponseWriter, *http.Request) {})
	defer s.shutdown(context.Background())
	for want, set := range map[string]func(*http.Protocols){
		"HTTP/1.1": func(p *http.Protocols) { p.SetHTTP1(true) },
		"HTTP/2.0": func(p *http.Protocols) { p.SetUnencryptedHTTP2(true) },
	} {
		protocols := new(http.Protocols)
		set(protocols)
		transport := &http.Transport{Protocols: protocols}
		response, err := (&http.Client{Transport: transport}).Get(s.url)
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		response.Body.Close()
		transport.CloseIdleConnections()
		if response.Proto != want {
			t.Errorf("protocol %s, want %s", response.Proto, want)
		}
	}
}

// shutdown waits for a request in progress, but not for a connection that has not sent
// a request.
func TestShutdown(t *testing.T) {
	requested, respond := make(chan struct{}), make(chan struct{})
	s, address := served(t, func(http.ResponseWriter, *http.Request) {
		close(requested)
		<-respond
	})
	silent, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	got := make(chan error, 1)
	go func() {
		response, err := http.Get(s.url)
		if err == nil {
			err = response.Body.Close()
		}
		got <- err
	}()
	<-requested
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.shutdown(context.Background()) // without a deadline
	}()
	if _, err := silent.Read(make([]byte, 1)); err == nil {
		t.Error("the silent connection received a response")
	}
	for refused := false; !refused; { // until the shutdown has begun
		conn, err := net.Dial("tcp", address)
		if refused = err != nil; !refused {
			conn.Close()
		}
	}
	close(respond)
	if err := <-got; err != nil {
		t.Errorf("the request in progress: %v", err)
	}
	<-ended
	http.DefaultClient.CloseIdleConnections()
}

// If its context has ended, shutdown aborts the request in progress, and returns after
// the handler has returned. The race detector would report finished otherwise.
func TestShutdownWaitsForHandlers(t *testing.T) {
	requested, finished := make(chan struct{}), false
	s, _ := served(t, func(_ http.ResponseWriter, r *http.Request) {
		close(requested)
		<-r.Context().Done()
		finished = true
	})
	got := make(chan error, 1)
	go func() {
		response, err := http.Get(s.url)
		if err == nil {
			response.Body.Close()
		}
		got <- err
	}()
	<-requested
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s.shutdown(ctx)
	if !finished {
		t.Error("the handler is still running")
	}
	if err := <-got; err == nil {
		t.Error("the request received a response that its handler did not send")
	}
	http.DefaultClient.CloseIdleConnections()
}

// A request that arrives after the shutdown is aborted. An empty response would be a
// 200 for something that was not done.
func TestRequestAfterShutdown(t *testing.T) {
	s, _ := served(t, func(http.ResponseWriter, *http.Request) { t.Error("the handler was called") })
	s.shutdown(context.Background())
	w := httptest.NewRecorder()
	defer func() {
		if reason := recover(); reason != any(http.ErrAbortHandler) || w.Body.Len() != 0 {
			t.Errorf("panic %v, body %q, want %v and none", reason, w.Body, http.ErrAbortHandler)
		}
	}()
	s.http.Handler.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
}
