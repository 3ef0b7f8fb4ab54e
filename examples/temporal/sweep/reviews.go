package sweep

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
)

// TemporalReviews are the review workflows of a namespace.
type TemporalReviews struct {
	Client client.Client
}

// waitingQuery lists what runs. The index that answers it lags behind by up to a second
// or so, so it may list a workflow that has just finished.
const waitingQuery = "WorkflowType = 'Review' AND ExecutionStatus = 'Running'"

// Waiting returns the names of the loops that workflows wait for.
func (r *TemporalReviews) Waiting(ctx context.Context) (names []string, err error) {
	request := &workflowservice.ListWorkflowExecutionsRequest{Query: waitingQuery, PageSize: 1000}
	for {
		page, err := r.Client.ListWorkflow(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("list waiting reviews: %w", err)
		}
		for _, execution := range page.Executions {
			if name, ok := review.HumanLoopName(execution.Execution.WorkflowId); ok {
				names = append(names, name)
			}
		}
		if request.NextPageToken = page.NextPageToken; len(request.NextPageToken) == 0 {
			return names, nil
		}
	}
}

// Ended signals the workflow of the loop. One that has finished needs no signal.
func (r *TemporalReviews) Ended(ctx context.Context, event answers.StatusChangeEvent) error {
	err := r.Client.SignalWorkflow(ctx, review.WorkflowID(aws.ToString(event.Detail.HumanLoopName)), "", review.SignalEnded, event)
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return nil
	}
	return err
}
