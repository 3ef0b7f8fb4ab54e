package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/sdk/client"
)

// demo shows what the workers do.
type demo struct {
	temporal       client.Client
	service        *service
	workers        *workers
	id             string // of this run, in the IDs of its workflows
	stdout, stderr io.Writer
}

// review runs the review of an invoice.
func (d *demo) review(ctx context.Context) error {
	name := "invoice-" + d.id
	run, err := d.startReview(ctx, name)
	if err != nil {
		return err
	}
	defer d.end(ctx, run)
	ctx, stop := untilItFails(ctx, run)
	defer stop()
	fmt.Fprintf(d.stdout, "Workflow %s waits for a reviewer. It uses no worker meanwhile, so it could wait for days.\n", run.GetID())
	if err := d.answer(ctx, name); err != nil {
		return causeOr(ctx, err)
	}
	var result review.Result
	if err := run.Get(ctx, &result); err != nil {
		return causeOr(ctx, err)
	}
	fmt.Fprintf(d.stdout, "A reviewer answered %s. The event woke the workflow, which read it from\n%s\n", result.Answers[0], result.OutputS3Uri)
	return nil
}

func (d *demo) startReview(ctx context.Context, name string, changes ...func(*review.Request)) (client.WorkflowRun, error) {
	request := review.Request{
		Loop: a2iruntime.StartHumanLoopInput{
			HumanLoopName: aws.String(name), FlowDefinitionArn: aws.String(d.service.FlowDefinitionArn(reviewed)),
			HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
		},
	}
	for _, change := range changes {
		change(&request)
	}
	return d.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: review.WorkflowID(*request.Loop.FlowDefinitionArn, name), TaskQueue: d.workers.taskQueue, WorkflowExecutionTimeout: maxRun,
	}, review.Review, request)
}

// answer answers a loop once its workflow has started it.
func (d *demo) answer(ctx context.Context, name string) error {
	for {
		if _, err := d.service.Loop(name); err == nil {
			return d.service.Complete(name, map[string]string{"total": "2,211.00"})
		}
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

// Figures of the export: a page takes as long as on a busy day of AWS.
const (
	exportLoops = 10_000
	pageTime    = 200 * time.Millisecond
	killAfter   = exportLoops / 100 / 3 // pages
)

// export exports loops to a file, and kills a worker meanwhile.
func (d *demo) export(ctx context.Context, file string) error {
	after, before, err := d.service.startLoops(exportLoops)
	if err != nil {
		return err
	}
	if err := d.service.Inject(a2itest.Fault{Operation: "ListHumanLoops", Delay: pageTime, Times: -1}); err != nil {
		return err
	}
	defer d.service.ClearFaults()
	d.service.lists.Store(0)
	run, err := d.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: "export-" + d.id, TaskQueue: d.workers.taskQueue, WorkflowExecutionTimeout: maxRun,
	}, export.Export, export.Request{
		FlowDefinitionArn: d.service.FlowDefinitionArn(exported), After: after, Before: before, File: file, HeartbeatTimeout: 2 * time.Second,
	})
	if err != nil {
		return err
	}
	defer d.end(ctx, run)
	ctx, stop := untilItFails(ctx, run)
	defer stop()
	fmt.Fprintf(d.stdout, "\nWorkflow %s exports %d loops on two workers.\n", run.GetID(), exportLoops)
	bar := cli.Progress(d.stderr, exportLoops/100, "pages")
	stopBar := d.show(ctx, func() { _ = bar.Set(int(min(d.service.lists.Load(), exportLoops/100))) })
	err = d.killOne(ctx)
	var result export.Result
	if err == nil {
		err = run.Get(ctx, &result)
	}
	stopBar()
	_ = bar.Finish()
	if err != nil {
		return causeOr(ctx, err)
	}
	missing, twice, err := compare(file, exportLoops)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.stdout, "%s contains %d loops: %d missing, %d twice. %d attempts requested %d pages.\n",
		file, result.Loops, missing, twice, result.Files, d.service.lists.Load())
	if missing+twice > 0 {
		return fmt.Errorf("%d loops are missing and %d are there twice", missing, twice)
	}
	return nil
}

// killOne kills a worker once some pages were read.
func (d *demo) killOne(ctx context.Context) error {
	for d.service.lists.Load() < killAfter {
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	if err := d.workers.running[0].kill(); err != nil {
		return fmt.Errorf("kill a worker: %w", err)
	}
	fmt.Fprintf(d.stdout, "After %d pages, one worker was killed. Two seconds later, the other one takes over.\n", d.service.lists.Load())
	return nil
}

// untilItFails returns a context that ends when the workflow fails.
func untilItFails(ctx context.Context, run client.WorkflowRun) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := run.Get(ctx, nil); err != nil {
			cancel(err)
		}
	}()
	return ctx, func() { cancel(nil); <-done }
}

// end terminates a workflow that an interrupted run would leave on a server that lives on.
func (d *demo) end(ctx context.Context, run client.WorkflowRun) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = d.temporal.TerminateWorkflow(ctx, run.GetID(), run.GetRunID(), "the program that started it has ended") // most have ended
}

// show calls a function ten times a second until it is stopped.
func (d *demo) show(ctx context.Context, now func()) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for sleep(ctx, 100*time.Millisecond) == nil {
			now()
		}
	}()
	return func() { cancel(); <-done }
}

// compare counts the loops that a file lacks, and those that it has more than once.
func compare(file string, n int) (missing, twice int, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, 0, err
	}
	found := map[string]int{}
	for line := range bytes.Lines(text) {
		var loop types.HumanLoopSummary
		if err := json.Unmarshal(line, &loop); err != nil {
			return 0, 0, fmt.Errorf("read %s: %w", file, err)
		}
		found[aws.ToString(loop.HumanLoopName)]++
	}
	for i := range n {
		switch times := found[fmt.Sprintf("loop-%06d", i)]; {
		case times == 0:
			missing++
		case times > 1:
			twice++
		}
	}
	return missing, twice, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
