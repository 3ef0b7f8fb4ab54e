package flowstest

import (
	"fmt"
	"net/http"
	"time"

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

// Options configures a Server. Where AWS documents nothing, the field's default
// is what the server does.
type Options struct {
	// Region is the server's AWS Region. Default: us-east-1.
	Region string

	// AccountID is the server's AWS account: 12 digits. Default: 123456789012.
	AccountID string

	// Credentials are those the server accepts. The first are those of Config.
	// Default: the example keys of AWS's documentation.
	Credentials []aws.Credentials

	// Now is the clock by which executions are created and time out. Default:
	// time.Now. Signatures are always checked against this machine's clock; a
	// Fault can put that off.
	Now func() time.Time

	// Flows are the flows that exist, by their identifiers, 10 letters and digits
	// each, or their ARNs. Nil means all of this account and Region. Listing the
	// executions of another is a ResourceNotFoundException. So is listing those of
	// another flow's alias, whose error AWS does not document.
	Flows []string

	// MaxPageSize is how many executions a page has at most, whatever maxResults
	// says. Default: 10, the documented size of flowExecutionSummaries.
	MaxPageSize int

	// Ascending lists the oldest executions first. Undocumented. Default: the
	// newest first.
	Ascending bool

	// EpochTimestamps writes timestamps as numbers of seconds instead of ISO
	// 8601 strings.
	EpochTimestamps bool
}

// NewServer starts a server on a free port of the loopback interface. Close it
// when it is done with. That it could not start, for a mistake in its options or
// for want of a loopback interface, is told by Err and by every call.
func NewServer(optFns ...func(*Options)) *Server {
	s := newServer(optFns)
	s.listener = fake.StartOrFail(s.service.Broken, s)
	return s
}

// NewUnstartedServer returns a server that does not listen, to be mounted as an
// http.Handler in another one. It has no URL and no Config. A mistake in its
// options is told by Err and by every call.
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
		Model:       &model.Flows,
		Region:      s.options.Region,
		Credentials: s.options.Credentials,
		Handlers:    map[string]fake.Handler{model.ListFlowExecutions.Name: s.listFlowExecutions},
		Broken:      s.options.check(),
	}
	return s
}

func (o Options) withDefaults() Options {
	fake.OrDefault(&o.Region, fake.DefaultRegion)
	fake.OrDefault(&o.AccountID, fake.DefaultAccountID)
	fake.OrDefault(&o.MaxPageSize, model.FlowExecutionSummaries.Max)
	if len(o.Credentials) == 0 {
		o.Credentials = fake.DefaultCredentials()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// check returns what is wrong with the options.
func (o *Options) check() error {
	wrong := fake.CheckPlace(o.Region, o.AccountID)
	for _, flow := range o.Flows {
		if !flowID.MatchString(o.flowIDOf(flow)) {
			wrong = append(wrong, fmt.Errorf("Options.Flows has %q: it must be 10 letters and digits, or the ARN of a flow of this account and Region", flow))
		}
	}
	if o.MaxPageSize < 1 {
		wrong = append(wrong, fmt.Errorf("Options.MaxPageSize is %d: it must be at least 1", o.MaxPageSize))
	}
	return fake.OptionsError("flowstest", wrong)
}

// Close stops the server and closes its connections. It returns when nothing of
// the server runs any more.
func (s *Server) Close() { s.listener.Close() }

// Err is why the server could not start, nil when it did.
func (s *Server) Err() error { return s.listener.Err() }

// URL is the server's endpoint: http, an address and a port.
func (s *Server) URL() string { return s.listener.URL }

// Config returns the configuration of a client of this server: its endpoint,
// Region, the first of its credentials, and a retryer that does not wait.
func (s *Server) Config() aws.Config {
	return s.listener.Config(s.options.Region, s.options.Credentials[0])
}

// ServeHTTP answers a request, so that the service can be mounted in another
// server. The path must come as it was sent: its signature covers it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.service.ServeHTTP(w, r) }

// FlowArn returns the ARN of the flow of this identifier, in this server's account
// and Region. An ARN comes back unchanged, and so does text that is not 10 letters and
// digits: the call that uses it returns an error.
func (s *Server) FlowArn(flow string) string { return s.options.flowArn(flow) }
