package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// RetriedError is in the error of every call that took more than one attempt;
// errors.As finds it. The error that the call ended with is in it, so errors.As finds
// the exceptions as well.
//
//	type RetriedError struct {
//		Attempts int     // how many attempts the call took, at least 2
//		Earlier  []error // how the attempts before the last one failed, in order
//		Err      error   // how the call ended
//	}
//
// Its method MayHaveSucceeded tells whether the service may have done what the call
// asks for in an earlier attempt: no answer came, or a server's failure (5xx). It is
// false where the service refused each of them, as in throttling, or no connection
// was made.
type RetriedError = apierrors.RetriedError
