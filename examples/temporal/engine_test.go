//go:build unix

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/protobuf/encoding/protojson"
)

var (
	serverProgram = flag.String("server", "", "a `program` built from the folder server: run the tests that need a Temporal server")
	record        = flag.Bool("record", false, "write the histories of workflows to testdata")
)

// engine is a Temporal server whose workflows are in files, a local A2I, and workers.
type engine struct {
	demo
	t       testing.TB
	ctx     context.Context
	address string
	data    string
	server  *exec.Cmd
}

func newEngine(t testing.TB) *engine {
	if *serverProgram == "" {
		t.Skip("this test needs a Temporal server: build one in the folder server, and set -server to its file")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	address, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	e := &engine{t: t, ctx: ctx, address: address, data: t.TempDir()}
	e.startServer()
	t.Cleanup(func() { endChild(e.server) })
	temporal, err := dial(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(temporal.Close)
	s, err := startService(temporal)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := &workers{address: address, environment: s.environment(ctx), activities: 4, stderr: os.Stderr}
	t.Cleanup(w.stop)
	e.demo = demo{temporal, s, w, io.Discard, io.Discard}
	return e
}

func (e *engine) startServer() {
	e.t.Helper()
	var err error
	if e.server, err = startServer(e.ctx, *serverProgram, e.address, e.data); err != nil {
		e.t.Fatal(err)
	}
}

func (e *engine) startWorkers(n int) {
	e.t.Helper()
	for range n {
		if err := e.workers.start(e.ctx); err != nil {
			e.t.Fatal(err)
		}
	}
}

// until asks again and again whether something is so.
func (e *engine) until(what string, so func() bool) {
	e.t.Helper()
	for !so() {
		if sleep(e.ctx, 10*time.Millisecond) != nil {
			e.t.Fatalf("not before the test's time was over: %s", what)
		}
	}
}

func (e *engine) signalWorker(s syscall.Signal) {
	e.t.Helper()
	if err := e.workers.running[0].Process.Signal(s); err != nil {
		e.t.Fatal(err)
	}
}

// saveHistory writes the history of a workflow for the replay tests.
func (e *engine) saveHistory(run client.WorkflowRun, name string) {
	e.t.Helper()
	if !*record {
		return
	}
	history, err := historyOf(e.ctx, e.temporal, run)
	if err != nil {
		e.t.Fatal(err)
	}
	text, err := protojson.MarshalOptions{Multiline: true, Indent: " "}.Marshal(history)
	if err == nil {
		err = os.WriteFile(filepath.Join("testdata", name+".json"), append(text, '\n'), 0o666)
	}
	if err != nil {
		e.t.Fatal(err)
	}
}

// 10,000 loops are exported while a worker or the server dies. No loop is missing, none
// is there twice.
func TestEngineExport(t *testing.T) {
	for _, tc := range []struct {
		name   string
		breaks func(*engine, client.WorkflowRun)
	}{
		{"nothing happens", func(*engine, client.WorkflowRun) {}},
		{"kill -9 of a worker", func(e *engine, _ client.WorkflowRun) { e.signalWorker(syscall.SIGKILL) }},
		{"SIGTERM of a worker", func(e *engine, _ client.WorkflowRun) { e.signalWorker(syscall.SIGTERM) }},
		{"a worker stops, and continues as a zombie", func(e *engine, run client.WorkflowRun) {
			e.signalWorker(syscall.SIGSTOP)
			defer e.signalWorker(syscall.SIGCONT)
			e.until("another attempt", func() bool { return e.attempts(run) > 1 })
		}},
		{"kill -9 of the server", func(e *engine, _ client.WorkflowRun) {
			_ = e.server.Process.Kill()
			_ = e.server.Wait()
			e.startServer()
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := newEngine(t)
			e.startWorkers(2)
			file := filepath.Join(t.TempDir(), "loops.jsonl")
			run := e.startExport(exportLoops, 50*time.Millisecond, export.Request{File: file, HeartbeatTimeout: 2 * time.Second})
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
			if tc.name == "kill -9 of a worker" {
				e.saveHistory(run, "export")
			}
		})
	}
}

// waits reports whether a review has started its loop, and has nothing to do.
func (e *engine) waits(run client.WorkflowRun) bool {
	described, err := e.temporal.DescribeWorkflowExecution(e.ctx, run.GetID(), run.GetRunID())
	name, _ := review.HumanLoopName(run.GetID())
	_, notStarted := e.service.Loop(name)
	return err == nil && notStarted == nil && len(described.PendingActivities) == 0 && described.PendingWorkflowTask == nil
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
	run, err := e.temporal.ExecuteWorkflow(e.ctx, client.StartWorkflowOptions{TaskQueue: taskQueue}, export.Export, request)
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
	for _, run := range runs {
		e.until("the workflow waits", func() bool { return e.waits(run) })
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
	if loop, err := e.service.Loop("invoice-1"); err != nil || loop.HumanLoopStatus != types.HumanLoopStatusStopped {
		t.Errorf("the loop is %q, %v; want Stopped", loop.HumanLoopStatus, err)
	}
}

// 2,000 reviews wait, and one sweep looks at all of them with 20 list calls a tick. All
// events are lost, and those that ended are found.
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
	watch, err := e.temporal.ExecuteWorkflow(e.ctx, client.StartWorkflowOptions{ID: "sweep", TaskQueue: taskQueue}, sweep.Sweep,
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
