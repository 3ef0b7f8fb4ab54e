package review

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Activities are the calls of a review. Each may run more than once: a worker can die
// after a call and before Temporal knows of it.
type Activities struct {
	Client    *a2iruntime.Client
	Documents answers.ObjectGetter // where output documents are
}

// StartHumanLoop starts the loop. With the same name and input, another attempt finds
// the loop that an earlier one has started.
func (a *Activities) StartHumanLoop(ctx context.Context, in a2iruntime.StartHumanLoopInput) error {
	_, err := a.Client.StartHumanLoop(ctx, &in)
	return err
}

// LookAtHumanLoop returns the event of a loop that has ended, nil if it has not.
func (a *Activities) LookAtHumanLoop(ctx context.Context, name string) (*answers.StatusChangeEvent, error) {
	loop, err := a.Client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
	if err != nil {
		return nil, err
	}
	switch loop.HumanLoopStatus {
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped:
		return eventOf(loop)
	}
	return nil, nil
}

// StopHumanLoop stops a loop. It returns the event of one that has ended, and nil for one
// that is Stopping or was never started.
func (a *Activities) StopHumanLoop(ctx context.Context, name string) (*answers.StatusChangeEvent, error) {
	_, refusal := a.Client.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: &name})
	if refusal != nil && types.Retryable(refusal) {
		return nil, refusal
	}
	// A refusal is right if the loop has ended, or does not exist.
	event, err := a.LookAtHumanLoop(ctx, name)
	var notFound *types.ResourceNotFoundException
	switch {
	case errors.As(err, &notFound):
		return nil, nil
	case err != nil || event != nil:
		return event, err
	}
	return nil, refusal
}

// ReadAnswers reads the output document of a Completed loop.
func (a *Activities) ReadAnswers(ctx context.Context, event answers.StatusChangeEvent) (*Result, error) {
	loop := event.HumanLoop()
	if loop.HumanLoopOutput == nil { // as in what a list returns
		described, err := a.Client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: loop.HumanLoopName})
		if err != nil {
			return nil, err
		}
		loop = described
	}
	if loop.HumanLoopOutput == nil {
		return nil, errors.New("the loop has no output document yet")
	}
	uri := aws.ToString(loop.HumanLoopOutput.OutputS3Uri)
	document, err := answers.Fetch(ctx, a.Documents, uri)
	if err != nil {
		return nil, err
	}
	result := &Result{HumanLoopArn: aws.ToString(loop.HumanLoopArn), OutputS3Uri: uri, Answers: []json.RawMessage{}}
	for _, answer := range document.HumanAnswers {
		result.Answers = append(result.Answers, answer.AnswerContent)
	}
	return result, nil
}

// eventOf returns the event that EventBridge sends when a loop ends as this one did.
func eventOf(loop *a2iruntime.DescribeHumanLoopOutput) (*answers.StatusChangeEvent, error) {
	event, err := answers.EventFromSummary(types.HumanLoopSummary{
		CreationTime: loop.CreationTime, FlowDefinitionArn: loop.FlowDefinitionArn, HumanLoopName: loop.HumanLoopName, HumanLoopStatus: loop.HumanLoopStatus,
	})
	if err != nil {
		return nil, err
	}
	event.Detail.FailureCode, event.Detail.FailureReason = loop.FailureCode, loop.FailureReason
	event.Detail.HumanLoopArn, event.Detail.HumanLoopOutput = loop.HumanLoopArn, loop.HumanLoopOutput
	return event, nil
}
