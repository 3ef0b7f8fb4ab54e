package apierrors

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/smithy-go"
)

// CallError describes the attempts of a failed call. A call's error contains it if the call
// sent a request, made several attempts, or its context ended. errors.As finds it and the
// errors that Err wraps. Most programs need only the functions of the types package:
// Retryable reports whether to repeat the call later, and ErrorCode returns the name to
// record.
type CallError struct {
	// Attempts is the number of attempts that the call made.
	Attempts int

	// Earlier are the errors of the attempts before the last one, in order. Retryable and
	// ErrorCode ignore them.
	Earlier []error

	// MayHaveSucceeded reports whether the service may have done what the call asked. It
	// is false if the service refused every request: with a 4xx status and an error code
	// in the header X-Amzn-Errortype, with 429, or with a redirect. Otherwise, it is
	// true if a request was sent. It covers only the attempts of this call.
	MayHaveSucceeded bool

	// Err is the error that the call ended with.
	Err error
}

// Error returns the message of Err. After several attempts, it adds their number and a short
// description of the earlier failures.
func (e *CallError) Error() string {
	if len(e.Earlier) == 0 {
		return fmt.Sprint(e.Err)
	}
	earlier := make([]string, len(e.Earlier))
	for i, err := range e.Earlier {
		earlier[i] = summarize(err)
	}
	return fmt.Sprintf("%v (attempts = %d, after: %s)", e.Err, e.Attempts, strings.Join(earlier, ", "))
}

// summarize returns the status and code of a response, or the message of the innermost error
// if there was no response.
func summarize(err error) string {
	var api interface{ ErrorCode() string }
	var response interface{ HTTPStatusCode() int }
	if errors.As(err, &api) && errors.As(err, &response) {
		return fmt.Sprintf("%d %s", response.HTTPStatusCode(), api.ErrorCode())
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return fmt.Sprint(err)
}

// Unwrap returns Err. The errors of earlier attempts are not part of it.
func (e *CallError) Unwrap() error { return e.Err }

// MayHaveSucceeded implements types.MayHaveSucceeded.
func MayHaveSucceeded(err error) bool {
	var call *CallError
	if errors.As(err, &call) {
		return call.MayHaveSucceeded
	}
	var operation *smithy.OperationError // without a CallError, the call has sent nothing
	return !errors.As(err, &operation)
}
