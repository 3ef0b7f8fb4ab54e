package sweep

import (
	"context"
	"fmt"
	"strings"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
)

// TemporalReviews are the review workflows of a namespace.
type TemporalReviews struct {
	Client client.Client
}

// waitingQuery lists the running reviews. The index that answers it lags behind by up to
// a second or so, so it may list a workflow that has just finished.
const waitingQuery = "WorkflowType = 'Review' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH %q"

// Waiting returns the names of a flow definition's loops that workflows wait for.
func (r *TemporalReviews) Waiting(ctx context.Context, flowDefinitionArn string) (names []string, err error) {
	prefix := review.IDPrefix(flowDefinitionArn)
	request := &workflowservice.ListWorkflowExecutionsRequest{Query: fmt.Sprintf(waitingQuery, prefix), PageSize: 1000}
	for {
		page, err := r.Client.ListWorkflow(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("list waiting reviews: %w", err)
		}
		for _, execution := range page.Executions {
			names = append(names, strings.TrimPrefix(execution.Execution.WorkflowId, prefix))
		}
		if request.NextPageToken = page.NextPageToken; len(request.NextPageToken) == 0 {
			return names, nil
		}
	}
}

// Ended signals the workflow of the loop. One that has finished needs no signal.
func (r *TemporalReviews) Ended(ctx context.Context, event answers.StatusChangeEvent) error {
	return review.SignalWorkflow(ctx, r.Client, event)
}
