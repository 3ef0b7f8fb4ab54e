package review

import (
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// DeadlineError is the type of the error of a review that nobody answered in time.
const DeadlineError = "ReviewDeadlineError"

// Review starts a loop, waits until it has ended, and reads what the reviewers said.
// The workflow exists before the loop: an event always finds it.
//
// The error of an activity is returned as it is, because a wrapped one would have a Go
// type as its type. A loop that ends otherwise is an error of type WaitFailureError. If
// the workflow is canceled or its deadline is over, it stops the loop.
func Review(ctx workflow.Context, request Request) (*Result, error) {
	request = request.withDefaults()
	if err := request.check(workflow.GetInfo(ctx).WorkflowExecution.ID); err != nil {
		return nil, err
	}
	// Wait for a canceled start: otherwise its loop could begin after the stop.
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute, WaitForCancellation: true})
	event, err := awaitEnd(ctx, request)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	if event == nil {
		if event, err = stop(ctx, request); err != nil {
			return nil, err
		}
	}
	if err := event.Err(); err != nil {
		return nil, failures.FromError(err)
	}
	var activities *Activities
	var result *Result
	err = workflow.ExecuteActivity(ctx, activities.ReadAnswers, *event).Get(ctx, &result)
	return result, err
}

// awaitEnd starts the loop and waits until it has ended. It returns nil if the deadline or
// the cancellation of the workflow comes first.
func awaitEnd(ctx workflow.Context, request Request) (event *answers.StatusChangeEvent, err error) {
	deadline := workflow.NewTimer(ctx, request.Deadline)
	startCtx, cancelStart := workflow.WithCancel(ctx)
	var activities *Activities
	start := workflow.ExecuteActivity(startCtx, activities.StartHumanLoop, request.Loop)
	event, over := first(ctx, request, deadline, start)
	if !start.IsReady() {
		cancelStart()
		_ = start.Get(ctx, nil) // the loop may exist
		return event, nil
	}
	if err := start.Get(ctx, nil); err != nil {
		return nil, err
	}
	for event == nil && !over {
		timerCtx, cancelTimer := workflow.WithCancel(ctx)
		event, over = next(ctx, request, deadline, workflow.NewTimer(timerCtx, request.LookEvery))
		cancelTimer()
		if event != nil || over {
			break
		}
		lookCtx, cancelLook := workflow.WithCancel(ctx)
		look := workflow.ExecuteActivity(lookCtx, activities.LookAtHumanLoop, request.name())
		event, over = first(ctx, request, deadline, look)
		if event == nil && !over {
			err = look.Get(ctx, &event)
		}
		cancelLook()
		if err != nil {
			return nil, err
		}
	}
	return event, nil
}

// first is next, but ignores signals that do not say that the loop has ended.
func first(ctx workflow.Context, request Request, deadline, future workflow.Future) (event *answers.StatusChangeEvent, over bool) {
	for event == nil && !over && !future.IsReady() {
		event, over = next(ctx, request, deadline, future)
	}
	return event, over
}

// next waits for a signal, for the future, or until it is over: at the deadline, or when
// the workflow is canceled. It returns the event if the signal says that the loop has
// ended.
func next(ctx workflow.Context, request Request, deadline, future workflow.Future) (event *answers.StatusChangeEvent, over bool) {
	wait := workflow.NewSelector(ctx)
	wait.AddReceive(workflow.GetSignalChannel(ctx, SignalEnded), func(signals workflow.ReceiveChannel, _ bool) {
		var received answers.StatusChangeEvent
		// Receive would wait for another signal if this one cannot be decoded.
		if signals.ReceiveAsync(&received) && hasEnded(ctx, received, request) {
			event = &received
		}
	})
	wait.AddFuture(deadline, func(workflow.Future) { over = true })
	wait.AddReceive(ctx.Done(), func(workflow.ReceiveChannel, bool) { over = true })
	wait.AddFuture(future, func(workflow.Future) {})
	wait.Select(ctx)
	return event, over
}

// maxClockSkew is how far the clocks of A2I and Temporal may differ.
const maxClockSkew = 5 * time.Minute

// hasEnded reports whether an event says that the request's loop has ended. One of an
// older loop may be of an earlier loop with the same name: a look shows that.
func hasEnded(ctx workflow.Context, event answers.StatusChangeEvent, request Request) bool {
	started := workflow.GetInfo(ctx).WorkflowStartTime
	switch event.Detail.HumanLoopStatus {
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped:
		return aws.ToString(event.Detail.HumanLoopName) == request.name() &&
			aws.ToString(event.Detail.FlowDefinitionArn) == aws.ToString(request.Loop.FlowDefinitionArn) &&
			!aws.ToTime(event.Detail.CreationTime).Before(started.Add(-maxClockSkew))
	}
	return false
}

// stop stops the loop at the deadline, or when the workflow is canceled. A loop that ended
// in time returns its event.
func stop(ctx workflow.Context, request Request) (event *answers.StatusChangeEvent, err error) {
	living, cancel := workflow.NewDisconnectedContext(ctx) // a cancellation must not leave the loop running
	defer cancel()
	var activities *Activities
	err = workflow.ExecuteActivity(living, activities.StopHumanLoop, request.name()).Get(living, &event)
	switch {
	case ctx.Err() != nil:
		if err != nil {
			workflow.GetLogger(ctx).Error("the workflow is canceled, but its human loop was not stopped", "loop", request.name(), "error", err)
		}
		return nil, ctx.Err()
	case err != nil:
		return nil, err
	case event == nil || event.Detail.HumanLoopStatus == types.HumanLoopStatusStopped:
		return nil, temporal.NewNonRetryableApplicationError(fmt.Sprintf("nobody answered human loop %s within %v", request.name(), request.Deadline), DeadlineError, nil)
	}
	return event, nil
}
