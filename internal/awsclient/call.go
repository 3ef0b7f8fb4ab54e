package awsclient

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/redact"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
)

// Call makes one call. Option functions of its own make it compose a stack of
// its own; without them it uses the one that was composed before.
func Call[I, O any](ctx context.Context, c *Client, op *Operation[I, O], in *I, fns []func(*Options)) (*O, error) {
	if in == nil {
		in = new(I)
	}
	result, metadata, err := c.invoke(ctx, op, in, fns, nil)
	if err != nil {
		return nil, err
	}
	out, ok := result.(*O)
	if !ok || out == nil {
		err := fmt.Errorf("a middleware returned %T instead of %T", result, out)
		return nil, c.operationError(op, &apierrors.Outcome{MayHaveSucceeded: true, Err: err})
	}
	*op.Metadata(out) = metadata
	return out, nil
}

func (c *Client) invoke(ctx context.Context, op operation, in any, fns []func(*Options), change func(*middleware.Stack) error) (any, middleware.Metadata, error) {
	if c == nil {
		return nil, middleware.Metadata{}, errNoClient
	}
	if ctx == nil {
		return nil, middleware.Metadata{}, c.operationError(op, errors.New("the context is nil: pass context.Background()"))
	}
	if c.configErr != nil {
		return nil, middleware.Metadata{}, c.operationError(op, c.configErr)
	}
	var all *composed
	var err error
	if len(fns) == 0 && change == nil {
		all, err = c.composedFor(op)
	} else {
		all, err = c.composeWith(op, fns, change)
	}
	if err != nil {
		return nil, middleware.Metadata{}, c.operationError(op, err)
	}
	result, metadata, err := c.run(ctx, op, all, in)
	return result, metadata, err
}

func (c *Client) run(ctx context.Context, op operation, all *composed, in any) (result any, metadata middleware.Metadata, err error) {
	state := &callState{Context: ctx, constants: all.context, options: all.options, instruments: all.instruments, traced: all.tracer != nil}
	state.skew.Store(c.clockOffset.Load())
	if all.options.DisableClockSkewCorrection {
		state.skew.Store(0)
	}
	ctx = state
	span := tracing.Span(nil)
	if all.tracer != nil {
		ctx, span = c.startCall(ctx, all.tracer, op)
		defer span.End()
	}
	stop := startTimer(ctx, callDuration)
	defer stop()
	result, metadata, err = all.handler.Handle(ctx, in)
	state.hashed.Store(nil) // the response leads here, and may be kept: its request's body need not
	if err != nil && state.outcome.sent.Load() > 0 {
		err = redactError(err, &state.secrets) // a caller's step can quote a response too
	}
	if span != nil {
		describe(span, err)
	}
	if err != nil {
		err = c.operationError(op, state.withOutcome(state.withAttempts(state.withReasons(err), metadata)))
	}
	return result, metadata, err
}

// withReasons adds to the error of a context that has ended its cause, and the failure of
// the last attempt that the context did not end: without it, the call would have been over.
func (s *callState) withReasons(err error) error {
	failed := s.failed.Swap(nil)
	if s.Err() == nil || !errors.Is(err, s.Err()) {
		return err
	}
	if cause := context.Cause(s); !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	if failed != nil && !errors.Is(err, *failed) {
		err = fmt.Errorf("%w; before that an attempt failed: %w", err, redactError(*failed, &s.secrets))
	}
	return err
}

// withAttempts adds the errors of earlier attempts to the error of a call that made several.
func (s *callState) withAttempts(err error, metadata middleware.Metadata) error {
	results, ok := retry.GetAttemptResults(metadata)
	n := len(results.Results)
	if !ok || n < 2 {
		return err
	}
	earlier := make([]error, n-1)
	for i := range earlier {
		earlier[i] = redactError(results.Results[i].Err, &s.secrets)
	}
	return &apierrors.RetriedError{Attempts: n, Earlier: earlier, Err: err}
}

func (c *Client) operationError(op operation, err error) error {
	return &smithy.OperationError{ServiceID: c.service.Model.ID, OperationName: op.row().Name, Err: err}
}

// callState is the context of one call, and what its steps share: the caller's
// context with the constants before it, in one allocation instead of one for each
// value. The constants hide the stack values of a call that this one was made from.
type callState struct {
	context.Context                 // the caller's
	constants       context.Context // with what every call of the operation says of itself

	options     *Options
	instruments *instruments
	traced      bool // somebody looks at the spans
	skew        atomic.Int64
	hashed      atomic.Pointer[hashedBody]
	failed      atomic.Pointer[error] // how the last attempt failed that the context did not end

	outcome outcome
	secrets redact.Secrets // of all attempts
}

func (s *callState) Value(key any) any {
	if _, ok := key.(callStateKey); ok {
		return s
	}
	if v := s.constants.Value(key); v != nil {
		return v
	}
	return s.Context.Value(key)
}

type callStateKey struct{}

// callOf returns the state of the call that ctx belongs to, nil when it belongs
// to none.
func callOf(ctx context.Context) *callState {
	state, _ := ctx.Value(callStateKey{}).(*callState)
	return state
}

// traced tells whether the properties of a call's spans are worth making.
func traced(ctx context.Context) bool {
	state := callOf(ctx)
	return state != nil && state.traced
}

func (s *callState) attemptSkew() time.Duration { return time.Duration(s.skew.Load()) }

func (s *callState) setAttemptSkew(d time.Duration) {
	if s != nil {
		s.skew.Store(int64(d))
	}
}

// constants is a context with what every call of the operation says of itself.
func (c *Client) constants(op operation, o *Options) context.Context {
	ctx := context.Background()
	ctx = middleware.WithServiceID(ctx, c.service.Model.ID)
	ctx = middleware.WithOperationName(ctx, op.row().Name)
	ctx = awsmiddleware.SetServiceID(ctx, c.service.Model.ID)
	ctx = awsmiddleware.SetOperationName(ctx, op.row().Name)
	if o.Region != "" {
		ctx = awsmiddleware.SetRegion(ctx, o.Region)
	}
	if _, silent := o.Logger.(logging.Nop); silent {
		return middleware.SetLogger(ctx, o.Logger)
	}
	return middleware.SetLogger(ctx, newRedactingLogger(o.Logger))
}
