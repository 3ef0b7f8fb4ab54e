package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/waiters"
)

// WaitError returns the error of a wait. If the wait timed out, the message names the
// program's flags instead of the waiter's options, which a user of the program cannot
// set. maxWait and poll are the names of the flags, and minDelay is the value of poll.
func WaitError(err error, maxWait, poll string, minDelay time.Duration) error {
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || timeout.ContextErr != nil {
		return err
	}
	message := fmt.Sprintf("%s %v expired", maxWait, timeout.MaxWait)
	if timeout.Attempts < 2 && timeout.Elapsed < timeout.MaxWait {
		message = fmt.Sprintf("%s %v leaves no time for another poll after %s %v: decrease %s or increase %s", maxWait, timeout.MaxWait, poll, minDelay, poll, maxWait)
	}
	if timeout.Status != "" {
		message += "; last status: " + timeout.Status
	}
	if timeout.Err != nil {
		message += fmt.Sprintf("; the last poll failed: %v", timeout.Err)
	}
	return &flagError{message, err}
}

// flagError replaces an error's message.
type flagError struct {
	message string
	err     error
}

func (e *flagError) Error() string { return e.message }
func (e *flagError) Unwrap() error { return e.err }
