// Package httpclient makes the HTTP clients of service clients that have a BuildableClient of
// aws-sdk-go-v2 or no HTTP client. The HTTP clients share connections.
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

// New returns an HTTP client with the settings of a BuildableClient, the connection timeouts
// of the defaults mode, and a read timeout. It does not follow redirects.
func New(b *awshttp.BuildableClient, mode aws.DefaultsMode) *http.Client {
	return &http.Client{
		Transport:     transports.get(b, timeoutsOf(mode)),
		Timeout:       b.GetTimeout(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Buildable returns the BuildableClient for service clients without an HTTP client.
func Buildable() *awshttp.BuildableClient { return transports.buildable() }

// transports are the transports of all service clients in the program. Clients of both
// services share connections if they have the same BuildableClient, or no HTTP client.
var transports = sharedTransports{byKey: map[transportKey]weak.Pointer[http.Transport]{}}

// sharedTransports does not keep transports alive. A transport lives as long as a client that
// uses it, or a connection in its pool. The pool is closed when the BuildableClient is
// garbage-collected.
type sharedTransports struct {
	mu               sync.Mutex
	byKey            map[transportKey]weak.Pointer[http.Transport]
	defaultBuildable weak.Pointer[awshttp.BuildableClient] // for clients without an HTTP client
}

// transportKey contains the settings of a transport.
type transportKey struct {
	buildable buildableKey
	timeouts  connectTimeouts
}

// connectTimeouts are the timeouts of a defaults mode. 0 keeps the BuildableClient's timeout.
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
	b := s.defaultBuildable.Value()
	if b == nil {
		b = awshttp.NewBuildableClient()
		s.defaultBuildable = weak.Make(b)
	}
	keepThroughNextGC(b)
	return b
}

// keepThroughNextGC keeps b alive until after the next garbage collection. So clients that a
// program makes one after the other share b, even if a collection runs between them.
func keepThroughNextGC(b *awshttp.BuildableClient) {
	type garbage struct{ _ *awshttp.BuildableClient } // has a pointer, so that Go does not batch it with other small values
	runtime.AddCleanup(new(garbage), func(*awshttp.BuildableClient) {}, b)
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

// drop removes a transport and closes the connections in its pool.
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
	readTimeout, ok := b.GetReadTimeout()
	if !ok {
		readTimeout = DefaultReadTimeout
	}
	transport := b.GetTransport()
	if readTimeout > 0 {
		transport.DialContext = dialWithReadTimeout(transport.DialContext, readTimeout)
	}
	return transport
}
