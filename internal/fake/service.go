// Package fake is what the local services share: an AWS service's
// front door over HTTP, with routes, signatures, errors, request IDs, injected
// faults and a record of the calls. It holds no service's state and knows a
// service only by its model.
package fake

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// Service answers a service's requests. Its fields are set before the first.
type Service struct {
	Model       *model.Service
	Region      string
	Credentials []aws.Credentials
	Handlers    map[string]Handler // by operation
	Broken      error              // why the service cannot work; every call gives it

	faults   faults
	calls    calls
	buffered atomic.Int64 // bytes of memory for bodies
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

// ErrorCode and the two methods below make e a smithy.APIError: a caller of a
// server's methods tells errors apart as a client does.
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
		Method:       callText(r.Method),
		Path:         callText(r.URL.EscapedPath()),
		Query:        callText(r.URL.RawQuery),
		RequestID:    newRequestID(),
		InvocationID: callText(r.Header.Get("Amz-Sdk-Invocation-Id")),
		UserAgent:    callText(r.Header.Get("User-Agent")),
		Time:         time.Now(),
	}
	call.Attempt = attemptNumber(r.Header.Get("Amz-Sdk-Request"))
	answer := s.answer(w, r, &call)
	s.calls.add(call) // before the response, whose receiver finds the call in Calls
	if answer == nil {
		panic(http.ErrAbortHandler) // to return would be to answer 200
	}
	answer.write(w)
}

// answer makes the answer to a request and notes it in call. It is nil when the
// request's context is done.
func (s *Service) answer(w http.ResponseWriter, r *http.Request, call *Call) *answer {
	op, labels := s.route(r.Method, r.URL.EscapedPath())
	var fault *Fault
	if op != nil {
		call.Operation = op.Name
		fault = s.faults.take(op.Name)
	}
	var head *sigv4verify.Head // nil if the request is refused, or a fault replaces its answer
	var refused error
	if !fault.replaces() {
		head, refused = s.admit(r, op, time.Now().Add(fault.skew()))
	}
	// The body is read before any delay: only then does net/http notice that the
	// caller has gone. And the time to read it does not limit the delay.
	var body []byte
	var bodyErr error
	switch {
	case head != nil:
		var done func()
		body, done, bodyErr = s.readBody(w, r)
		defer done()
	case fault != nil || !waitsToSend(r):
		bodyErr = discardBody(w, r)
	}
	if bodyErr != nil && r.Context().Err() != nil {
		return nil
	}
	if fault != nil && bodyErr == nil {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		if !fault.wait(r.Context()) {
			return nil
		}
	}
	answer := &answer{header: http.Header{}, fault: fault}
	answer.header.Set("X-Amzn-Requestid", call.RequestID)
	answer.header.Set("Date", time.Now().Add(fault.skew()).UTC().Format(http.TimeFormat))

	if !fault.replaces() {
		err := refused
		if err == nil {
			err = bodyError(bodyErr)
		}
		if err == nil {
			err = verified(head.VerifyBody(body))
		}
		if err == nil {
			err = answer.succeed(s.handle(r, body, op, labels))
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

// admit refuses a request by its head, before its body is read.
func (s *Service) admit(r *http.Request, op *model.Operation, now time.Time) (*sigv4verify.Head, error) {
	if op == nil {
		return nil, Errorf("UnknownOperationException", "There is no operation %s %s.", r.Method, r.URL.EscapedPath()).withStatus(http.StatusNotFound)
	}
	verifier := sigv4verify.Verifier{Region: s.Region, Service: s.Model.SigningName, Lookup: s.Lookup, Now: func() time.Time { return now }}
	head, err := verifier.VerifyHead(r)
	return head, verified(err)
}

// verified is the error response for a signature that is not valid.
func verified(err error) error {
	if refused := new(sigv4verify.Error); errors.As(err, &refused) {
		return &Error{Code: refused.Code, Message: refused.Message}
	}
	return err
}

// handle carries out a request that passed the front door.
func (s *Service) handle(r *http.Request, body []byte, op *model.Operation, labels map[string]string) (any, error) {
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

// Lookup returns the credentials that have an access key ID.
func (s *Service) Lookup(accessKeyID string) (aws.Credentials, bool) {
	for _, c := range s.Credentials {
		if c.AccessKeyID == accessKeyID {
			return c, true
		}
	}
	return aws.Credentials{}, false
}

// lockedList guards a list.
type lockedList[T any] struct {
	sync.Mutex
	list []T
}
