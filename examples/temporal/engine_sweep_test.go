//go:build unix

package main

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

// 2,000 reviews wait, and one sweep finds those that ended, with 20 list calls per poll,
// although all events are lost. It leaves out the reviews of another flow definition.
func TestEngineSweep(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(2)
	e.service.lost.Store(true)
	const n, others, ended = 2000, 20, 50
	runs := make([]client.WorkflowRun, n)
	for i := range runs {
		var err error
		if runs[i], err = e.startReview(e.ctx, fmt.Sprintf("invoice-%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	archive := e.service.FlowDefinitionArn(exported)
	for i := range others {
		if _, err := e.startReview(e.ctx, fmt.Sprintf("other-%d", i), func(r *review.Request) { r.Loop.FlowDefinitionArn = &archive }); err != nil {
			t.Fatal(err)
		}
	}
	waiting := sweep.TemporalReviews{Client: e.temporal}
	e.until("all reviews are listed, and all loops are started", func() bool {
		names, err := waiting.Waiting(e.ctx, e.service.FlowDefinitionArn(reviewed))
		otherNames, othersErr := waiting.Waiting(e.ctx, archive)
		loops, loopsErr := e.service.Loops()
		return errors.Join(err, othersErr, loopsErr) == nil && len(names) == n && len(otherNames) == others && len(loops) == n+others
	})
	watch := e.startSweep(sweep.Request{FlowDefinitionArn: e.service.FlowDefinitionArn(reviewed), Poll: 500 * time.Millisecond})
	e.until("five polls", func() bool { return e.service.sweeps.Load() > 5 })
	lists, sweeps := e.service.lists.Load(), e.service.sweeps.Load()
	if calls := float64(lists) / float64(sweeps); calls > n/100 || calls < n/100-n/100/float64(sweeps) {
		t.Errorf("%d list calls in %d polls, want %d per poll", lists, sweeps, n/100)
	}
	for _, call := range e.service.Calls() {
		if call.Operation == "DescribeHumanLoop" {
			t.Fatal("the sweep describes a loop, want it to list them")
		}
	}
	t.Logf("%d waiting reviews: %d list calls in %d polls", n, lists, sweeps)
	for i := range ended {
		if err := e.answer(e.ctx, fmt.Sprintf("invoice-%d", i*n/ended)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range ended {
		var result review.Result
		if err := runs[i*n/ended].Get(e.ctx, &result); err != nil {
			t.Fatal(err)
		}
	}
	if starts := e.service.starts.Load(); starts != n+others {
		t.Errorf("%d calls of StartHumanLoop, want %d", starts, n+others)
	}
	if err := e.temporal.CancelWorkflow(e.ctx, watch.GetID(), ""); err != nil {
		t.Fatal(err)
	}
	if err := watch.Get(e.ctx, nil); !temporal.IsCanceledError(err) {
		t.Errorf("got %v, want the error of a canceled workflow", err)
	}
	e.saveHistory(watch, "sweep-canceled")
}

// A sweep continues as new when its time is over.
func TestEngineSweepContinues(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(1)
	run := e.startSweep(sweep.Request{FlowDefinitionArn: e.service.FlowDefinitionArn(reviewed), Poll: 500 * time.Millisecond, For: time.Second})
	e.until("the sweep continues as new", func() bool {
		events := e.history(run)
		return events[len(events)-1].EventType == enums.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
	})
	e.saveHistory(run, "sweep-continues")
}

func (e *engine) startSweep(request sweep.Request) client.WorkflowRun {
	e.t.Helper()
	run, err := e.temporal.ExecuteWorkflow(e.ctx, client.StartWorkflowOptions{ID: "sweep", TaskQueue: defaultQueue}, sweep.Sweep, request)
	if err != nil {
		e.t.Fatal(err)
	}
	return run
}
