package awsclient

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// Call makes one call. With option functions of its own, it composes a stack; without
// them, it takes one from the operation's pool.
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
		return nil, c.operationError(op, &apierrors.CallError{MayHaveSucceeded: true, Err: err})
	}
	*op.Metadata(out) = metadata
	return out, nil
}

// invoke makes a call, from the input to the result or the error.
func (c *Client) invoke(ctx context.Context, op operation, in any, fns []func(*Options), change func(*middleware.Stack) error) (any, middleware.Metadata, error) {
	plan, err := c.prepare(ctx, op, fns, change)
	if err != nil {
		return nil, middleware.Metadata{}, err
	}
	stack, err := plan.stacks.get()
	if err != nil {
		return nil, middleware.Metadata{}, c.operationError(op, err)
	}
	call := c.newCallState(ctx, plan)
	ctx, span := plan.startSpan(call)
	defer span.End()
	defer startTimer(ctx, callDuration)()

	result, metadata, err := stack.HandleMiddleware(ctx, in, plan.sender)

	if call.underWay.Load() == 0 { // else a caller's step still uses it
		plan.stacks.put(stack)
	}
	call.hashed = hashedBody{} // the response leads here, and may be kept: its request's body need not
	if err != nil && call.requests() > 0 {
		err = call.secrets.RedactError(err) // a caller's step can quote a response too
	}
	describe(span, err)
	if err != nil {
		err = c.operationError(op, call.error(err, metadata))
	}
	return result, metadata, err
}

// prepare returns the plan of a call, or the error of one that cannot be made.
func (c *Client) prepare(ctx context.Context, op operation, fns []func(*Options), change func(*middleware.Stack) error) (p *plan, err error) {
	switch {
	case c == nil:
		return nil, errNoClient
	case ctx == nil:
		err = errors.New("the context is nil: pass context.Background()")
	case c.configErr != nil:
		err = c.configErr
	case len(fns) == 0 && change == nil:
		p, err = c.planFor(op)
	default:
		p, err = c.planWith(op, fns, change)
	}
	if err != nil {
		return nil, c.operationError(op, err)
	}
	return p, nil
}

func (c *Client) newCallState(ctx context.Context, p *plan) *callState {
	call := &callState{Context: ctx, plan: p}
	if !p.options.DisableClockSkewCorrection {
		call.skew = time.Duration(c.clockOffset.Load())
	}
	return call
}

// error returns the error of a call that has made attempts, or whose context has ended.
func (s *callState) error(err error, metadata middleware.Metadata) error {
	err = s.withCause(err)
	attempts, _ := retry.GetAttemptResults(metadata)
	n := len(attempts.Results)
	if n < 2 && s.requests() == 0 && s.Err() == nil {
		return err
	}
	failed := &apierrors.CallError{Attempts: n, MayHaveSucceeded: s.mayHaveSucceeded(), Err: err}
	for i := range n - 1 {
		failed.Earlier = append(failed.Earlier, s.secrets.RedactError(attempts.Results[i].Err))
	}
	return failed
}

// withCause adds to the error of a context that has ended its cause, and the failure of the
// last attempt that the context did not end: without it, the call would have been over.
func (s *callState) withCause(err error) error {
	if s.Err() == nil || !errors.Is(err, s.Err()) {
		return err
	}
	if cause := context.Cause(s); !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	if s.failed != nil && !errors.Is(err, s.failed) {
		err = fmt.Errorf("%w; before that an attempt failed: %w", err, s.secrets.RedactError(s.failed))
	}
	return err
}

func (c *Client) operationError(op operation, err error) error {
	return &smithy.OperationError{ServiceID: c.service.Model.ID, OperationName: op.row().Name, Err: err}
}
