package waiters

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/aws/smithy-go"
)

// TimeoutError reports that maxWait was over, or the context ended, before the wait
// succeeded or failed. If maxWait was over, errors.Is finds context.DeadlineExceeded. If
// the context ended, errors.Is finds its error and its cause.
type TimeoutError struct {
	// Waiter is the waiter's name.
	Waiter string

	// MaxWait is the maximum length of the wait, and Elapsed its actual length.
	MaxWait, Elapsed time.Duration

	// Attempts is the number of polls.
	Attempts int

	// Status is the status in the last output, or "" if no poll returned an output.
	Status string

	// Cause is why the wait ended.
	Cause error

	// ContextErr is the context's error, or nil if maxWait was over.
	ContextErr error

	// Err is the last poll's error, or nil if it succeeded.
	Err error

	minDelay time.Duration
}

// Error says how long the wait was, why it ended, and what the last poll returned.
func (e *TimeoutError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "waiters: wait for %s gave up after %v of %v, polls: %d: ", e.Waiter, e.Elapsed.Round(time.Millisecond), e.MaxWait, e.Attempts)
	switch {
	case e.ContextErr != nil || e.minDelay == 0:
		fmt.Fprint(&b, e.Cause)
	case e.Elapsed < e.MaxWait:
		fmt.Fprintf(&b, "too little time is left for another poll with MinDelay %v: set Options.MinDelay lower, or maxWait higher", e.minDelay)
	default:
		b.WriteString("maxWait is over")
	}
	if e.Status != "" {
		fmt.Fprintf(&b, "; last status: %s", e.Status)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, "; the last poll failed: %v", e.Err)
	}
	return b.String()
}

// ErrorCode returns "WaitTimeoutError" if maxWait was over. If the context ended, it returns
// "CanceledError" or "DeadlineExceededError".
func (e *TimeoutError) ErrorCode() string {
	switch {
	case e == nil || e.ContextErr == nil:
		return apierrors.CodeWaitTimeout
	case errors.Is(e.ContextErr, context.DeadlineExceeded):
		return apierrors.CodeDeadline
	}
	return apierrors.CodeCanceled
}

// Unwrap returns the cause, the context's error, and the last poll's error.
func (e *TimeoutError) Unwrap() []error {
	var causes []error
	for _, err := range []error{e.Cause, e.ContextErr, e.Err} {
		if err != nil {
			causes = append(causes, err)
		}
	}
	return causes
}

// FailureError reports that the awaited state can no longer be reached.
type FailureError struct {
	// Waiter is the waiter's name.
	Waiter string

	// Status is the status that the last poll returned. Code and Reason explain it. Each
	// is "" if the service does not return it.
	Status, Code, Reason string

	// Err is the poll's error if that means the failure, such as a
	// ResourceNotFoundException. It is nil if the poll's output means the failure.
	Err error
}

// Error names the waiter and says why the awaited state can no longer be reached.
func (e *FailureError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "waiters: wait for %s failed", e.Waiter)
	if e.Status != "" {
		fmt.Fprintf(&b, ": it is %s", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, ", %s", e.Code)
	}
	if e.Reason != "" {
		fmt.Fprintf(&b, ": %s", e.Reason)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// ErrorCode returns the service's code if Err has one, or else "WaitFailureError".
func (e *FailureError) ErrorCode() string {
	var api smithy.APIError
	if e != nil && errors.As(e.Err, &api) {
		return api.ErrorCode()
	}
	return apierrors.CodeWaitFailure
}

// Unwrap returns the poll's error.
func (e *FailureError) Unwrap() error { return e.Err }

func usageErrorf(format string, args ...any) error {
	return apierrors.ClientErrorf(apierrors.CodeUsage, format, args...)
}
