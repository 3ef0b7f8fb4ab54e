//go:build unix

package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	"go.temporal.io/sdk/client"
)

func TestEngineSweep(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(2)
	e.service.lost.Store(true)
	const n, ended = 2000, 50
	runs := make([]client.WorkflowRun, n)
	for i := range runs {
		var err error
		if runs[i], err = e.startReview(e.ctx, fmt.Sprintf("invoice-%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	waiting := sweep.TemporalReviews{Client: e.temporal}
	e.until("all reviews are listed, and all loops are started", func() bool {
		names, err := waiting.Waiting(e.ctx)
		loops, loopsErr := e.service.Loops()
		return err == nil && loopsErr == nil && len(names) == n && len(loops) == n
	})
	watch, err := e.temporal.ExecuteWorkflow(e.ctx, client.StartWorkflowOptions{ID: "sweep", TaskQueue: defaultQueue}, sweep.Sweep,
		sweep.Request{FlowDefinitionArn: e.service.FlowDefinitionArn(reviewed), Poll: 500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	e.until("five ticks", func() bool { return e.service.sweeps.Load() > 5 })
	lists, sweeps := e.service.lists.Load(), e.service.sweeps.Load()
	if calls := float64(lists) / float64(sweeps); calls > n/100 || calls < n/100-n/100/float64(sweeps) {
		t.Errorf("%d list calls in %d ticks, want %d a tick", lists, sweeps, n/100)
	}
	t.Logf("%d waiting reviews: %d list calls in %d ticks", n, lists, sweeps)
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
	if starts := e.service.starts.Load(); starts != n {
		t.Errorf("%d calls of StartHumanLoop, want %d", starts, n)
	}
	if err := e.temporal.CancelWorkflow(e.ctx, watch.GetID(), ""); err != nil {
		t.Error(err)
	}
}
