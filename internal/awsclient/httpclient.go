package awsclient

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/defaults"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// DefaultReadTimeout is how long the default HTTP client waits for a silent
// connection to deliver a byte.
const DefaultReadTimeout = 60 * time.Second

// builtClients holds the HTTP clients that were made from BuildableClients, so
// that calls with the same one share its connections.
type builtClients struct {
	mu    sync.Mutex
	built map[builtKey]*http.Client
}

type builtKey struct {
	from *awshttp.BuildableClient
	mode aws.DefaultsMode
}

// maxBuilt bounds builtClients: a caller may give each call a client of its own.
const maxBuilt = 16

// get returns the caller's HTTP client as it is, unless that is a
// BuildableClient, which is what aws/config and New set when the caller chose
// none: then its settings and the defaults mode's make a client that follows no
// redirect and has a read timeout.
func (b *builtClients) get(o *Options) HTTPClient {
	buildable, ok := o.HTTPClient.(*awshttp.BuildableClient)
	if !ok {
		return o.HTTPClient
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	key := builtKey{buildable, o.mode()}
	if known := b.built[key]; known != nil {
		return known
	}
	if len(b.built) >= maxBuilt {
		for _, old := range b.built {
			old.CloseIdleConnections()
		}
		b.built = nil
	}
	if b.built == nil {
		b.built = map[builtKey]*http.Client{}
	}
	b.built[key] = buildHTTPClient(o, buildable)
	return b.built[key]
}

func buildHTTPClient(o *Options, buildable *awshttp.BuildableClient) *http.Client {
	if buildable == nil {
		buildable = awshttp.NewBuildableClient()
	}
	if mode, err := defaults.GetModeConfiguration(o.mode()); err == nil {
		if timeout, ok := mode.GetConnectTimeout(); ok {
			buildable = buildable.WithDialerOptions(func(d *net.Dialer) { d.Timeout = timeout })
		}
		if timeout, ok := mode.GetTLSNegotiationTimeout(); ok {
			buildable = buildable.WithTransportOptions(func(tr *http.Transport) { tr.TLSHandshakeTimeout = timeout })
		}
	}
	timeout, ok := buildable.GetReadTimeout()
	if !ok {
		timeout = DefaultReadTimeout
	}
	transport := buildable.GetTransport()
	if timeout > 0 {
		transport.DialContext = dialWithReadTimeout(transport.DialContext, timeout)
	}
	return &http.Client{
		Transport:     transport,
		Timeout:       buildable.GetTimeout(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

func dialWithReadTimeout(dial dialFunc, timeout time.Duration) dialFunc {
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return readTimeoutConn{conn, timeout}, nil
	}
}

// readTimeoutConn fails a read that brings nothing for so long. A slow answer
// that goes on lives.
type readTimeoutConn struct {
	net.Conn
	timeout time.Duration
}

// Write begins the wait for an answer anew: net/http reads from a connection also
// while it is idle, and that time is none that the service was silent in.
func (c readTimeoutConn) Write(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

func (c readTimeoutConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = &awshttp.ResponseTimeoutError{TimeoutDur: c.timeout}
	}
	return n, err
}
