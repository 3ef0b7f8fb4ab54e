// Package sweep watches all waiting reviews at once, and finds loops whose events were
// lost. A sweep costs one ListHumanLoops call per 100 loops per poll, however many
// workflows wait.
package sweep

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/workflow"
)

// Request says what to watch.
type Request struct {
	FlowDefinitionArn string

	// Poll is the time between two looks at all loops. Default: a minute.
	Poll time.Duration

	// For is how long one activity watches, before the workflow continues as new.
	// Default: a day.
	For time.Duration
}

func (r Request) withDefaults() Request {
	if r.Poll == 0 {
		r.Poll = time.Minute
	}
	if r.For == 0 {
		r.For = 24 * time.Hour
	}
	return r
}

// heartbeatTimeout is how long a worker may be silent until another one takes over. A
// sweep sends a heartbeat with each page and after each poll.
const heartbeatTimeout = time.Minute

// Sweep watches until it is canceled. Start it once with a fixed workflow ID, or with a
// schedule.
func Sweep(ctx workflow.Context, request Request) error {
	request = request.withDefaults()
	if request.Poll < 0 || request.For <= request.Poll {
		return failures.InvalidRequestf("Poll is %v and For is %v: Poll must not be negative, and For must be longer", request.Poll, request.For)
	}
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: request.For + time.Hour, HeartbeatTimeout: max(heartbeatTimeout, 2*request.Poll),
	})
	var activities *Activities
	if err := workflow.ExecuteActivity(ctx, activities.Watch, request).Get(ctx, nil); err != nil {
		return err
	}
	return workflow.NewContinueAsNewError(ctx, Sweep, request)
}

// Reviews are the workflows that wait.
type Reviews interface {
	// Waiting returns the names of a flow definition's loops that workflows wait for. It
	// may contain loops whose workflows have just finished.
	Waiting(ctx context.Context, flowDefinitionArn string) (humanLoopNames []string, err error)

	// Ended tells the workflow of a loop that the loop has ended.
	Ended(ctx context.Context, event answers.StatusChangeEvent) error
}

// Activities watch loops.
type Activities struct {
	Client  *a2iruntime.Client
	Reviews Reviews
}

// missingPolls is for how many polls a sweep leaves out a loop that does not exist. It is
// listed nowhere, so each look costs a call, and a review waits for a quota for hours.
const missingPolls = 15

// Watch tells each waiting review that its loop has ended, until the request's time is
// over.
func (a *Activities) Watch(ctx context.Context, request Request) error {
	poll := 0
	missing := map[string]int{} // the poll that looks again at a loop that does not exist
	waiter := a2iruntime.NewHumanLoopsWaiter(a.Client, func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = request.Poll, request.Poll
		o.OnPoll = func(waiters.Poll) { activity.RecordHeartbeat(ctx) }
	})
	loops := waiter.Each(ctx, &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String(request.FlowDefinitionArn),
		More: func(ctx context.Context) (names []string, done bool, err error) {
			poll++
			names, err = a.Reviews.Waiting(ctx, request.FlowDefinitionArn)
			names = slices.DeleteFunc(names, func(name string) bool { return poll < missing[name] })
			return names, false, err
		},
		OnProgress: func(a2iruntime.HumanLoopsProgress) { activity.RecordHeartbeat(ctx) },
	}, request.For)
	told := map[string]bool{} // the keys of the events that workflows have got
	for loop, err := range loops {
		activity.RecordHeartbeat(ctx) // many loops may end at once
		var timeout *waiters.TimeoutError
		switch {
		case loop.HumanLoopName == nil && errors.As(err, &timeout) && ctx.Err() == nil:
			return nil
		case loop.HumanLoopName == nil:
			return err
		case err != nil: // the loop does not exist yet, or was deleted, which its workflow finds out
			missing[*loop.HumanLoopName] = poll + missingPolls
			continue
		}
		event, err := answers.EventFromSummary(loop)
		if err == nil && !told[event.Key()] {
			err = a.Reviews.Ended(ctx, *event)
			told[event.Key()] = err == nil
		}
		if err != nil { // while the review waits, the next poll finds its loop again
			activity.GetLogger(ctx).Error("a workflow was not told that its human loop has ended", "loop", *loop.HumanLoopName, "error", err)
		}
	}
	return nil
}
