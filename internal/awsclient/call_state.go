package awsclient

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
)

// callState is the context of a call, and what its steps share. One type instead of a
// context for each value saves allocations.
type callState struct {
	context.Context // the caller's
	plan            *plan

	// Of the attempt under way, from the step ResolveAuthScheme on.
	auth     *chosenAuth
	identity auth.Identity
	signing  smithy.Properties // the chosen ones, or those of the endpoint

	skew   time.Duration // the service's time less this machine's, for the next attempt
	hashed hashedBody    // of the attempts so far
	failed error         // of the last attempt that failed before the context ended

	// What was sent and not refused may have been carried out, also if there is no
	// response: it is under way, or a step has kept the response. A caller's step may
	// send several requests at once.
	signed   atomic.Int32 // attempts that were to be sent
	sent     atomic.Int32 // requests that were sent; more than signed if a step sends again
	underWay atomic.Int32 // requests without a response so far
	refused  atomic.Int32

	secrets redact.Secrets // that were sent
}

type callStateKey struct{}

var errNoCall = errors.New("the context of the call was replaced: middlewares must derive theirs from it")

// callOf returns the state of the call that ctx belongs to.
func callOf(ctx context.Context) (*callState, error) {
	if state, ok := ctx.Value(callStateKey{}).(*callState); ok {
		return state, nil
	}
	return nil, errNoCall
}

// attemptOf returns the state of the call, once its attempt has an auth scheme.
func attemptOf(ctx context.Context) (*callState, error) {
	state, err := callOf(ctx)
	if err == nil && state.auth == nil {
		err = errors.New("no auth scheme was resolved: the step ResolveAuthScheme is missing from the stack")
	}
	return state, err
}

// Value returns the values that every call has before the caller's, so that a call that
// is made from another one's step does not see the other's.
func (s *callState) Value(key any) any {
	if _, ok := key.(callStateKey); ok {
		return s
	}
	if v := s.plan.values.Value(key); v != nil {
		return v
	}
	return s.Context.Value(key)
}

// noteFailure keeps the error of an attempt, unless the attempt failed because the
// caller's context ended.
func (s *callState) noteFailure(err error) {
	var response smithy.APIError
	if err != nil && (s.Err() == nil || errors.As(err, &response)) {
		s.failed = err
	}
}

// noteRefusal counts a response with which the service refused the request. It has the
// header of an error code: a proxy's page has none, and the service behind it may have
// carried out the request. So it may have after a timeout.
func (s *callState) noteRefusal(resp *http.Response) {
	switch status := resp.StatusCode; status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect, http.StatusTooManyRequests:
		s.refused.Add(1)
	case http.StatusRequestTimeout:
	default:
		if status/100 == 4 && resp.Header.Get("X-Amzn-Errortype") != "" {
			s.refused.Add(1)
		}
	}
}

// mayHaveSucceeded reports whether the service may have carried out a request.
func (s *callState) mayHaveSucceeded() bool { return s.requests() > s.refused.Load() }

// requests is how many requests may have reached the service.
func (s *callState) requests() int32 { return max(s.signed.Load(), s.sent.Load()) }
