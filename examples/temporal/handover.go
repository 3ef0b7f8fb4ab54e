package main

import (
	"context"
	"errors"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
)

// handover ends the long activities of a worker that is told to end, so that another one
// continues them at once. Long activities are those that send heartbeats. The others have
// stopTimeout.
type handover struct {
	interceptor.WorkerInterceptorBase
}

// InterceptActivity returns the interceptor of one activity.
func (*handover) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &activityHandover{interceptor.ActivityInboundInterceptorBase{Next: next}}
}

type activityHandover struct {
	interceptor.ActivityInboundInterceptorBase
}

var errHandover = errors.New("the worker ends: another one continues")

// ExecuteActivity runs the activity.
func (h *activityHandover) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	if activity.GetInfo(ctx).HeartbeatTimeout == 0 {
		return h.Next.ExecuteActivity(ctx, in)
	}
	stopping := activity.GetWorkerStopChannel(ctx)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() { // ends with the activity
		select {
		case <-stopping:
			cancel(errHandover)
		case <-ctx.Done():
		}
	}()
	return h.Next.ExecuteActivity(ctx, in)
}
