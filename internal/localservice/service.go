// Package localservice is what the local services share: an AWS service's
// front door over HTTP, with routes, signatures, errors, request IDs, injected
// faults and a record of the calls. It holds no service's state and knows a
// service only by its model.
package localservice

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/sigv4"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// MaxRequestBytes is the largest body that is read. The largest documented
// input fits, even with every character escaped.
const MaxRequestBytes = 40 << 20

// Service answers a service's requests. Its fields are set before the first.
type Service struct {
	Model       *model.Service
	Region      string
	Credentials []aws.Credentials
	Handlers    map[string]Handler // by operation
	Broken      error              // why the service cannot work; every call gives it

	faults faults
	calls  calls
}

// Handler carries out one operation. The result is written as JSON; nil is an
// empty body. An *Error is written as AWS does, any other error as an
// InternalServerException.
type Handler func(*Request) (any, error)

// Request is a request that passed the front door.
type Request struct {
	Operation *model.Operation
	Labels    map[string]string // of the path, unescaped
	Query     url.Values
	Body      []byte
}

// PathLabel returns the value of a label of the operation's path.
func (r *Request) PathLabel(name string) string { return r.Labels[name] }

// Error is an error response.
type Error struct {
	Code    string
	Message string
	Status  int // 0 = as documented for the code
}

var _ smithy.APIError = (*Error)(nil)

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// ErrorCode, ErrorMessage and ErrorFault are those of a smithy.APIError: who
// calls a server's methods tells errors apart as a client does.
func (e *Error) ErrorCode() string             { return e.Code }
func (e *Error) ErrorMessage() string          { return e.Message }
func (e *Error) ErrorFault() smithy.ErrorFault { return smithy.FaultUnknown }

// Errorf returns an *Error with a formatted message.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// ServeHTTP answers one request.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := Call{
		Method:       r.Method,
		Path:         r.URL.EscapedPath(),
		Query:        r.URL.RawQuery,
		RequestID:    newRequestID(),
		InvocationID: r.Header.Get("Amz-Sdk-Invocation-Id"),
		UserAgent:    r.Header.Get("User-Agent"),
		Time:         time.Now(),
	}
	call.Attempt = attemptNumber(r.Header.Get("Amz-Sdk-Request"))
	answer := s.answer(w, r, &call)
	s.calls.add(call) // before the answer: who has that finds the call in Calls
	if answer != nil {
		answer.write(w)
	}
}

// answer makes the answer to a request and notes it in call. It is nil when the
// caller has gone.
func (s *Service) answer(w http.ResponseWriter, r *http.Request, call *Call) *answer {
	op, labels := s.route(r.Method, r.URL.EscapedPath())
	var fault *Fault
	if op != nil {
		call.Operation = op.Name
		fault = s.faults.take(op.Name)
	}
	// The body is read before any delay: only then does net/http notice that the
	// caller has gone. And the time to read it is no limit of the delay.
	body, bodyErr := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxRequestBytes))
	if fault != nil && bodyErr == nil {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		if !fault.wait(r.Context()) {
			return nil
		}
	}
	answer := &answer{header: http.Header{}, fault: fault}
	answer.header.Set("X-Amzn-Requestid", call.RequestID)
	now := time.Now().Add(fault.skew())
	answer.header.Set("Date", now.UTC().Format(http.TimeFormat))

	if !fault.replaces() {
		err := bodyError(bodyErr)
		if err == nil {
			err = answer.succeed(s.handle(r, body, op, labels, now))
		}
		if err != nil {
			answer.fail(s, err)
		}
	}
	if fault.replaces() || fault != nil && fault.Code != "" {
		answer.fail(s, &Error{Code: fault.Code, Message: fault.Message, Status: fault.Status})
	}
	if fault != nil {
		fault.change(answer)
	}
	if fault == nil || !fault.Reset {
		call.Status, call.Code = answer.status, answer.header.Get("X-Amzn-Errortype")
	}
	return answer
}

// bodyError is the error response for a body that could not be read.
func bodyError(err error) error {
	if err == nil {
		return nil
	}
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return &Error{Code: "RequestEntityTooLargeException", Status: http.StatusRequestEntityTooLarge,
			Message: fmt.Sprintf("The request body is larger than %d bytes.", MaxRequestBytes)}
	}
	return serializationError("The request body could not be read.")
}

// handle lets a request through the front door and carries it out.
func (s *Service) handle(r *http.Request, body []byte, op *model.Operation, labels map[string]string, now time.Time) (any, error) {
	if op == nil {
		return nil, Errorf("UnknownOperationException", "There is no operation %s %s.", r.Method, r.URL.EscapedPath()).withStatus(http.StatusNotFound)
	}
	verifier := sigv4.Verifier{Region: s.Region, Service: s.Model.SigningName, Lookup: s.lookup, Now: func() time.Time { return now }}
	if err := verifier.Verify(r, body); err != nil {
		if refused := new(sigv4.Error); errors.As(err, &refused) {
			return nil, &Error{Code: refused.Code, Message: refused.Message}
		}
		return nil, err
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, Errorf("MalformedQueryString", "The query string is malformed: %v", err)
	}
	if s.Broken != nil {
		return nil, s.Broken
	}
	handler := s.Handlers[op.Name]
	if handler == nil {
		return nil, fmt.Errorf("operation %s has no handler", op.Name)
	}
	return handler(&Request{Operation: op, Labels: labels, Query: query, Body: body})
}

func (e *Error) withStatus(status int) *Error {
	e.Status = status
	return e
}

func (s *Service) lookup(accessKeyID string) (aws.Credentials, bool) {
	for _, c := range s.Credentials {
		if c.AccessKeyID == accessKeyID {
			return c, true
		}
	}
	return aws.Credentials{}, false
}

// mutexed guards a list.
type mutexed[T any] struct {
	sync.Mutex
	list []T
}
