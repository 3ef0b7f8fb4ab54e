package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// Workflows that a server has recorded do today what they did then: a deployment does
// not break what waits.
func TestReplay(t *testing.T) {
	histories, err := filepath.Glob("testdata/*.json")
	if err != nil || len(histories) < 8 {
		t.Fatalf("testdata has the histories %v, %v; want eight", histories, err)
	}
	for _, file := range histories {
		t.Run(filepath.Base(file), func(t *testing.T) {
			replayer := worker.NewWorkflowReplayer()
			replayer.RegisterWorkflow(review.Review)
			replayer.RegisterWorkflow(export.Export)
			replayer.RegisterWorkflow(sweep.Sweep)
			text, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = text.Close() }() // it was only read
			recorded, err := client.HistoryFromJSON(text, client.HistoryJSONOptions{})
			if err != nil {
				t.Fatal(err)
			}
			id := recorded.Events[0].GetWorkflowExecutionStartedEventAttributes().WorkflowId // which a review checks
			err = replayer.ReplayWorkflowHistoryWithOptions(silence, recorded, worker.ReplayWorkflowHistoryOptions{OriginalExecution: workflow.Execution{ID: id}})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
