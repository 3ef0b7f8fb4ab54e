package apierrors

import (
	"errors"

	"github.com/aws/smithy-go"
)

// Outcome is in the error of a call that has sent something.
type Outcome struct {
	MayHaveSucceeded bool
	Err              error
}

func (o *Outcome) Error() string { return o.Err.Error() }
func (o *Outcome) Unwrap() error { return o.Err }

// MayHaveSucceeded is types.MayHaveSucceeded, which describes it.
func MayHaveSucceeded(err error) bool {
	var outcome *Outcome
	if errors.As(err, &outcome) {
		return outcome.MayHaveSucceeded
	}
	var call *smithy.OperationError // which has sent nothing
	return !errors.As(err, &call)
}
