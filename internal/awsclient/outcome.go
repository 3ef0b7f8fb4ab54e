package awsclient

import (
	"net/http"
	"sync/atomic"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
)

// outcome counts what becomes of a call's requests. What was sent and not refused may
// have been carried out, also where no answer is known: it is under way, or a step took
// the answer for itself.
type outcome struct {
	signed  atomic.Int32 // attempts that went on to be sent
	sent    atomic.Int32 // what came to be sent: more where a step sends again
	refused atomic.Int32
}

// noteAnswer notes a refusal of the service's own: it has the header of an error code. A
// proxy's page is none, nor is a timeout: what is behind it may have worked.
func (o *outcome) noteAnswer(resp *http.Response) {
	switch status := resp.StatusCode; status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect, http.StatusTooManyRequests:
		o.refused.Add(1)
	case http.StatusRequestTimeout:
	default:
		if status/100 == 4 && resp.Header.Get("X-Amzn-Errortype") != "" {
			o.refused.Add(1)
		}
	}
}

// withOutcome tells of it in the error of a call that has sent something. The error of a
// context that ended has the cause in it, which may be another call's: so this call's
// own is there as well.
func (s *callState) withOutcome(err error) error {
	sent := max(s.outcome.signed.Load(), s.outcome.sent.Load())
	if sent == 0 && s.Err() == nil {
		return err
	}
	return &apierrors.Outcome{MayHaveSucceeded: sent > s.outcome.refused.Load(), Err: err}
}
