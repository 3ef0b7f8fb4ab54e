package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// invoice is what an extraction read from a scanned invoice, with how sure it
// is of each field.
//
//go:embed invoice.json
var invoice string

// tour is the program's steps.
type tour struct {
	*environment
	out  io.Writer
	poll time.Duration
}

func (t *tour) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

func (t *tour) all(ctx context.Context) error {
	t.say("This is %s.", t.what)
	reviewed := t.prefix + "-invoice"
	for _, step := range []struct {
		title string
		do    func(context.Context) error
	}{
		{"Start a human loop on an invoice", func(ctx context.Context) error { return t.start(ctx, reviewed) }},
		{"Have it reviewed", func(ctx context.Context) error { return t.reviewed(ctx, reviewed) }},
		{"Read the answer", func(ctx context.Context) error { return t.answer(ctx, reviewed) }},
		{"Start another loop, and stop it", func(ctx context.Context) error { return t.stop(ctx, t.prefix+"-stopped") }},
		{"List the loops", t.list},
		{"Delete the stopped loop", func(ctx context.Context) error { return t.remove(ctx, t.prefix+"-stopped") }},
		{"List flow executions", t.executions},
	} {
		t.say("\n== %s", step.title)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.title, err)
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
	if err != nil {
		return err
	}
	t.say("Started %s", aws.ToString(out.HumanLoopArn))
	_, err = t.status(ctx, name)
	return err
}

// status looks at a loop once and says what it sees.
func (t *tour) status(ctx context.Context, name string) (*a2iruntime.DescribeHumanLoopOutput, error) {
	out, err := t.a2i.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
	if err != nil {
		return nil, err
	}
	t.say("%s is %s", name, out.HumanLoopStatus)
	return out, nil
}

// statusDeleted is what wait never sees: a deleted loop is gone.
const statusDeleted types.HumanLoopStatus = "Deleted"

// wait looks at a loop until it has the status.
func (t *tour) wait(ctx context.Context, name string, status types.HumanLoopStatus) (*a2iruntime.DescribeHumanLoopOutput, error) {
	ticker := time.NewTicker(t.poll)
	defer ticker.Stop()
	for {
		out, err := t.status(ctx, name)
		switch {
		case err != nil:
			return nil, err
		case out.HumanLoopStatus == status:
			return out, nil
		case out.HumanLoopStatus == types.HumanLoopStatusFailed:
			return nil, fmt.Errorf("human loop %s failed with %s: %s", name, aws.ToString(out.FailureCode), aws.ToString(out.FailureReason))
		case out.HumanLoopStatus == types.HumanLoopStatusCompleted, out.HumanLoopStatus == types.HumanLoopStatusStopped:
			if status != statusDeleted {
				return nil, fmt.Errorf("human loop %s is %s and will never be %s", name, out.HumanLoopStatus, status)
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("human loop %s is still %s, and not %s: %w", name, out.HumanLoopStatus, status, context.Cause(ctx))
		}
	}
}

func (t *tour) reviewed(ctx context.Context, name string) error {
	who, err := t.review(name)
	if err != nil {
		return err
	}
	t.say("%s", who)
	_, err = t.wait(ctx, name, types.HumanLoopStatusCompleted)
	return err
}

func (t *tour) answer(ctx context.Context, name string) error {
	out, err := t.status(ctx, name)
	if err != nil {
		return err
	}
	if out.HumanLoopOutput == nil {
		return errors.New("the Completed loop names no output")
	}
	uri := aws.ToString(out.HumanLoopOutput.OutputS3Uri)
	t.say("Its output is at %s", uri)
	document, err := t.output(ctx, name, uri)
	if err != nil {
		return err
	}
	var output struct {
		HumanAnswers []struct {
			AnswerContent json.RawMessage
			WorkerID      string
		}
	}
	if err := json.Unmarshal(document, &output); err != nil {
		return fmt.Errorf("read the output document: %w", err)
	}
	for _, a := range output.HumanAnswers {
		answer, err := json.Marshal(a.AnswerContent)
		if err != nil {
			return fmt.Errorf("read the answer of worker %s: %w", a.WorkerID, err)
		}
		t.say("Worker %s answered %s", a.WorkerID, answer)
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
	_, err := t.wait(ctx, name, types.HumanLoopStatusStopped)
	return err
}

func (t *tour) list(ctx context.Context) error {
	in := &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(t.flowDefinition), MaxResults: aws.Int32(100)}
	for {
		page, err := t.a2i.ListHumanLoops(ctx, in)
		if err != nil {
			return err
		}
		for _, loop := range page.HumanLoopSummaries {
			t.say("%-40s %s", aws.ToString(loop.HumanLoopName), loop.HumanLoopStatus)
		}
		if in.NextToken = page.NextToken; aws.ToString(in.NextToken) == "" {
			return nil
		}
	}
}

// remove deletes a loop and looks until it is gone: on AWS it is Deleting for a
// while.
func (t *tour) remove(ctx context.Context, name string) error {
	if _, err := t.a2i.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String(name)}); err != nil {
		return err
	}
	_, err := t.wait(ctx, name, statusDeleted)
	var gone *types.ResourceNotFoundException
	if !errors.As(err, &gone) {
		return err
	}
	t.say("%s is gone: %s", name, gone.ErrorMessage())
	return nil
}

func (t *tour) executions(ctx context.Context) error {
	if t.flow == "" {
		t.say("No -flow is given, so none are listed.")
		return nil
	}
	in := &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(t.flow)}
	for {
		page, err := t.flows.ListFlowExecutions(ctx, in)
		if err != nil {
			return err
		}
		for _, x := range page.FlowExecutionSummaries {
			t.say("%-9s %s", x.Status, aws.ToString(x.ExecutionArn))
		}
		if in.NextToken = page.NextToken; aws.ToString(in.NextToken) == "" {
			return nil
		}
	}
}
