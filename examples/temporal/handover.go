package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/temporal"
)

// handover ends the long activities of a worker that is told to end, so that another one
// continues them. Long activities are those that send heartbeats. The others have
// stopTimeout.
type handover struct {
	interceptor.WorkerInterceptorBase
}

// InterceptActivity returns the interceptor of one execution of an activity.
func (*handover) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	h := &activityHandover{}
	h.ActivityInboundInterceptorBase.Next = next
	return h
}

type activityHandover struct {
	interceptor.ActivityInboundInterceptorBase
	interceptor.ActivityOutboundInterceptorBase

	mu   sync.Mutex
	last []any // the details of the last heartbeat
}

// Init intercepts the heartbeats, too.
func (h *activityHandover) Init(outbound interceptor.ActivityOutboundInterceptor) error {
	h.ActivityOutboundInterceptorBase.Next = outbound
	return h.ActivityInboundInterceptorBase.Init(h)
}

var errHandover = errors.New("the worker ends: another one continues")

// ExecuteActivity runs the activity until it or its worker ends.
func (h *activityHandover) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	if activity.GetInfo(ctx).HeartbeatTimeout == 0 {
		return h.ActivityInboundInterceptorBase.ExecuteActivity(ctx, in)
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
	result, err := h.ActivityInboundInterceptorBase.ExecuteActivity(ctx, in)
	if err == nil || !errors.Is(context.Cause(ctx), errHandover) {
		return result, err
	}
	h.repeatHeartbeat(ctx)
	// Without a delay, another attempt would wait as after a failure.
	return nil, temporal.NewApplicationErrorWithOptions(errHandover.Error(), types.ErrorCode(context.Canceled), temporal.ApplicationErrorOptions{NextRetryDelay: time.Millisecond})
}

// RecordHeartbeat records a heartbeat. The SDK sends a delayed one with the context of the
// heartbeat, so the end of the activity must not end that.
func (h *activityHandover) RecordHeartbeat(ctx context.Context, details ...any) {
	h.mu.Lock()
	h.last = details
	h.mu.Unlock()
	h.ActivityOutboundInterceptorBase.RecordHeartbeat(context.WithoutCancel(ctx), details...)
}

// repeatHeartbeat sends the last heartbeat again: the SDK may have delayed it, and sends
// none that is delayed when a worker ends.
func (h *activityHandover) repeatHeartbeat(ctx context.Context) {
	h.mu.Lock()
	last := h.last
	h.mu.Unlock()
	if last != nil {
		h.ActivityOutboundInterceptorBase.RecordHeartbeat(context.WithoutCancel(ctx), last...)
	}
}
