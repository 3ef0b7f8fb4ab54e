package awsclient

import (
	"errors"
	"net/http"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

// noteOutcome notes of an attempt that was sent whether it may have succeeded: unless
// the service refused it. status is 0 where no answer came.
func (s *callState) noteOutcome(status int, err error) {
	if s == nil {
		return // a step made a context of its own, and is told so elsewhere
	}
	s.sent.Store(true)
	if !refused(status, err) {
		s.mayHaveSucceeded.Store(true)
	}
}

// refused tells whether an answer is the service's own refusal. A proxy's page is none:
// what is behind it may have worked.
func refused(status int, err error) bool {
	if err == nil {
		return false // before api is in the heap
	}
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	switch {
	case status/100 == 3, status == http.StatusTooManyRequests:
		return true
	case status/100 == 4:
		return api.ErrorCode() != unknownCode
	}
	return throttles.IsErrorThrottle(err).Bool()
}

var throttles = retry.IsErrorThrottles(retry.DefaultThrottles)

// withOutcome tells of it in the error of a call that has sent something. The error of a
// context that ended has the cause in it, which may be another call's: so this call's
// own is there as well.
func (s *callState) withOutcome(err error) error {
	if !s.sent.Load() && s.Err() == nil {
		return err
	}
	return &apierrors.Outcome{MayHaveSucceeded: s.mayHaveSucceeded.Load(), Err: err}
}
