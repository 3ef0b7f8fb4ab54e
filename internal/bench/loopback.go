package bench

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// LoopbackCallers is the number of goroutines that call concurrently.
const LoopbackCallers = 64

// Loopback opens clients of servers on this machine.
type Loopback struct {
	Connections atomic.Int64 // the number of connections that were opened

	servers    []*httptest.Server
	transports []*http.Transport
}

// Open starts a server that returns a document, and returns a client and the server's URL.
func (l *Loopback) Open(document []byte) (*http.Client, string) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document) // the client reports an incomplete document
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			l.Connections.Add(1)
		}
	}
	server.Start()
	transport := &http.Transport{MaxIdleConnsPerHost: LoopbackCallers, MaxConnsPerHost: LoopbackCallers}
	l.servers, l.transports = append(l.servers, server), append(l.transports, transport)
	return &http.Client{Transport: transport}, server.URL
}

// Close closes the servers.
func (l *Loopback) Close() {
	for i, server := range l.servers {
		l.transports[i].CloseIdleConnections()
		server.Close()
	}
}
