package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// MayHaveSucceeded reports whether the service may have done what a failed call asked. It
// is false if nothing was sent, for example because the input is not valid. It is false if
// the service refused every request: with a 4xx status and an error code in the header
// X-Amzn-Errortype, with 429, or with a redirect. Otherwise it is true: no response came, it
// broke off, the service failed (5xx), or a proxy responded with a page. In doubt it is
// true: also if no connection could be made, because net/http may have tried an older one
// before, if err is nil, and if err is not from a call. It does not see requests that an
// HTTP client of your own repeats by itself.
//
// You can repeat a start or a stop. A ResourceNotFoundException for which MayHaveSucceeded
// is true is of a loop that an earlier attempt of this delete may have deleted.
//
// It knows only the attempts of this call. If a worker dies after it sent a request, the
// error of the worker that repeats the call does not tell. Then the exception does:
//
//   - A DeleteHumanLoop that returns ResourceNotFoundException has succeeded: the loop does
//     not exist any more.
//   - A StartHumanLoop with the same name and the same input returns the ARN of the active
//     loop: the earlier start succeeded. A ConflictException means that the active loop has
//     different input. It is another loop, unless your program does not write the same
//     input each time. (API reference, StartHumanLoop.)
func MayHaveSucceeded(err error) bool { return apierrors.MayHaveSucceeded(err) }
