package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// RetriedError is in the error of every call that took more than one attempt;
// errors.As finds it. It has the number of Attempts (an int, at least 2), in Earlier
// (a []error) how those before the last one failed, in order, and in Err how the call
// ended; errors.As finds that as well.
type RetriedError = apierrors.RetriedError

// MayHaveSucceeded tells whether the service may have done what a call asked for though
// the call failed: in one of its attempts, the request may have arrived, and what came
// back was no answer, a broken one, or a server's failure (5xx). It is false where the
// service refused each attempt (3xx, 4xx, throttling), where none could connect, and where
// nothing was sent, as with a bad input. In doubt it is true. Without an error it is true.
//
// A start or stop can simply be called again: the same loop is the same loop. After a
// delete it tells a ResourceNotFoundException of a loop that an earlier attempt may have
// deleted from that of a loop that was not there before.
func MayHaveSucceeded(err error) bool { return apierrors.MayHaveSucceeded(err) }
