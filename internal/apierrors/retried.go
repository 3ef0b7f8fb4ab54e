package apierrors

import (
	"errors"
	"fmt"
	"strings"
)

// RetriedError is in the error of every call that took more than one attempt; errors.As
// finds it, and Err too.
type RetriedError struct {
	// Attempts is how many attempts the call took, at least 2.
	Attempts int

	// Earlier is how the attempts before the last one failed, in order.
	Earlier []error

	// Err is how the call ended: what it would have failed with without this type.
	Err error
}

// Error is the error the call ended with, with the number of attempts and, in short,
// how those before failed.
func (e *RetriedError) Error() string {
	earlier := make([]string, len(e.Earlier))
	for i, err := range e.Earlier {
		earlier[i] = inShort(err)
	}
	return fmt.Sprintf("%v (attempts = %d, after: %s)", e.Err, e.Attempts, strings.Join(earlier, ", "))
}

// inShort is an answer's status and code, or the innermost text where there was none.
func inShort(err error) string {
	var api interface{ ErrorCode() string }
	var answer interface{ HTTPStatusCode() int }
	if errors.As(err, &api) && errors.As(err, &answer) {
		return fmt.Sprintf("%d %s", answer.HTTPStatusCode(), api.ErrorCode())
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return fmt.Sprint(err)
}

// Unwrap returns Err. How earlier attempts failed is no part of how the call ended.
func (e *RetriedError) Unwrap() error { return e.Err }
