package fake

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// Listener serves an http.Handler on its own loopback address.
type Listener struct {
	URL string

	http   *http.Server
	client *http.Client
	served chan struct{}
	err    error
	noURL  error // the reason if the server does not listen

	mu       sync.Mutex
	closed   bool
	handlers sync.WaitGroup // grows only while closed is false
}

// timeouts limit how long a client may take. Slow and half-open connections are closed.
type timeouts struct {
	header time.Duration // for the headers of a request
	read   time.Duration // for a request, including its body
	idle   time.Duration // between two requests
}

var defaultTimeouts = timeouts{header: 10 * time.Second, read: 60 * time.Second, idle: 120 * time.Second}

const maxHeaderBytes = 64 << 10

// Start starts a server on a free port of the loopback interface.
func Start(h http.Handler) *Listener { return StartOrFail(nil, h) }

// StartOrFail is Start for a service whose options may be invalid. If err is not nil,
// it starts no server, and Err and every call return err.
func StartOrFail(err error, h http.Handler) *Listener {
	if err != nil {
		return Unstarted(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		var err6 error
		if listener, err6 = net.Listen("tcp", "[::1]:0"); err6 != nil {
			return Unstarted(fmt.Errorf("listen on the loopback interface: %w", errors.Join(err, err6)))
		}
	}
	return serve(listener, h, defaultTimeouts)
}

// serve starts a server on a listener. Close also closes the listener.
func serve(listener net.Listener, h http.Handler, after timeouts) *Listener {
	s := &Listener{URL: "http://" + listener.Addr().String(), served: make(chan struct{}), client: newHTTPClient()}
	s.http = &http.Server{
		Handler:           s.track(h),
		Protocols:         protocols(),
		ReadHeaderTimeout: after.header,
		ReadTimeout:       after.read,
		IdleTimeout:       after.idle,
		MaxHeaderBytes:    maxHeaderBytes,

		DisableGeneralOptionsHandler: true, // OPTIONS * must get the response for an unknown operation
	}
	go func() {
		defer close(s.served)
		_ = s.http.Serve(listener) // http.ErrServerClosed, after Close
	}()
	return s
}

// Unstarted returns a Listener that does not listen. If err is not nil, it is the reason.
// Otherwise, the service is mounted in another server. Calls with the Listener's Config
// return an error with the reason.
func Unstarted(err error) *Listener {
	s := &Listener{served: make(chan struct{}), client: newHTTPClient(), err: err, noURL: err}
	close(s.served)
	if err == nil {
		s.noURL = errors.New("this local service does not listen: set the endpoint and credentials of the server that it is mounted in")
	}
	return s
}

// protocols returns the protocols that AWS's SDKs use. The SDK for JavaScript calls Agents
// for Amazon Bedrock Runtime with HTTP/2 only, without negotiating.
func protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	p.SetUnencryptedHTTP2(true)
	return p
}

// track counts the requests in progress, so that Close can wait for them.
func (l *Listener) track(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.begin() {
			panic(http.ErrAbortHandler) // returning would send status 200
		}
		defer l.handlers.Done()
		h.ServeHTTP(w, r)
	})
}

func (l *Listener) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.handlers.Add(1)
	return true
}

// Close closes all connections and returns when all of the server's goroutines have ended.
func (l *Listener) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	if l.http != nil {
		_ = l.http.Close()
	}
	<-l.served
	l.handlers.Wait()
	l.client.CloseIdleConnections()
}

// Err returns the error that prevented the server from starting, or nil.
func (l *Listener) Err() error { return l.err }

// Config returns the configuration for a client of the server. Its retryer is the
// standard one, but waits at most 1 ms between attempts, because a local service
// does not need time to recover.
func (l *Listener) Config(region string, credentials aws.Credentials) aws.Config {
	endpoint := &l.URL
	if l.noURL != nil {
		endpoint = nil // not needed, because the credentials provider returns the error
	}
	return aws.Config{
		Region:       region,
		BaseEndpoint: endpoint,
		HTTPClient:   l.client,
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond })
		},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return credentials, l.noURL
		}),
	}
}

// newHTTPClient returns an HTTP client for calls to the server. Close closes its
// connections. It does not follow redirects, like the default client, and does not use a
// proxy.
func newHTTPClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: defaultTimeouts.idle},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}
