package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/waiters"
)

// WaitError returns the error of a wait in the words of a program. If the wait ended
// because its time was over, the result names the program's flags, where the
// waiter's own error names options that the user of a program cannot set. maxWait
// and poll are the flags' names, minDelay is the value of poll.
func WaitError(err error, maxWait, poll string, minDelay time.Duration) error {
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || timeout.ContextErr != nil {
		return err
	}
	text := fmt.Sprintf("%s %v is over", maxWait, timeout.MaxWait)
	if timeout.Attempts < 2 && timeout.Elapsed < timeout.MaxWait {
		text = fmt.Sprintf("%s %v leaves no time for another poll: set %s lower than %v, or %s higher", maxWait, timeout.MaxWait, poll, minDelay, maxWait)
	}
	if timeout.Status != "" {
		text += "; last status: " + timeout.Status
	}
	if timeout.Err != nil {
		text += fmt.Sprintf("; the last poll failed: %v", timeout.Err)
	}
	return &flagError{text, err}
}

// flagError words an error anew.
type flagError struct {
	text string
	err  error
}

func (e *flagError) Error() string { return e.text }
func (e *flagError) Unwrap() error { return e.err }
