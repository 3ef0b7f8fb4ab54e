//go:build unix

package main

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

// waits reports whether a review has started its loop, and has nothing to do.
func (e *engine) waits(run client.WorkflowRun, humanLoopName string) bool {
	_, notStarted := e.service.Loop(humanLoopName)
	described, err := e.temporal.DescribeWorkflowExecution(e.ctx, run.GetID(), run.GetRunID())
	return err == nil && notStarted == nil && len(described.PendingActivities) == 0 && described.PendingWorkflowTask == nil
}

// 20 reviews wait while a worker dies. Each is answered once, and starts one loop.
func TestEngineReviews(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(2)
	const n = 20
	runs := make([]client.WorkflowRun, n)
	for i := range runs {
		var err error
		if runs[i], err = e.startReview(e.ctx, fmt.Sprintf("invoice-%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	for i, run := range runs {
		e.until("the workflow waits", func() bool { return e.waits(run, fmt.Sprintf("invoice-%d", i)) })
	}
	e.signalWorker(syscall.SIGKILL)
	for i, run := range runs {
		if err := e.answer(e.ctx, fmt.Sprintf("invoice-%d", i)); err != nil {
			t.Fatal(err)
		}
		var result review.Result
		if err := run.Get(e.ctx, &result); err != nil {
			t.Fatal(err)
		}
		if len(result.Answers) != 1 {
			t.Errorf("invoice-%d has %d answers, want 1", i, len(result.Answers))
		}
	}
	if starts := e.service.starts.Load(); starts != n {
		t.Errorf("%d calls of StartHumanLoop, want %d", starts, n)
	}
	e.saveHistory(runs[0], "review")
}

// A review whose event is lost finds the answer when it looks.
func TestEngineLook(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(1)
	e.service.lost.Store(true)
	run, err := e.startReview(e.ctx, "invoice-1", func(r *review.Request) { r.LookEvery = time.Second })
	if err != nil {
		t.Fatal(err)
	}
	e.until("a look", func() bool {
		return slices.ContainsFunc(e.service.Calls(), func(c a2itest.Call) bool { return c.Operation == "DescribeHumanLoop" })
	})
	if err := e.answer(e.ctx, "invoice-1"); err != nil {
		t.Fatal(err)
	}
	var result review.Result
	if err := run.Get(e.ctx, &result); err != nil || len(result.Answers) != 1 {
		t.Errorf("got %+v, %v; want an answer", result, err)
	}
	e.saveHistory(run, "review-lost-event")
}

// The demo reports why its workflow fails, instead of waiting for its loop.
func TestEngineDemoFails(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(1)
	if err := e.service.Inject(a2itest.Fault{Operation: "StartHumanLoop", Code: "ConflictException", Times: -1}); err != nil {
		t.Fatal(err)
	}
	if err := e.review(e.ctx); failures.Code(err) != "ConflictException" {
		t.Errorf("got %v, want a ConflictException", err)
	}
}

// A review that the service refuses ends at once, with the service's code.
func TestEngineRefused(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(1)
	if err := e.service.Inject(a2itest.Fault{Operation: "StartHumanLoop", Code: "ConflictException", Times: -1}); err != nil {
		t.Fatal(err)
	}
	run, err := e.startReview(e.ctx, "invoice-1")
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Get(e.ctx, nil); failures.Code(err) != "ConflictException" || e.service.starts.Load() != 1 {
		t.Errorf("got %v after %d attempts, want ConflictException after one", err, e.service.starts.Load())
	}
}

// The deadline ends a review whose loop cannot be started, and one whose signal is not an
// event.
func TestEngineDeadline(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(1)
	deadline := func(r *review.Request) { r.Deadline = 5 * time.Second }
	if err := e.service.Inject(a2itest.Fault{Operation: "StartHumanLoop", Code: "ThrottlingException", Times: -1}); err != nil {
		t.Fatal(err)
	}
	run, err := e.startReview(e.ctx, "invoice-1", deadline)
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Get(e.ctx, nil); failures.Code(err) != review.DeadlineError {
		t.Errorf("got %v, want %s", err, review.DeadlineError)
	}
	if loops, err := e.service.Loops(); len(loops) > 0 || err != nil {
		t.Errorf("the service has %d loops, %v; want none", len(loops), err)
	}
	e.service.ClearFaults()
	if run, err = e.startReview(e.ctx, "invoice-2", deadline); err != nil {
		t.Fatal(err)
	}
	if err := e.temporal.SignalWorkflow(e.ctx, run.GetID(), "", review.SignalEnded, "hello"); err != nil {
		t.Fatal(err)
	}
	if err := run.Get(e.ctx, nil); failures.Code(err) != review.DeadlineError {
		t.Errorf("got %v, want %s", err, review.DeadlineError)
	}
	e.saveHistory(run, "review-deadline")
	if loop, err := e.service.Loop("invoice-2"); err != nil || loop.HumanLoopStatus != types.HumanLoopStatusStopped {
		t.Errorf("the loop is %q, %v; want Stopped", loop.HumanLoopStatus, err)
	}
}

// A review that is canceled while it starts its loop stops the loop.
func TestEngineCancel(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(1)
	if err := e.service.Inject(a2itest.Fault{Operation: "StartHumanLoop", Delay: 2 * time.Second}); err != nil {
		t.Fatal(err)
	}
	run, err := e.startReview(e.ctx, "invoice-1")
	if err != nil {
		t.Fatal(err)
	}
	e.until("the loop is being started", func() bool { return e.service.starts.Load() > 0 })
	if err := e.temporal.CancelWorkflow(e.ctx, run.GetID(), ""); err != nil {
		t.Fatal(err)
	}
	if err := run.Get(e.ctx, nil); !temporal.IsCanceledError(err) {
		t.Errorf("got %v, want the error of a canceled workflow", err)
	}
	e.saveHistory(run, "review-canceled")
	if loop, err := e.service.Loop("invoice-1"); err != nil || loop.HumanLoopStatus != types.HumanLoopStatusStopped {
		t.Errorf("the loop is %q, %v; want Stopped", loop.HumanLoopStatus, err)
	}
}
