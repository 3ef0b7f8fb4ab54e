package paginators

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
)

// RepeatedTokenError reports that the service returned a page token that was used before.
// Continuing would cause an endless loop.
type RepeatedTokenError struct {
	// Token is the service's token.
	Token string
}

// Error names the token.
func (e *RepeatedTokenError) Error() string {
	return fmt.Sprintf("paginators: the service returned the page token %q, which was used before: the rest of the list cannot be read", clip(e.Token))
}

// ErrorCode returns "RepeatedTokenError".
func (e *RepeatedTokenError) ErrorCode() string { return apierrors.CodeRepeatedToken }

// StartingTokenError reports an Options.StartingToken, or the token of an
// Options.StartFrom, that is not a resume token of this operation.
type StartingTokenError struct {
	// Token is the StartingToken, or the token of StartFrom.
	Token string

	// Err is what is wrong with it.
	Err error

	startFrom bool // the token comes from StartFrom
}

// Error names the token and says what is wrong with it.
func (e *StartingTokenError) Error() string {
	option := "StartingToken"
	if e.startFrom {
		option = "StartFrom's token"
	}
	return fmt.Sprintf("paginators: %s %q is not a resume token: %v", option, clip(e.Token), e.Err)
}

// ErrorCode returns "StartingTokenError".
func (e *StartingTokenError) ErrorCode() string { return apierrors.CodeStartingToken }

// Unwrap returns what is wrong with the token.
func (e *StartingTokenError) Unwrap() error { return e.Err }

// withCause adds the cause to an error if the context has ended.
func withCause(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	if cause == nil || errors.Is(err, cause) {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}

func usageErrorf(format string, args ...any) error {
	return apierrors.ClientErrorf(apierrors.CodeUsage, format, args...)
}
