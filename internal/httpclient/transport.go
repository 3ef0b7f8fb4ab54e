// Package httpclient makes the HTTP clients of clients that were given a
// BuildableClient of aws-sdk-go-v2, or none, and lets them share connections.
package httpclient

import (
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"
	"weak"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/defaults"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// New returns a client with the settings of a BuildableClient, with the connection
// timeouts of the defaults mode, that follows no redirect and has a read timeout.
func New(b *awshttp.BuildableClient, mode aws.DefaultsMode) *http.Client {
	return &http.Client{
		Transport:     transports.get(b, timeoutsOf(mode)),
		Timeout:       b.GetTimeout(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Buildable returns the BuildableClient of clients that were given no HTTP client.
func Buildable() *awshttp.BuildableClient { return transports.buildable() }

// transports are the transports of all clients in the program: clients of both services
// that were given the same BuildableClient, or none, share connections.
var transports = sharedTransports{byKey: map[transportKey]weak.Pointer[http.Transport]{}}

// sharedTransports keeps nothing alive. A transport lives as long as a client that uses
// it, or a connection in its pool. The pool is closed when the BuildableClient is dropped.
type sharedTransports struct {
	mu    sync.Mutex
	byKey map[transportKey]weak.Pointer[http.Transport]
	none  weak.Pointer[awshttp.BuildableClient] // of the clients that were given none
}

// transportKey is what a transport is made from.
type transportKey struct {
	buildable buildableKey
	timeouts  connectTimeouts
}

// connectTimeouts are the defaults mode's; 0 leaves the BuildableClient's.
type connectTimeouts struct{ dial, tls time.Duration }

func timeoutsOf(mode aws.DefaultsMode) (t connectTimeouts) {
	if c, err := defaults.GetModeConfiguration(mode); err == nil {
		t.dial, _ = c.GetConnectTimeout()
		t.tls, _ = c.GetTLSNegotiationTimeout()
	}
	return t
}

func (s *sharedTransports) buildable() *awshttp.BuildableClient {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.none.Value()
	if b == nil {
		b = awshttp.NewBuildableClient()
		s.none = weak.Make(b)
	}
	keepThroughNextGC(b)
	return b
}

// keepThroughNextGC keeps b for the next client, if a garbage collection comes between
// two clients that a program makes one after the other.
func keepThroughNextGC(b *awshttp.BuildableClient) {
	type dropped struct{ _ *awshttp.BuildableClient } // a pointer, so that it is not batched with other small values
	runtime.AddCleanup(new(dropped), func(*awshttp.BuildableClient) {}, b)
}

func (s *sharedTransports) get(b *awshttp.BuildableClient, timeouts connectTimeouts) *http.Transport {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := transportKey{keyOf(b), timeouts}
	known, found := s.byKey[key]
	if transport := known.Value(); transport != nil {
		return transport
	}
	transport := newTransport(b, timeouts)
	s.byKey[key] = weak.Make(transport)
	if !found {
		s.dropWith(b, key)
	}
	return transport
}

// drop forgets a transport and closes the connections in its pool.
func (s *sharedTransports) drop(key transportKey) {
	s.mu.Lock()
	transport := s.byKey[key].Value()
	delete(s.byKey, key)
	s.mu.Unlock()
	if transport != nil {
		go transport.CloseIdleConnections() // a caller's Close may block, and one goroutine runs all cleanups
	}
}

func newTransport(b *awshttp.BuildableClient, timeouts connectTimeouts) *http.Transport {
	if timeouts.dial > 0 {
		b = b.WithDialerOptions(func(d *net.Dialer) { d.Timeout = timeouts.dial })
	}
	if timeouts.tls > 0 {
		b = b.WithTransportOptions(func(tr *http.Transport) { tr.TLSHandshakeTimeout = timeouts.tls })
	}
	silence, ok := b.GetReadTimeout()
	if !ok {
		silence = DefaultReadTimeout
	}
	transport := b.GetTransport()
	if silence > 0 {
		transport.DialContext = dialWithReadTimeout(transport.DialContext, silence)
	}
	return transport
}
