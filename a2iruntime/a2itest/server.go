package a2itest

import (
	"net/http"

	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Server is the local service. It is safe for concurrent use.
type Server struct {
	options  Options
	service  fake.Service
	listener *fake.Listener
	store    *store
}

var _ http.Handler = (*Server)(nil)

// NewServer starts a server on a free port of the loopback interface. The caller
// closes it. If the options are not valid, or the machine has no loopback interface,
// the server does not start, and Err and every call return the reason.
func NewServer(optFns ...func(*Options)) *Server {
	s := newServer(optFns)
	s.listener = fake.StartOrFail(s.service.Broken, s)
	return s
}

// NewUnstartedServer returns a server that does not listen, for use as an http.Handler
// in another server. It has no URL and no Config. If there is a mistake in
// its options, Err and every call return it.
func NewUnstartedServer(optFns ...func(*Options)) *Server {
	s := newServer(optFns)
	s.listener = fake.Unstarted(s.service.Broken)
	return s
}

func newServer(optFns []func(*Options)) *Server {
	var o Options
	for _, fn := range optFns {
		if fn != nil {
			fn(&o)
		}
	}
	s := &Server{options: o.withDefaults()}
	s.store = newStore(&s.options)
	s.service = fake.Service{
		Model:       &model.A2I,
		Region:      s.options.Region,
		Credentials: s.options.Credentials,
		Handlers:    s.handlers(),
		Broken:      s.open(),
	}
	return s
}

// Close stops the server and closes its connections. It returns when all of the
// server's goroutines have ended. Its other methods can still be called.
func (s *Server) Close() { s.listener.Close() }

// Err returns why the server could not start, or nil if it did.
func (s *Server) Err() error { return s.listener.Err() }

// URL returns the server's endpoint, such as http://127.0.0.1:8080.
func (s *Server) URL() string { return s.listener.URL }

// Config returns the configuration for clients of this server: its endpoint and
// Region, the first of its credentials, and a retryer with delays of at most a
// millisecond.
func (s *Server) Config() aws.Config {
	return s.listener.Config(s.options.Region, s.options.Credentials[0])
}

// ServeHTTP handles a request, so that the service can be a handler in another
// server. The path must arrive as it was sent, because the signature covers it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.service.ServeHTTP(w, r) }
