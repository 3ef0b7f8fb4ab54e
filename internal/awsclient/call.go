package awsclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/middleware"
)

// Call calls an operation. A nil input is the same as an empty one.
func Call[I, O any](ctx context.Context, c *Client, op *Operation[I, O], in *I, fns []func(*Options)) (*O, error) {
	if in == nil {
		in = new(I)
	}
	result, metadata, err := c.invoke(ctx, op, in, (*O)(nil), fns, nil)
	if err != nil {
		return nil, err
	}
	out := result.(*O)
	*op.Metadata(out) = metadata
	return out, nil
}

// invoke makes a call and returns its result, which has the type of want. A change that is
// not nil changes the middleware stack of this call, after the caller's APIOptions.
func (c *Client) invoke(ctx context.Context, op operation, in, want any, fns []func(*Options), change func(*middleware.Stack) error) (any, middleware.Metadata, error) {
	plan, err := c.prepare(ctx, op, fns, change)
	if err != nil {
		return nil, middleware.Metadata{}, err
	}
	stack, err := plan.stack()
	if err != nil {
		return nil, middleware.Metadata{}, c.operationError(op, err)
	}
	ctx, call := c.withCallState(ctx, plan)
	ctx, span := plan.startSpan(ctx)
	defer span.End()
	defer startTimer(ctx, callDuration)()

	result, metadata, err := stack.Handle(ctx, in)

	if err == nil && (reflect.TypeOf(result) != reflect.TypeOf(want) || reflect.ValueOf(result).IsNil()) {
		err = usageErrorf("a middleware returned %T instead of %T", result, want)
	}
	if plan.reused {
		plan.stacks.Put(stack)
	}
	if err != nil && call.requests() > 0 {
		err = call.secrets.RedactError(err) // a caller's step can quote a response too
	}
	if plan.tracer != nil {
		recordResult(span, err)
	}
	if err != nil {
		err = c.operationError(op, call.error(ctx, err, metadata))
	}
	// The caller may keep a response, which refers to this state. Release what only the
	// attempts need.
	call.hashed.Store(nil)
	call.failed.Store(nil)
	return result, metadata, err
}

// prepare returns the plan of a call, or an error if the call cannot be made.
func (c *Client) prepare(ctx context.Context, op operation, fns []func(*Options), change func(*middleware.Stack) error) (p *plan, err error) {
	switch {
	case c == nil:
		return nil, errNoClient
	case ctx == nil:
		err = usageErrorf("the context is nil: pass context.Background()")
	case c.configErr != nil:
		err = c.configErr
	case len(fns) == 0 && change == nil:
		p, err = c.planFor(op, callerOf(ctx)) //nolint:contextcheck // a plan serves many calls and must not use one call's context
	default:
		p, err = c.planWith(op, fns, callerOf(ctx), change) //nolint:contextcheck // as above
	}
	if err != nil {
		return nil, c.operationError(op, err)
	}
	return p, nil
}

func (c *Client) withCallState(ctx context.Context, p *plan) (context.Context, *callState) {
	call := &callState{Context: ctx, plan: p}
	if !p.options.DisableClockSkewCorrection {
		call.skew = time.Duration(c.clockOffset.Load())
	}
	return call, call
}

// error adds to err what an apierrors.CallError reports. It returns err unchanged if the
// call was not retried, has not sent a request, and its context has not ended.
func (s *callState) error(ctx context.Context, err error, metadata middleware.Metadata) error {
	err = s.withCause(ctx, err)
	results, _ := retry.GetAttemptResults(metadata)
	n, signed := len(results.Results), int(s.signed.Load())
	ended := s.Err() != nil
	if n < 2 && s.requests() == 0 && !ended {
		return err
	}
	failed := &apierrors.CallError{Attempts: max(n, signed), MayHaveSucceeded: s.mayHaveSucceeded(), Err: err}
	if ended {
		failed.Attempts = signed // aws/retry also records a result for the attempt that it did not make
	}
	for i := range n - 1 {
		failed.Earlier = append(failed.Earlier, s.secrets.RedactError(results.Results[i].Err))
	}
	return failed
}

// withCause adds the context's cause to the error of a call whose context ended. It also
// adds the last failure that the context did not cause, because that failure is the reason
// for the retry that the context ended.
func (s *callState) withCause(ctx context.Context, err error) error {
	if ctx.Err() == nil || !errors.Is(err, ctx.Err()) {
		return err
	}
	if cause := context.Cause(ctx); !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	if failed := s.failed.Load(); failed != nil && !errors.Is(err, *failed) {
		err = fmt.Errorf("%w; an earlier attempt failed: %w", err, s.secrets.RedactError(*failed))
	}
	return err
}

func (c *Client) operationError(op operation, err error) error {
	return &smithy.OperationError{ServiceID: c.service.Model.ID, OperationName: op.row().Name, Err: err}
}

// callState is the context of a call and the state that its steps share. One type instead
// of one context per value saves allocations.
type callState struct {
	context.Context // the caller's
	plan            *plan

	// ResolveAuthScheme and GetIdentity set these for each attempt.
	auth     *chosenAuth
	identity auth.Identity
	signing  smithy.Properties // from auth; the endpoint may override them

	skew   time.Duration              // the service's time minus this machine's, for the next attempt
	hashed atomic.Pointer[hashedBody] // the last hashed body, for the next attempt
	failed atomic.Pointer[error]      // the error of the last attempt that failed before the context ended

	// The service may have carried out a request that was sent and not refused, even without a
	// response: the request may be in progress, or a step may have kept the response. A
	// caller's step may send several requests at once.
	signed  atomic.Int32 // attempts that reached the signing step
	sent    atomic.Int32 // requests that were sent; more than signed if a step sends again
	refused atomic.Int32

	secrets redact.Secrets // the secrets that were sent
}

type callStateKey struct{}

var errNoCall = usageErrorf("a middleware replaced the call's context: it must derive a new context from the context that it receives")

// callOf returns the state of the call that ctx belongs to.
func callOf(ctx context.Context) (*callState, error) {
	if state, ok := ctx.Value(callStateKey{}).(*callState); ok {
		return state, nil
	}
	return nil, errNoCall
}

// attemptOf returns the state of the call that ctx belongs to. It returns an error if the
// attempt does not have an auth scheme yet.
func attemptOf(ctx context.Context) (*callState, error) {
	state, err := callOf(ctx)
	if err == nil && state.auth == nil {
		err = usageErrorf("no auth scheme was resolved: the step ResolveAuthScheme is missing from the stack")
	}
	return state, err
}

// Value looks for a key in the call's values first, then in the caller's context. So a call
// that a step of another call makes does not see the other call's values.
func (s *callState) Value(key any) any {
	if _, ok := key.(callStateKey); ok {
		return s
	}
	if v := s.plan.values.Value(key); v != nil {
		return v
	}
	return s.Context.Value(key)
}

// noteFailure records the error of an attempt, unless the attempt failed because the
// caller's context ended.
func (s *callState) noteFailure(err error) {
	if err == nil {
		return
	}
	var response smithy.APIError
	if s.Err() == nil || errors.As(err, &response) {
		failed := err // a copy, because &err would allocate on every call, even for nil
		s.failed.Store(&failed)
	}
}

// noteRefusal counts a response if it proves that the service refused the request. Most
// refusals have the error code header. A proxy's page does not have it, and the service
// behind the proxy may have carried out the request. The service may also have carried out a
// request that it reports as timed out.
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

// requests returns how many requests may have reached the service.
func (s *callState) requests() int32 { return max(s.signed.Load(), s.sent.Load()) }
