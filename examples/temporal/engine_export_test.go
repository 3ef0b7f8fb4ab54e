//go:build unix

package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

// 10,000 loops are exported while a worker or the server dies. No loop is missing, and none
// is there twice.
func TestEngineExport(t *testing.T) {
	const page = 50 * time.Millisecond
	for _, tc := range []struct {
		name     string
		pageTime time.Duration
		again    bool  // other attempts take over
		pages    int64 // at most; 0 is any number
		breaks   func(*engine, client.WorkflowRun)
	}{
		{"nothing happens", page, false, 104, func(*engine, client.WorkflowRun) {}},
		{"kill -9 of a worker", page, true, 0, func(e *engine, _ client.WorkflowRun) { e.signalWorker(syscall.SIGKILL) }},
		// It repeats the pages that its four activities were reading.
		{"SIGTERM of a worker", page, true, 108, func(e *engine, run client.WorkflowRun) {
			e.signalWorker(syscall.SIGTERM)
			e.until("the end of the worker is recorded", func() bool {
				return slices.ContainsFunc(e.pending(run), func(p *workflow.PendingActivityInfo) bool {
					return p.GetLastFailure().GetApplicationFailureInfo().GetType() == "CanceledError"
				})
			})
		}},
		{"a worker stops, and continues as a zombie", page, true, 0, func(e *engine, run client.WorkflowRun) {
			e.signalWorker(syscall.SIGSTOP)
			defer e.signalWorker(syscall.SIGCONT)
			e.until("another attempt", func() bool { return e.attempts(run) > 1 })
		}},
		{"kill -9 of the server", page, false, 0, func(e *engine, _ client.WorkflowRun) {
			if err := e.server.kill(); err != nil {
				e.t.Fatal(err)
			}
			e.startServer()
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := newEngine(t)
			e.startWorkers(2)
			file := filepath.Join(t.TempDir(), "loops.jsonl")
			run := e.startExport(exportLoops, tc.pageTime, export.Request{File: file, HeartbeatTimeout: 2 * time.Second})
			e.until("a third of the pages", func() bool { return e.service.lists.Load() >= killAfter })
			tc.breaks(e, run)
			var result export.Result
			if err := run.Get(e.ctx, &result); err != nil {
				t.Fatal(err)
			}
			missing, twice, err := compare(file, exportLoops)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d loops, %d missing, %d twice; %d pages, %d files", result.Loops, missing, twice, e.service.lists.Load(), result.Files)
			if result.Loops != exportLoops || missing+twice > 0 {
				t.Errorf("%d loops, %d missing, %d twice; want %d loops once each", result.Loops, missing, twice, exportLoops)
			}
			if pages := e.service.lists.Load(); tc.pages > 0 && pages > tc.pages {
				t.Errorf("%d pages were read, want at most %d", pages, tc.pages)
			}
			if tc.again && result.Files <= export.DefaultWindows {
				t.Errorf("%d files of %d windows: no attempt took over", result.Files, export.DefaultWindows)
			}
			if tc.name == "kill -9 of a worker" {
				e.saveHistory(run, "export")
			}
		})
	}
}

// An export that is canceled ends all windows before it removes their parts.
func TestEngineExportCancel(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(2)
	file := filepath.Join(t.TempDir(), "loops.jsonl")
	run := e.startExport(exportLoops, time.Second, export.Request{File: file, HeartbeatTimeout: 10 * time.Second})
	e.until("two pages of each window", func() bool { return e.service.lists.Load() >= 2*export.DefaultWindows })
	if err := e.temporal.CancelWorkflow(e.ctx, run.GetID(), ""); err != nil {
		t.Fatal(err)
	}
	if err := run.Get(e.ctx, nil); !temporal.IsCanceledError(err) {
		t.Errorf("got %v, want the error of a canceled workflow", err)
	}
	canceled, removing := 0, false
	for _, event := range e.history(run) {
		switch event.EventType {
		case enums.EVENT_TYPE_ACTIVITY_TASK_CANCELED:
			if canceled++; removing {
				t.Error("a window ends after the parts are removed")
			}
		case enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
			removing = event.GetActivityTaskScheduledEventAttributes().ActivityType.Name == "Remove"
		}
	}
	if canceled != export.DefaultWindows || !removing {
		t.Errorf("%d windows are canceled, removing is %t; want %d and true", canceled, removing, export.DefaultWindows)
	}
	e.saveHistory(run, "export-canceled")
	if left, _ := filepath.Glob(file + "*"); len(left) > 0 {
		t.Errorf("the export leaves %v, want nothing", left)
	}
}

// startExport starts n loops and their export, whose pages take their time.
func (e *engine) startExport(n int, pageTime time.Duration, request export.Request) client.WorkflowRun {
	e.t.Helper()
	var err error
	request.FlowDefinitionArn = e.service.FlowDefinitionArn(exported)
	if request.After, request.Before, err = e.service.startLoops(n); err != nil {
		e.t.Fatal(err)
	}
	if err := e.service.Inject(a2itest.Fault{Operation: "ListHumanLoops", Delay: pageTime, Times: -1}); err != nil {
		e.t.Fatal(err)
	}
	run, err := e.temporal.ExecuteWorkflow(e.ctx, client.StartWorkflowOptions{TaskQueue: defaultQueue}, export.Export, request)
	if err != nil {
		e.t.Fatal(err)
	}
	return run
}

// attempts returns the highest number of an attempt that runs.
func (e *engine) attempts(run client.WorkflowRun) (highest int32) {
	for _, pending := range e.pending(run) {
		highest = max(highest, pending.Attempt)
	}
	return highest
}

// pending returns the activities that have not ended, none if the server does not answer.
func (e *engine) pending(run client.WorkflowRun) []*workflow.PendingActivityInfo {
	described, err := e.temporal.DescribeWorkflowExecution(e.ctx, run.GetID(), run.GetRunID())
	if err != nil {
		return nil
	}
	return described.PendingActivities
}

// BenchmarkEngineExport exports 100,000 loops at 20 ms a page. README has its figures.
func BenchmarkEngineExport(b *testing.B) {
	for _, tc := range []struct{ workers, activities int }{{1, 1}, {3, 1}, {3, 4}} {
		b.Run(fmt.Sprintf("%d workers of %d activities", tc.workers, tc.activities), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				e := newEngine(b)
				e.workers.activities = tc.activities
				e.startWorkers(tc.workers)
				file := filepath.Join(b.TempDir(), "loops.jsonl")
				b.StartTimer()
				begun := time.Now()
				run := e.startExport(100_000, 20*time.Millisecond, export.Request{File: file, Windows: 24})
				var result export.Result
				if err := run.Get(e.ctx, &result); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(time.Since(begun).Seconds(), "s/export")
				b.ReportMetric(float64(e.service.lists.Load()), "pages")
				e.workers.stop()
				e.server.end()
			}
		})
	}
}
