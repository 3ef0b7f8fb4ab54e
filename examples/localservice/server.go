package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// The server closes connections of clients that take longer, as on a half-open
// connection.
const (
	headerTimeout = 10 * time.Second  // for the headers of a request
	readTimeout   = 60 * time.Second  // for a request with its body
	idleTimeout   = 120 * time.Second // between two requests

	maxHeaderBytes = 64 << 10
)

// server is an http.Server whose shutdown is fast and waits for all handlers.
type server struct {
	url    string
	http   *http.Server
	served chan struct{} // closed when http.Serve has returned

	handlers sync.RWMutex // each running handler holds it for reading
	ended    bool         // no handler may start; guarded by handlers

	connections sync.Mutex
	ending      bool                  // guarded by connections
	unused      map[net.Conn]struct{} // connections that have not sent a request; guarded by connections
}

// serve serves a handler on a listener until the server is shut down.
func serve(listener net.Listener, handler http.Handler) *server {
	s := &server{url: "http://" + listener.Addr().String(), served: make(chan struct{}), unused: map[net.Conn]struct{}{}}
	s.http = &http.Server{
		Handler:           s.track(handler),
		Protocols:         new(http.Protocols),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ConnState:         s.connState,

		DisableGeneralOptionsHandler: true, // the services answer OPTIONS *
	}
	s.http.Protocols.SetHTTP1(true)
	s.http.Protocols.SetUnencryptedHTTP2(true) // the SDK for JavaScript calls Bedrock with HTTP/2 only
	go func() {
		defer close(s.served)
		_ = s.http.Serve(listener) // returns http.ErrServerClosed after shutdown
	}()
	return s
}

// track lets shutdown wait for handlers.
func (s *server) track(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.handlers.RLock()
		defer s.handlers.RUnlock()
		if s.ended {
			panic(http.ErrAbortHandler) // returning would send status 200
		}
		h.ServeHTTP(w, r)
	})
}

// connState records the connections that have not sent a request. Browsers open
// connections in advance, and http.Server.Shutdown would wait 5 seconds for them.
func (s *server) connState(c net.Conn, state http.ConnState) {
	s.connections.Lock()
	defer s.connections.Unlock()
	switch {
	case state != http.StateNew:
		delete(s.unused, c)
	case s.ending:
		_ = c.Close()
	default:
		s.unused[c] = struct{}{}
	}
}

// shutdown waits for requests in progress until ctx ends, and closes all connections.
// After it returns, no handler is running.
func (s *server) shutdown(ctx context.Context) {
	s.connections.Lock()
	s.ending = true
	for c := range s.unused {
		_ = c.Close()
	}
	s.connections.Unlock()
	_ = s.http.Shutdown(ctx)
	_ = s.http.Close() // the connections of requests that took too long
	<-s.served
	s.handlers.Lock() // waits until all handlers have returned
	s.ended = true
	s.handlers.Unlock()
}
