// Package fake contains what the local services share. It receives an AWS service's HTTP
// requests, finds their operations, verifies their signatures, and writes responses with
// errors, request IDs and injected faults. It also records the calls. The state of a service
// is in the service's own package; this package knows only its model.
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

// Service handles the requests to a service. Set its fields before the first request.
type Service struct {
	Model       *model.Service
	Region      string
	Credentials []aws.Credentials
	Handlers    map[string]Handler // by operation
	Broken      error              // if not nil, every call returns it

	faults   faults
	calls    calls
	buffered atomic.Int64 // bytes of memory for bodies
}

// Handler carries out one operation. The result is encoded as JSON; nil means an empty
// body. An *Error becomes AWS's error response, and any other error becomes an
// InternalServerException.
type Handler func(*Request) (any, error)

// Request is a request for a known operation with a valid signature.
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
	Status  int // 0 means the documented status of the code
}

var _ smithy.APIError = (*Error)(nil)

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// ErrorCode and the two methods below make e a smithy.APIError, so that a caller of a
// server's methods can distinguish errors as a client does.
func (e *Error) ErrorCode() string             { return e.Code }
func (e *Error) ErrorMessage() string          { return e.Message }
func (e *Error) ErrorFault() smithy.ErrorFault { return smithy.FaultUnknown }

// Errorf returns an *Error with a formatted message.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// ServeHTTP handles one request.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := Call{
		Method:       recordedString(r.Method),
		Path:         recordedString(r.URL.EscapedPath()),
		Query:        recordedString(r.URL.RawQuery),
		RequestID:    newRequestID(),
		InvocationID: recordedString(r.Header.Get("Amz-Sdk-Invocation-Id")),
		UserAgent:    recordedString(r.Header.Get("User-Agent")),
		Time:         time.Now(),
	}
	call.Attempt = attemptNumber(r.Header.Get("Amz-Sdk-Request"))
	resp := s.respond(w, r, &call)
	s.calls.add(call) // before the response, so that its receiver finds the call in Calls
	if resp == nil {
		panic(http.ErrAbortHandler) // returning would send status 200
	}
	resp.write(w)
}

// respond handles a request, records the result in call, and returns the response. It
// returns nil if the request's context has ended.
func (s *Service) respond(w http.ResponseWriter, r *http.Request, call *Call) *response {
	op, labels := s.route(r.Method, r.URL.EscapedPath())
	var fault *Fault
	if op != nil {
		call.Operation = op.Name
		fault = s.faults.next(op.Name)
	}
	var head *sigv4verify.Head // nil if the request is rejected or a fault replaces its response
	var rejected error
	if !fault.replacesResponse() {
		head, rejected = s.admit(r, op, time.Now().Add(fault.skew()))
	}
	// The body is read before any delay, because net/http notices only afterwards that the
	// client has disconnected. Also, the read timeout must not limit the delay.
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
	resp := &response{header: http.Header{}, fault: fault}
	resp.header.Set("X-Amzn-Requestid", call.RequestID)
	resp.header.Set("Date", time.Now().Add(fault.skew()).UTC().Format(http.TimeFormat))

	if !fault.replacesResponse() {
		err := rejected
		if err == nil {
			err = bodyError(bodyErr)
		}
		if err == nil {
			err = signatureError(head.VerifyBody(body))
		}
		if err == nil {
			err = resp.succeed(s.handle(r, body, op, labels))
		}
		if err != nil {
			resp.fail(s, err)
		}
	}
	if fault.replacesResponse() || fault != nil && fault.Code != "" {
		resp.fail(s, &Error{Code: fault.Code, Message: fault.Message, Status: fault.Status})
	}
	if fault != nil {
		fault.apply(resp)
	}
	if fault == nil || !fault.Reset {
		call.Status, call.Code = resp.status, resp.header.Get("X-Amzn-Errortype")
	}
	return resp
}

// admit checks a request's operation and headers, before its body is read.
func (s *Service) admit(r *http.Request, op *model.Operation, now time.Time) (*sigv4verify.Head, error) {
	if op == nil {
		return nil, Errorf("UnknownOperationException", "There is no operation %s %s.", r.Method, r.URL.EscapedPath()).withStatus(http.StatusNotFound)
	}
	verifier := sigv4verify.Verifier{Region: s.Region, Service: s.Model.SigningName, Lookup: s.Lookup, Now: func() time.Time { return now }}
	head, err := verifier.VerifyHead(r)
	return head, signatureError(err)
}

// signatureError returns the error response for an invalid signature.
func signatureError(err error) error {
	if refused := new(sigv4verify.Error); errors.As(err, &refused) {
		return &Error{Code: refused.Code, Message: refused.Message}
	}
	return err
}

// handle carries out a request with a valid signature.
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

// Lookup returns the credentials with this access key ID.
func (s *Service) Lookup(accessKeyID string) (aws.Credentials, bool) {
	for _, c := range s.Credentials {
		if c.AccessKeyID == accessKeyID {
			return c, true
		}
	}
	return aws.Credentials{}, false
}

// lockedList is a list with the mutex that guards it.
type lockedList[T any] struct {
	sync.Mutex
	list []T
}
