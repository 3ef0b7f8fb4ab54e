package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// MayHaveSucceeded reports whether a failed call may have taken effect. It is false if
// nothing was sent, for example because the input is not valid. It is false if
// the service refused every request: with a 4xx status and an error code in the header
// X-Amzn-Errortype, with 429, or with a redirect. Otherwise it is true: no response came, it
// broke off, the service failed (5xx), or a proxy responded with a page. In doubt it is
// true: also if no connection could be made, because net/http may have tried an older one
// before, if err is nil, and if err is not from a call. It does not see requests that your
// own HTTP client repeats by itself.
//
// You can repeat a start while its loop is active, and a stop at any time. If a delete
// returns a ResourceNotFoundException and MayHaveSucceeded is true, an earlier attempt of
// the call may have deleted the loop.
//
// It knows only the attempts of this call. If a worker dies after it sent a request, and
// another worker repeats the call, look at what that call returns:
//
//   - If DeleteHumanLoop returns ResourceNotFoundException, the loop does not exist. If it
//     existed before, the delete succeeded.
//   - If StartHumanLoop with the same name and input returns an ARN, the loop exists: the
//     first request or this one started it. AWS does not document this for a loop that has
//     ended. A ConflictException means that the active loop has different input. If your
//     program writes the same input each time, it is another loop. (API reference,
//     StartHumanLoop.)
func MayHaveSucceeded(err error) bool { return apierrors.MayHaveSucceeded(err) }
