package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// MayHaveSucceeded tells whether the service may have done what a call asked for though
// the call failed. It is false where nothing was sent, as with a bad input, and where the
// service refused all that was sent: with a 4xx that names an error code in the header
// X-Amzn-Errortype, with 429, or with a redirect. It is true in all other cases: no answer
// came, or a broken one, a server's failure (5xx), or a proxy's page. In doubt it is true,
// also where no connection could be made: net/http may have tried an older one before. So
// it is where err is nil, or of no call. An HTTP client of your own that sends again by
// itself is not seen.
//
// A start or stop can be called again: while the loop is active, it is the same loop.
// After a delete it tells a ResourceNotFoundException of a loop that an earlier attempt may have
// deleted from that of a loop that was not there before.
func MayHaveSucceeded(err error) bool { return apierrors.MayHaveSucceeded(err) }
