package export

import (
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"go.temporal.io/sdk/workflow"
)

// Export splits the range into windows, exports each, and joins what was written.
func Export(ctx workflow.Context, request Request) (*Result, error) {
	request = request.withDefaults()
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 10 * time.Minute})
	var activities *Activities
	folder := request.File + ".parts-" + workflow.GetInfo(ctx).WorkflowExecution.RunID

	var windows []a2iruntime.ListHumanLoopsWindow
	if err := workflow.ExecuteActivity(ctx, activities.Split, request).Get(ctx, &windows); err != nil {
		return nil, err
	}
	longCtx := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 24 * time.Hour, HeartbeatTimeout: request.HeartbeatTimeout,
	})
	exports := make([]workflow.Future, len(windows))
	for i, window := range windows {
		exports[i] = workflow.ExecuteActivity(longCtx, activities.ExportWindow, WindowRequest{window, i, folder})
	}
	var parts []Part
	for _, export := range exports {
		var written []Part
		if err := export.Get(ctx, &written); err != nil {
			return nil, err
		}
		parts = append(parts, written...)
	}
	var result *Result
	if err := workflow.ExecuteActivity(longCtx, activities.Join, request.File, parts).Get(ctx, &result); err != nil {
		return nil, err
	}
	if err := workflow.ExecuteActivity(ctx, activities.Remove, folder).Get(ctx, nil); err != nil {
		return nil, err
	}
	return result, nil
}
