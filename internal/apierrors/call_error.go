package apierrors

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/smithy-go"
)

// CallError is in the error of every call that sent a request, made several attempts or
// whose context ended. errors.As finds it, and what Err wraps. Functions of the types
// package answer the usual questions: Retryable, whether to repeat the call later, and
// ErrorCode, which name to record.
type CallError struct {
	// Attempts is how many attempts the call made.
	Attempts int

	// Earlier are the errors of the attempts before the last one, in order. Retryable and
	// ErrorCode ignore them.
	Earlier []error

	// MayHaveSucceeded reports whether the service may have done what the call asked. It
	// is false if the service refused every request: with a 4xx status and an error code
	// in the header X-Amzn-Errortype, with 429, or with a redirect. Otherwise, it is
	// true if a request was sent. It knows only the attempts of this call.
	MayHaveSucceeded bool

	// Err is the error that the call ended with.
	Err error
}

// Error returns the text of Err. After several attempts, it adds their number and how the
// earlier ones failed, in short.
func (e *CallError) Error() string {
	if len(e.Earlier) == 0 {
		return fmt.Sprint(e.Err)
	}
	earlier := make([]string, len(e.Earlier))
	for i, err := range e.Earlier {
		earlier[i] = inShort(err)
	}
	return fmt.Sprintf("%v (attempts = %d, after: %s)", e.Err, e.Attempts, strings.Join(earlier, ", "))
}

// inShort returns a response's status and code, or the innermost text if there was none.
func inShort(err error) string {
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

// MayHaveSucceeded is types.MayHaveSucceeded, which describes it.
func MayHaveSucceeded(err error) bool {
	var call *CallError
	if errors.As(err, &call) {
		return call.MayHaveSucceeded
	}
	var operation *smithy.OperationError // which has sent nothing
	return !errors.As(err, &operation)
}
