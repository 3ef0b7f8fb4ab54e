// Package failures lets the library's errors cross from activities to workflows.
//
// Temporal records the Go type of an error that it does not know. Every failed call
// would be an "OperationError", which says nothing, and a loop that does not exist would
// be retried for ever. Here, types.ErrorCode is the type, and types.Retryable decides.
package failures

import (
	"context"
	"errors"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/temporal"
)

// QuotaDelay is how long an attempt waits after ServiceQuotaExceededException: until
// reviewers have ended loops, or an operator has raised the quota.
const QuotaDelay = 15 * time.Minute

// FromError returns an error as Temporal should record it. An error of Temporal's own
// stays as it is.
func FromError(err error) error {
	var known *temporal.ApplicationError
	if err == nil || errors.As(err, &known) || temporal.IsCanceledError(err) {
		return err
	}
	code := types.ErrorCode(err)
	options := temporal.ApplicationErrorOptions{NonRetryable: !types.Retryable(err)}
	if code == "ServiceQuotaExceededException" {
		options.NextRetryDelay = QuotaDelay
	}
	return temporal.NewApplicationErrorWithOptions(err.Error(), code, options)
}

// Code returns the code with which FromError recorded an error, as a workflow sees it.
// It is "" for other errors.
func Code(err error) string {
	var recorded *temporal.ApplicationError
	if errors.As(err, &recorded) {
		return recorded.Type()
	}
	return ""
}

// Interceptor applies FromError to the error of every activity, so that no activity can
// forget it.
type Interceptor struct {
	interceptor.WorkerInterceptorBase
}

// InterceptActivity returns the interceptor of one activity.
func (*Interceptor) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &activityInterceptor{interceptor.ActivityInboundInterceptorBase{Next: next}}
}

type activityInterceptor struct {
	interceptor.ActivityInboundInterceptorBase
}

// ExecuteActivity runs the activity.
func (i *activityInterceptor) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	result, err := i.Next.ExecuteActivity(ctx, in)
	// Temporal knows the error of an activity that it has canceled. The context of a
	// worker that shuts down ends, too, but its activities are attempted elsewhere.
	if errors.Is(err, context.Canceled) && temporal.IsCanceledError(context.Cause(ctx)) {
		return nil, err
	}
	return result, FromError(err)
}
