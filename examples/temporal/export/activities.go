package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/sdk/activity"
)

// Activities are the steps of an export.
type Activities struct {
	Client *a2iruntime.Client
}

// maxWindows is how many activities an export may run at once. Temporal's default limit for
// a workflow is 2,000.
const maxWindows = 1000

// Split checks the request, and returns the windows of the range.
func (a *Activities) Split(_ context.Context, request Request) ([]a2iruntime.ListHumanLoopsWindow, error) {
	if !filepath.IsAbs(request.File) {
		return nil, failures.InvalidRequestf("File is %q: set an absolute path, the same for all workers", request.File)
	}
	if info, err := os.Stat(request.File); err == nil && info.IsDir() || os.IsPathSeparator(request.File[len(request.File)-1]) {
		return nil, failures.InvalidRequestf("File is %s, which is a folder: set the path of a file", request.File)
	}
	if request.Windows > maxWindows {
		return nil, failures.InvalidRequestf("Windows is %d: it must be at most %d", request.Windows, maxWindows)
	}
	windows, err := a2iruntime.ListHumanLoopsWindows(&a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(request.FlowDefinitionArn),
		CreationTimeAfter: aws.Time(request.After), CreationTimeBefore: aws.Time(request.Before),
	}, request.Windows)
	if err != nil {
		return nil, err
	}
	// Temporal retries forever if it cannot encode a result, such as windows with an invalid
	// ARN.
	if _, err := json.Marshal(windows); err != nil {
		return nil, err
	}
	return windows, nil
}

// WindowRequest is one window of an export.
type WindowRequest struct {
	Window a2iruntime.ListHumanLoopsWindow
	Index  int
	Folder string // of the parts
}

// progress is recorded by the heartbeats of a window: what was written, and where the next
// attempt continues.
type progress struct {
	Checkpoint paginators.Checkpoint
	Parts      []Part // of earlier attempts and this one
}

// ExportWindow writes the loops of a window to its attempt's own file, and returns the
// parts of all attempts. After each page it records its progress.
func (a *Activities) ExportWindow(ctx context.Context, in WindowRequest) ([]Part, error) {
	var earlier progress
	if activity.HasHeartbeatDetails(ctx) {
		if err := activity.GetHeartbeatDetails(ctx, &earlier); err != nil {
			return nil, fmt.Errorf("read the progress of the last attempt: %w", err)
		}
	}
	if earlier.Checkpoint.Finished() {
		return earlier.Parts, nil
	}
	file, err := createPart(in.Folder, fmt.Sprintf("window-%03d-attempt-%d-*.jsonl", in.Index, activity.GetInfo(ctx).Attempt))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // after flush, nothing is lost
	pages := in.Window.Paginator(a.Client, func(o *paginators.Options) { o.PageSize, o.StartFrom = 100, earlier.Checkpoint })
	for page, err := range pages.Pages(ctx) {
		if err != nil {
			return nil, err
		}
		for _, loop := range page.HumanLoopSummaries {
			if err := file.write(loop); err != nil {
				return nil, err
			}
		}
		if err := file.flush(); err != nil { // before the heartbeat that counts it
			return nil, err
		}
		activity.RecordHeartbeat(ctx, progress{pages.Checkpoint(), append(slices.Clone(earlier.Parts), file.part())})
	}
	return append(earlier.Parts, file.part()), nil
}

// JoinRequest is the input of Join.
type JoinRequest struct {
	File   string // to write
	Folder string // of the parts
	Parts  []Part
}

// Join writes the parts to one file, in their order.
func (a *Activities) Join(ctx context.Context, in JoinRequest) (*Result, error) {
	result := &Result{Files: len(in.Parts)}
	joined, err := os.CreateTemp(in.Folder, "joined-*.jsonl")
	if err != nil {
		return nil, err
	}
	defer func() { _ = joined.Close() }() // fails once it is closed
	for _, part := range in.Parts {
		if err := part.copyTo(heartbeats{ctx, joined}); err != nil {
			return nil, err
		}
		result.Loops += part.Loops
	}
	if err := joined.Sync(); err != nil {
		return nil, err
	}
	if err := joined.Close(); err != nil {
		return nil, err
	}
	return result, os.Rename(joined.Name(), in.File)
}

// Remove removes the folder of the parts.
func (a *Activities) Remove(_ context.Context, folder string) error { return os.RemoveAll(folder) }

// heartbeats sends a heartbeat with each write, and fails when the activity ends.
type heartbeats struct {
	ctx context.Context
	io.Writer
}

func (h heartbeats) Write(p []byte) (int, error) {
	if h.ctx.Err() != nil {
		return 0, context.Cause(h.ctx)
	}
	activity.RecordHeartbeat(h.ctx)
	return h.Writer.Write(p)
}
