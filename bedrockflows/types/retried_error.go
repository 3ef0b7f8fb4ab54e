package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// RetriedError is in the error of every call that took more than one attempt;
// errors.As finds it. It has the number of Attempts (an int, at least 2), in Earlier
// (a []error) how those before the last one failed, in order, and in Err how the call
// ended; errors.As finds that as well.
type RetriedError = apierrors.RetriedError
