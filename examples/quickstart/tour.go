package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// invoice contains the fields extracted from a scanned invoice, each with its
// confidence.
//
//go:embed invoice.json
var invoice string

// tour runs the program's steps.
type tour struct {
	*environment
	out     io.Writer
	poll    time.Duration
	timeout time.Duration
	running string // the loop that was started and may still be running
}

func (t *tour) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

func (t *tour) run(ctx context.Context) error {
	t.say("Using %s.", t.description)
	reviewed := t.prefix + "-invoice"
	for _, step := range []struct {
		title string
		do    func(context.Context) error
	}{
		{"Start a human loop for an invoice", func(ctx context.Context) error { return t.start(ctx, reviewed) }},
		{"Wait for a reviewer", func(ctx context.Context) error { return t.reviewed(ctx, reviewed) }},
		{"Read the answer", func(ctx context.Context) error { return t.answer(ctx, reviewed) }},
		{"Start another loop, and stop it", func(ctx context.Context) error { return t.stop(ctx, t.prefix+"-stopped") }},
		{"List the loops", t.list},
		{"Delete the stopped loop", func(ctx context.Context) error { return t.remove(ctx, t.prefix+"-stopped") }},
		{"List flow executions", t.executions},
	} {
		t.say("\n== %s", step.title)
		if err := step.do(ctx); err != nil {
			err = cli.Cause(ctx, err)
			if t.running != "" && t.onAWS {
				err = fmt.Errorf("%w\nThe human loop %[2]s may still be running. If nobody needs it, stop it with\n"+
					"  aws sagemaker-a2i-runtime stop-human-loop --human-loop-name %[2]s", err, t.running)
			}
			return fmt.Errorf("step %q: %w", step.title, err)
		}
	}
	t.say("\nDone.")
	return nil
}

func (t *tour) start(ctx context.Context, name string) error {
	out, err := t.a2i.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String(name),
		FlowDefinitionArn: aws.String(t.flowDefinition),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(invoice)},
		DataAttributes: &types.HumanLoopDataAttributes{
			ContentClassifiers: []types.ContentClassifier{types.ContentClassifierFreeOfAdultContent},
		},
	})
	if err == nil || types.MayHaveSucceeded(err) {
		t.running = name
	}
	if err != nil {
		return err
	}
	t.say("Started %s", aws.ToString(out.HumanLoopArn))
	_, err = t.status(ctx, name)
	return err
}

// status describes a loop once and prints its status.
func (t *tour) status(ctx context.Context, name string) (*a2iruntime.DescribeHumanLoopOutput, error) {
	out, err := t.a2i.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
	if err != nil {
		return nil, err
	}
	t.say("%s is %s", name, out.HumanLoopStatus)
	return out, nil
}

// wait waits until the loop has the status that w waits for. It prints the status after
// each poll.
func (t *tour) wait(ctx context.Context, w *a2iruntime.HumanLoopCompletedWaiter, name string) error {
	err := w.Wait(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(name)}, t.timeout, func(o *waiters.Options) {
		o.MinDelay = t.poll
		o.OnPoll = func(p waiters.Poll) {
			if p.Err == nil {
				t.say("%s is %s", name, p.Status)
			}
		}
	})
	if err == nil {
		t.running = ""
	}
	return cli.WaitError(err, "-timeout", "-poll", t.poll)
}

func (t *tour) reviewed(ctx context.Context, name string) error {
	who, err := t.review(name)
	if err != nil {
		return err
	}
	t.say("%s", who)
	return t.wait(ctx, a2iruntime.NewHumanLoopCompletedWaiter(t.a2i), name)
}

func (t *tour) answer(ctx context.Context, name string) error {
	out, err := t.status(ctx, name)
	if err != nil {
		return err
	}
	if out.HumanLoopOutput == nil {
		return errors.New("the loop is Completed, but has no output")
	}
	uri := aws.ToString(out.HumanLoopOutput.OutputS3Uri)
	t.say("The output is at %s", uri)
	document, err := answers.Fetch(ctx, t.outputs, uri)
	if err != nil {
		return err
	}
	for _, a := range document.HumanAnswers {
		fields, err := answers.Decode[map[string]any](a.AnswerContent) // or into your own type
		if err != nil {
			return fmt.Errorf("read the answer of worker %s: %w", a.WorkerId, err)
		}
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			t.say("Worker %s answered %s: %v", a.WorkerId, name, fields[name])
		}
	}
	return nil
}

func (t *tour) stop(ctx context.Context, name string) error {
	if err := t.start(ctx, name); err != nil {
		return err
	}
	if _, err := t.a2i.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String(name)}); err != nil {
		return err
	}
	return t.wait(ctx, a2iruntime.NewHumanLoopStoppedWaiter(t.a2i), name)
}

func (t *tour) list(ctx context.Context) error {
	loops := a2iruntime.NewListHumanLoopsPaginator(t.a2i, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(t.flowDefinition)})
	for loop, err := range loops.Items(ctx) {
		if err != nil {
			return err
		}
		t.say("%-40s %s", aws.ToString(loop.HumanLoopName), loop.HumanLoopStatus)
	}
	return nil
}

// remove deletes a loop and waits until it is deleted. On AWS, the loop is first
// Deleting.
func (t *tour) remove(ctx context.Context, name string) error {
	if _, err := t.a2i.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String(name)}); err != nil {
		return err
	}
	if err := t.wait(ctx, a2iruntime.NewHumanLoopDeletedWaiter(t.a2i), name); err != nil {
		return err
	}
	_, err := t.a2i.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
	var notFound *types.ResourceNotFoundException
	if err == nil {
		return errors.New("DescribeHumanLoop succeeds for the deleted loop")
	} else if !errors.As(err, &notFound) {
		return fmt.Errorf("describe the deleted loop: %w", err)
	}
	t.say("%s is deleted: %s", name, notFound.ErrorMessage())
	return nil
}

func (t *tour) executions(ctx context.Context) error {
	if t.flow == "" {
		t.say("Skipped, because -flow is not set.")
		return nil
	}
	executions := bedrockflows.NewListFlowExecutionsPaginator(t.flows, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(t.flow)})
	listed := 0
	for x, err := range executions.Items(ctx) {
		if err != nil {
			return err
		}
		listed++
		t.say("%-9s %s", x.Status, aws.ToString(x.ExecutionArn))
	}
	if listed == 0 {
		t.say("The flow %s has no executions.", t.flow)
	}
	return nil
}
