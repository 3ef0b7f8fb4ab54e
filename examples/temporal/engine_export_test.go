//go:build unix

package main

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
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
		again    bool // other attempts take over
		breaks   func(*engine, client.WorkflowRun)
	}{
		{"nothing happens", page, false, func(*engine, client.WorkflowRun) {}},
		{"kill -9 of a worker", page, true, func(e *engine, _ client.WorkflowRun) { e.signalWorker(syscall.SIGKILL) }},
		// Its activities have more to do than the ten seconds that they get.
		{"SIGTERM of a worker", 1500 * time.Millisecond, true, func(e *engine, _ client.WorkflowRun) { e.signalWorker(syscall.SIGTERM) }},
		{"a worker stops, and continues as a zombie", page, true, func(e *engine, run client.WorkflowRun) {
			e.signalWorker(syscall.SIGSTOP)
			defer e.signalWorker(syscall.SIGCONT)
			e.until("another attempt", func() bool { return e.attempts(run) > 1 })
		}},
		{"kill -9 of the server", page, false, func(e *engine, _ client.WorkflowRun) {
			_ = e.server.Process.Kill()
			_ = e.server.Wait()
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
			if tc.again && result.Files <= export.DefaultWindows {
				t.Errorf("%d files of %d windows: no attempt took over", result.Files, export.DefaultWindows)
			}
			if tc.name == "kill -9 of a worker" {
				e.saveHistory(run, "export")
			}
		})
	}
}

// An export that is canceled while the service throttles it leaves no parts.
func TestEngineExportCancel(t *testing.T) {
	e := newEngine(t)
	e.startWorkers(2)
	file := filepath.Join(t.TempDir(), "loops.jsonl")
	run := e.startExport(exportLoops, 50*time.Millisecond, export.Request{File: file, HeartbeatTimeout: 2 * time.Second})
	e.until("a third of the pages", func() bool { return e.service.lists.Load() >= killAfter })
	if err := e.service.Inject(a2itest.Fault{Operation: "ListHumanLoops", Code: "ThrottlingException", Times: -1}); err != nil {
		t.Fatal(err)
	}
	if err := e.temporal.CancelWorkflow(e.ctx, run.GetID(), ""); err != nil {
		t.Fatal(err)
	}
	if err := run.Get(e.ctx, nil); !temporal.IsCanceledError(err) {
		t.Errorf("got %v, want the error of a canceled workflow", err)
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
	described, err := e.temporal.DescribeWorkflowExecution(e.ctx, run.GetID(), run.GetRunID())
	if err != nil {
		return 0
	}
	for _, pending := range described.PendingActivities {
		highest = max(highest, pending.Attempt)
	}
	return highest
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
				endChild(e.server)
			}
		})
	}
}
