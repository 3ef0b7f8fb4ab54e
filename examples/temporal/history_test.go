package main

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
)

func historyOf(ctx context.Context, temporal client.Client, run client.WorkflowRun) (*history.History, error) {
	whole := &history.History{}
	for events := temporal.GetWorkflowHistory(ctx, run.GetID(), run.GetRunID(), false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT); events.HasNext(); {
		event, err := events.Next()
		if err != nil {
			return nil, err
		}
		whole.Events = append(whole.Events, event)
	}
	return whole, nil
}

// Workflows that a server has recorded do today what they did then: a deployment does
// not break what waits.
func TestReplay(t *testing.T) {
	histories, err := filepath.Glob("testdata/*.json")
	if err != nil || len(histories) < 6 {
		t.Fatalf("testdata has the histories %v, %v; want those of three reviews that end otherwise, too", histories, err)
	}
	for _, file := range histories {
		t.Run(filepath.Base(file), func(t *testing.T) {
			replayer := worker.NewWorkflowReplayer()
			replayer.RegisterWorkflow(review.Review)
			replayer.RegisterWorkflow(export.Export)
			if err := replayer.ReplayWorkflowHistoryFromJSONFile(silence, file); err != nil {
				t.Error(err)
			}
		})
	}
}
