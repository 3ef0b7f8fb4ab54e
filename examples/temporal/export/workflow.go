package export

import (
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// Export splits the range into windows, exports each, and joins the parts. In the end, it
// removes the parts, even if the export fails or is canceled.
func Export(ctx workflow.Context, request Request) (*Result, error) {
	request = request.withDefaults()
	if request.HeartbeatTimeout < 0 {
		return nil, failures.InvalidRequestf("HeartbeatTimeout is %v: it must not be negative", request.HeartbeatTimeout)
	}
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 24 * time.Hour, HeartbeatTimeout: request.HeartbeatTimeout,
		WaitForCancellation: true, // a canceled activity must not write after the parts are removed
	})
	var activities *Activities
	var windows []a2iruntime.ListHumanLoopsWindow
	if err := workflow.ExecuteActivity(ctx, activities.Split, request).Get(ctx, &windows); err != nil {
		return nil, err
	}
	folder := request.File + ".parts-" + workflow.GetInfo(ctx).OriginalRunID // which a reset does not change
	parts, err := exportWindows(ctx, windows, folder)
	var result *Result
	if err == nil {
		limited := workflow.WithRetryPolicy(ctx, temporal.RetryPolicy{MaximumAttempts: joinAttempts})
		err = workflow.ExecuteActivity(limited, activities.Join, JoinRequest{request.File, folder, parts}).Get(ctx, &result)
	}
	remove(ctx, folder)
	if err != nil && ctx.Err() != nil { // an attempt that is canceled may end with an error of its own
		return nil, ctx.Err()
	}
	return result, err
}

// exportWindows exports the windows, as many at once as the workers have room for. The
// first one that fails ends the others.
func exportWindows(ctx workflow.Context, windows []a2iruntime.ListHumanLoopsWindow, folder string) (parts []Part, err error) {
	ctx, cancel := workflow.WithCancel(ctx)
	defer cancel()
	var activities *Activities
	written := make([][]Part, len(windows))
	wait := workflow.NewSelector(ctx)
	for i, window := range windows {
		export := workflow.ExecuteActivity(ctx, activities.ExportWindow, WindowRequest{window, i, folder})
		wait.AddFuture(export, func(export workflow.Future) {
			if failure := export.Get(ctx, &written[i]); failure != nil && err == nil {
				err = failure
				cancel()
			}
		})
	}
	for range windows {
		wait.Select(ctx)
	}
	return slices.Concat(written...), err
}

// joinAttempts limits the attempts of the last step, to about 20 minutes: it cannot succeed
// if the parts are gone, as after the reset of a workflow that has ended.
const joinAttempts = 20

// remove removes the folder of the parts. The export does not depend on it.
func remove(ctx workflow.Context, folder string) {
	living, cancel := workflow.NewDisconnectedContext(ctx)
	defer cancel()
	living = workflow.WithActivityOptions(living, workflow.ActivityOptions{StartToCloseTimeout: time.Minute, ScheduleToCloseTimeout: 10 * time.Minute})
	var activities *Activities
	if err := workflow.ExecuteActivity(living, activities.Remove, folder).Get(living, nil); err != nil {
		workflow.GetLogger(ctx).Error("the parts of an export were not removed", "folder", folder, "error", err)
	}
}
