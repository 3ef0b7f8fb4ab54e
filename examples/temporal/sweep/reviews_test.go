package sweep_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
)

// visibility lists workflows, two on each page.
type visibility struct {
	client.Client
	ids     []string
	queries []string
}

func (v *visibility) ListWorkflow(_ context.Context, in *workflowservice.ListWorkflowExecutionsRequest) (*workflowservice.ListWorkflowExecutionsResponse, error) {
	v.queries = append(v.queries, in.Query)
	out := &workflowservice.ListWorkflowExecutionsResponse{}
	var begin int
	_, _ = fmt.Sscan(string(in.NextPageToken), &begin) // 0 on the first page
	for _, id := range v.ids[begin:min(begin+2, len(v.ids))] {
		out.Executions = append(out.Executions, &workflow.WorkflowExecutionInfo{Execution: &common.WorkflowExecution{WorkflowId: id}})
	}
	if begin+2 < len(v.ids) {
		out.NextPageToken = fmt.Append(nil, begin+2)
	}
	return out, nil
}

func TestWaiting(t *testing.T) {
	const arn = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
	names := []string{"invoice-1", "invoice-2", "invoice-3", "invoice-4", "invoice-5"}
	temporal := &visibility{}
	for _, name := range names {
		temporal.ids = append(temporal.ids, review.WorkflowID(arn, name))
	}
	got, err := (&sweep.TemporalReviews{Client: temporal}).Waiting(t.Context(), arn)
	if err != nil || !slices.Equal(got, names) {
		t.Errorf("got %v, %v; want %v", got, err, names)
	}
	want := `WorkflowType = 'Review' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH "review/` + arn + `/"`
	if len(temporal.queries) != 3 || strings.Join(slices.Compact(temporal.queries), "") != want {
		t.Errorf("queries %q, want three times %q", temporal.queries, want)
	}
}
