package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// Retryable reports whether another attempt may succeed, later and elsewhere: in another
// process, or after an operator has fixed credentials, configuration or a quota. It is for
// callers that repeat whole calls, such as workflow engines and queues. The client's own
// Retryer decides about the attempts within a call.
//
// It is false if the same request would fail again: the input is not valid, the resource does
// not exist, the name is taken, the list or the wait cannot continue, or the program is
// wrong. It is false for nil. In doubt it is true, also for an unknown error, so
// limit the attempts.
//
// The package's guide has a table. [ErrorCode] decides; for a code that is not in the
// table, the HTTP status does: 4xx is not retryable, except 401, 403, 407, 408 and 429.
//
// Retryable does not say when to repeat a call: a quota that is used up needs hours, not
// seconds.
func Retryable(err error) bool { return apierrors.Retryable(err) }

// ErrorCode returns a stable name of an error, for histories, dead-letter reasons and
// metrics. It is the service's code if the service sent one, in the spelling of the API
// reference. Other names are in the table of the package's guide. It is "OtherError" for
// an unknown error, and "" for nil. It has at most 128 letters, digits, periods, hyphens
// and underscores.
//
// If an error wraps several with a name, ErrorCode returns the first name in the order of
// errors.As. The errors of earlier attempts in a [CallError] do not count.
func ErrorCode(err error) string { return apierrors.ErrorCode(err) }
