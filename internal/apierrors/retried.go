package apierrors

import (
	"fmt"
	"strings"
)

// RetriedError is in the error of every call that took more than one attempt: it has
// how many Attempts they were, and in Before how the attempt failed that came before
// the last one. Err is the last one's error, as without it.
//
// It tells, for one, of a DeleteHumanLoop whose first answer was lost: it ends with a
// ResourceNotFoundException after two attempts, since the first one deleted the loop.
type RetriedError struct {
	Attempts int
	Before   error
	Err      error
}

// Error is the last attempt's error, with the number of attempts.
func (e *RetriedError) Error() string {
	text := e.Err.Error()
	if e.Before == nil || strings.Contains(text, e.Before.Error()) {
		return fmt.Sprintf("%s (attempts = %d)", text, e.Attempts)
	}
	return fmt.Sprintf("%s (attempts = %d, the one before: %v)", text, e.Attempts, e.Before)
}

// Unwrap returns the last attempt's error. How the one before failed is no part of how
// the call ended.
func (e *RetriedError) Unwrap() error { return e.Err }
