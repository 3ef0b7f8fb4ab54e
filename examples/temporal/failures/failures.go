// Package failures lets the library's errors cross from activities to workflows.
//
// Temporal records the Go type of an error that it does not know. Every failed call
// would be an "OperationError", which says nothing, and a loop that does not exist would
// be retried forever. Here, types.ErrorCode is the type, and types.Retryable decides.
package failures

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/temporal"
)

// QuotaDelay is how long an attempt waits after ServiceQuotaExceededException: until
// reviewers have ended loops, or an operator has raised the quota.
const QuotaDelay = 15 * time.Minute

// FromError returns an error as Temporal should record it. It keeps Temporal's own errors.
func FromError(err error) error {
	var recorded *temporal.ApplicationError
	switch {
	case err == nil || temporal.IsCanceledError(err):
		return err
	case errors.As(err, &recorded):
		return recorded // Temporal would record the type of the error that wraps it
	}
	code := types.ErrorCode(err)
	options := temporal.ApplicationErrorOptions{NonRetryable: !types.Retryable(err)}
	if code == "ServiceQuotaExceededException" {
		options.NextRetryDelay = QuotaDelay
	}
	return temporal.NewApplicationErrorWithOptions(err.Error(), code, options)
}

// InvalidRequestError is the type of the error of a workflow's request that no attempt can
// fulfill.
const InvalidRequestError = "InvalidRequestError"

// InvalidRequestf returns such an error. It ends the workflow.
func InvalidRequestf(format string, args ...any) error {
	return temporal.NewNonRetryableApplicationError(fmt.Sprintf(format, args...), InvalidRequestError, nil)
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
// forget it. It does not see the error of a result that cannot be encoded, which Temporal
// retries forever.
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
