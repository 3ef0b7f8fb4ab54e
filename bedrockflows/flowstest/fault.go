package flowstest

import (
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/fake"
)

// Fault is something that goes wrong, on purpose. The fields can be combined: a
// delay before an error, or an error with a body of HTML.
type Fault struct {
	// Operation is the operation it happens to, "" for all of them.
	Operation string

	// Times is how many calls it happens to. 0 is one; a negative number is every
	// call, until ClearFaults.
	Times int

	// Code answers with an error of this code, such as ThrottlingException, and
	// Message. Status is its HTTP status, from 200 to 599; 0 is the documented
	// one, or 400.
	Code    string
	Message string
	Status  int

	// Body answers with this body instead of JSON, and ContentType, which is
	// text/html by default. Without a Code the error names none.
	Body        string
	ContentType string

	// RetryAfter is the response's header X-Amz-Retry-After, in milliseconds. A client
	// of aws-sdk-go-v2 waits that long before it retries, at most 5 s longer than it
	// would have waited without the header.
	RetryAfter string

	// Delay is the time before anything else happens.
	Delay time.Duration

	// Cut closes the connection after the first CutAfter bytes of the answer's
	// body, whose full length was announced. The answer is that of the call, which
	// so takes effect, unless another field replaces it.
	Cut      bool
	CutAfter int

	// Reset resets the connection without an answer. Go's net/http sends a GET
	// again by itself when a connection that it used before is reset: then Calls
	// has two calls of the same attempt.
	Reset bool

	// ClockSkew puts the service's clock, in the header Date and in the check of
	// signatures, ahead by this much. A clock that stays wrong has Times -1: with
	// fewer, a client that has corrected its own is wrong at the next attempt.
	ClockSkew time.Duration

	// After lets the call take effect first: only its answer is lost or replaced.
	After bool
}

// Inject makes a fault happen to the next call, or calls. Faults for the same
// operation happen one after the other. One that could never do anything, such as
// that of an operation that does not exist, is an error.
func (s *Server) Inject(f Fault) error {
	if err := s.service.Inject(fake.Fault(f)); err != nil {
		return fmt.Errorf("flowstest: inject: %w", err)
	}
	return nil
}

// ClearFaults forgets the faults that have not happened yet.
func (s *Server) ClearFaults() { s.service.ClearFaults() }

// PendingFaults is how many injected faults have not happened, or not as often as
// they should: 0 tells a test that all of them did.
func (s *Server) PendingFaults() int { return s.service.PendingFaults() }

// Call is one request that the server answered.
type Call struct {
	// Operation is the operation's name, "" when the path has none.
	Operation string

	// Method, Path and Query are the request's, as they were sent. Of these, of
	// InvocationID and of UserAgent, the first 8,192 bytes are remembered.
	Method, Path, Query string

	// RequestID is the ID that the service gave the request.
	RequestID string

	// InvocationID is the client's ID of the call, the same for all its attempts.
	InvocationID string

	// Attempt is the client's number of the attempt, 0 when it gave none.
	Attempt int

	// UserAgent is the request's.
	UserAgent string

	// Status and Code are those of the answer. Code is "" for a success; Status is
	// 0 when no answer was given.
	Status int
	Code   string

	// Time is when the request came in, by this machine's clock.
	Time time.Time
}

// Calls returns the requests so far, oldest first. The server remembers up to 64 MiB
// of them, which are some 100,000 calls of the usual size. Beyond that, it forgets
// the older half.
func (s *Server) Calls() []Call {
	answered := s.service.Calls()
	calls := make([]Call, len(answered))
	for i, c := range answered {
		calls[i] = Call(c)
	}
	return calls
}
