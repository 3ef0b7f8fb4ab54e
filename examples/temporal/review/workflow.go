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
// type as its type. A loop that ends otherwise is an error of type WaitFailureError. If the workflow is
// canceled or its deadline is over, it stops the loop.
func Review(ctx workflow.Context, request Request) (*Result, error) {
	request = request.withDefaults()
	deadline := workflow.NewTimer(ctx, request.Deadline)
	// A canceled workflow waits for an attempt that runs: else it would stop a loop before
	// it is started.
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute, WaitForCancellation: true})
	var activities *Activities

	event, err := startAndWait(ctx, request, deadline)
	if ctx.Err() != nil {
		return nil, stopCanceled(ctx, request) // the loop may exist, also if its start failed
	}
	if err == nil && event == nil {
		event, err = stopLate(ctx, request)
	}
	if err != nil {
		return nil, err
	}
	if err := event.Err(); err != nil {
		return nil, failures.FromError(err)
	}
	var result *Result
	if err := workflow.ExecuteActivity(ctx, activities.ReadAnswers, *event).Get(ctx, &result); err != nil {
		return nil, err
	}
	return result, nil
}

// startAndWait starts the loop and waits until it has ended. It returns nil if the deadline
// comes first.
func startAndWait(ctx workflow.Context, request Request, deadline workflow.Future) (*answers.StatusChangeEvent, error) {
	options := workflow.GetActivityOptions(ctx)
	options.ScheduleToCloseTimeout = request.Deadline // a quota may not allow the loop for days
	var activities *Activities
	err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, options), activities.StartHumanLoop, request.Loop).Get(ctx, nil)
	if deadline.IsReady() || temporal.IsTimeoutError(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ended(ctx, request, deadline)
}

// ended waits until the loop has ended. It returns nil if the deadline comes first.
func ended(ctx workflow.Context, request Request, deadline workflow.Future) (*answers.StatusChangeEvent, error) {
	for {
		var event *answers.StatusChangeEvent
		wait := workflow.NewSelector(ctx)
		wait.AddReceive(workflow.GetSignalChannel(ctx, SignalEnded), func(c workflow.ReceiveChannel, _ bool) {
			var received answers.StatusChangeEvent
			if c.Receive(ctx, &received); hasEnded(received, request) {
				event = &received
			}
		})
		over := false
		wait.AddFuture(deadline, func(workflow.Future) { over = true })
		wait.AddReceive(ctx.Done(), func(workflow.ReceiveChannel, bool) {})
		timerCtx, stopTimer := workflow.WithCancel(ctx)
		wait.AddFuture(workflow.NewTimer(timerCtx, request.LookEvery), func(workflow.Future) {})
		wait.Select(ctx)
		stopTimer()
		if event != nil || over || ctx.Err() != nil {
			return event, nil //nolint:nilerr // the caller looks at ctx
		}
		if event, err := look(ctx, request); event != nil || err != nil {
			return event, err
		}
	}
}

// hasEnded reports whether an event says that the request's loop has ended.
func hasEnded(event answers.StatusChangeEvent, request Request) bool {
	switch event.Detail.HumanLoopStatus {
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped:
		return aws.ToString(event.Detail.HumanLoopName) == request.name()
	}
	return false
}

// look returns the event of a loop that has ended, nil if it has not.
func look(ctx workflow.Context, request Request) (event *answers.StatusChangeEvent, err error) {
	var activities *Activities
	err = workflow.ExecuteActivity(ctx, activities.LookAtHumanLoop, request.name()).Get(ctx, &event)
	return event, err
}

// stopLate stops the loop at the deadline. If a reviewer was quicker, it returns the
// event of that.
func stopLate(ctx workflow.Context, request Request) (*answers.StatusChangeEvent, error) {
	event, err := stop(ctx, request)
	if err != nil || event != nil && event.Err() == nil {
		return event, err
	}
	return nil, temporal.NewNonRetryableApplicationError(
		fmt.Sprintf("nobody answered human loop %s within %v", request.name(), request.Deadline), DeadlineError, nil)
}

// stopCanceled stops the loop of a canceled workflow, and returns the workflow's error.
func stopCanceled(ctx workflow.Context, request Request) error {
	living, cancel := workflow.NewDisconnectedContext(ctx)
	defer cancel()
	if _, err := stop(living, request); err != nil {
		workflow.GetLogger(ctx).Error("the workflow is canceled, but its human loop was not stopped", "loop", request.name(), "error", err)
	}
	return ctx.Err()
}

// stop stops the loop, and returns the event of one that has ended already.
func stop(ctx workflow.Context, request Request) (event *answers.StatusChangeEvent, err error) {
	var activities *Activities
	err = workflow.ExecuteActivity(ctx, activities.StopHumanLoop, request.name()).Get(ctx, &event)
	return event, err
}
