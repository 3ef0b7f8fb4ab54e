package review

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/api/serviceerror"
)

// SignalEnded is the signal that the loop has ended. Its value is an
// answers.StatusChangeEvent, from EventBridge or from a sweep.
const SignalEnded = "human-loop-ended"

// Signaler signals workflows: a client.Client of Temporal.
type Signaler interface {
	SignalWorkflow(ctx context.Context, workflowID, runID, signalName string, arg any) error
}

// SignalWorkflow tells the workflow that waits for the event's loop that the loop has
// ended. It returns nil if no workflow waits for this loop: it has finished, or another
// program started the loop. A second signal is harmless.
func SignalWorkflow(ctx context.Context, temporal Signaler, event answers.StatusChangeEvent) error {
	id := WorkflowID(aws.ToString(event.Detail.FlowDefinitionArn), aws.ToString(event.Detail.HumanLoopName))
	err := temporal.SignalWorkflow(ctx, id, "", SignalEnded, event)
	var notFound *serviceerror.NotFound
	if err != nil && !errors.As(err, &notFound) {
		return fmt.Errorf("signal workflow %s: %w", id, err)
	}
	return nil
}

// WorkflowID returns the ID of the workflow that reviews with this loop. It is made from
// what every event of the loop contains.
func WorkflowID(flowDefinitionArn, humanLoopName string) string {
	return IDPrefix(flowDefinitionArn) + humanLoopName
}

// IDPrefix returns the common prefix of the IDs of all reviews of a flow definition. The
// ARN contains the account and the Region, in which a loop's name is unique.
func IDPrefix(flowDefinitionArn string) string { return "review/" + flowDefinitionArn + "/" }
