package export_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
)

func TestExport(t *testing.T) {
	for _, tc := range []struct {
		name    string
		windows int
		fault   *a2itest.Fault // of each third call
	}{
		{"one window", 1, nil},
		{"eight windows", 8, nil},
		{"windows without loops", 64, nil},
		{"throttled", 1, &a2itest.Fault{Operation: "ListHumanLoops", Code: "ThrottlingException"}},
		{"broken connections", 1, &a2itest.Fault{Operation: "ListHumanLoops", Cut: true, CutAfter: 100}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := newArchive(t, 1234)
			env := newEnvironment(a)
			if tc.fault != nil {
				a.onCall = func(call int64) {
					if call%3 == 0 {
						if err := a.Inject(*tc.fault); err != nil {
							t.Error(err)
						}
					}
				}
			}
			request := a.request(t, tc.windows)
			env.ExecuteWorkflow(export.Export, request)
			var result export.Result
			if err := env.GetWorkflowResult(&result); err != nil {
				t.Fatal(err)
			}
			a.check(t, request.File)
			if result.Loops != a.n || result.Files < tc.windows || tc.fault != nil && result.Files == tc.windows {
				t.Errorf("result %+v, want %d loops, and more files than %d windows if something failed", result, a.n, tc.windows)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(request.File), "*")); len(left) != 1 {
				t.Errorf("the folder has %v, want the file alone", left)
			}
		})
	}
}

// An export that fails or is canceled ends all windows, and leaves nothing behind.
func TestExportEnds(t *testing.T) {
	for _, tc := range []struct {
		name    string
		faults  []string // from the sixth call on; the last one stays
		cancel  bool
		wantErr string // the error's type
	}{
		{name: "a window is refused, the others are throttled", faults: []string{"ValidationException", "ThrottlingException"}, wantErr: "ValidationException"},
		{name: "canceled", faults: []string{"ThrottlingException"}, cancel: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := newArchive(t, 1234)
			env := newEnvironment(a)
			if tc.cancel {
				env.RegisterDelayedCallback(env.CancelWorkflow, 3*time.Second)
			}
			a.onCall = func(call int64) {
				if call != 6 {
					return
				}
				for i, code := range tc.faults {
					fault := a2itest.Fault{Operation: "ListHumanLoops", Code: code}
					if i == len(tc.faults)-1 {
						fault.Times = -1
					}
					if err := a.Inject(fault); err != nil {
						t.Error(err)
					}
				}
			}
			env.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
				if info.HeartbeatTimeout != export.DefaultHeartbeatTimeout && info.ActivityType.Name != "Remove" {
					t.Errorf("%s has the heartbeat timeout %v, want %v", info.ActivityType.Name, info.HeartbeatTimeout, export.DefaultHeartbeatTimeout)
				}
			})
			request := a.request(t, 4)
			env.ExecuteWorkflow(export.Export, request)
			if err := env.GetWorkflowError(); err == nil || failures.Code(err) != tc.wantErr || temporal.IsCanceledError(err) != tc.cancel {
				t.Errorf("error %v of type %q, want type %q and canceled %t", err, failures.Code(err), tc.wantErr, tc.cancel)
			}
			// Without a cancellation, each window is attempted ten times: Temporal's
			// limit in tests.
			if calls := len(a.Calls()); calls > 25 {
				t.Errorf("%d calls, want the windows to end", calls)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(request.File), "*")); len(left) > 0 {
				t.Errorf("the folder has %v, want nothing", left)
			}
		})
	}
}

// An export waits until its folder can be written.
func TestUnwritableFolder(t *testing.T) {
	a := newArchive(t, 250)
	request := a.request(t, 1)
	obstacle := filepath.Join(filepath.Dir(request.File), "folder")
	request.File = filepath.Join(obstacle, "loops.jsonl")
	if err := os.WriteFile(obstacle, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	env := newEnvironment(a)
	attempts := 0
	env.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
		if info.ActivityType.Name != "ExportWindow" {
			return
		}
		if attempts++; attempts == 4 {
			if err := os.Remove(obstacle); err != nil {
				t.Error(err)
			}
		}
	})
	env.ExecuteWorkflow(export.Export, request)
	if err := env.GetWorkflowError(); err != nil || attempts != 4 {
		t.Fatalf("got %v after %d attempts, want none after 4", err, attempts)
	}
	a.check(t, request.File)
}

// Joining parts that are gone fails in the end.
func TestJoinWithoutParts(t *testing.T) {
	a := newArchive(t, 250)
	request := a.request(t, 1)
	env := newEnvironment(a)
	attempts := 0
	env.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
		if info.ActivityType.Name != "Join" {
			return
		}
		attempts++
		folders, err := filepath.Glob(request.File + ".parts-*")
		for _, folder := range folders {
			err = errors.Join(err, os.RemoveAll(folder))
		}
		if err != nil {
			t.Error(err)
		}
	})
	env.ExecuteWorkflow(export.Export, request)
	if err := env.GetWorkflowError(); err == nil || attempts != 20 {
		t.Errorf("got %v after %d attempts, want an error after 20", err, attempts)
	}
}

// Joining ends with its activity, and does not publish a file then.
func TestJoinCanceled(t *testing.T) {
	folder := t.TempDir()
	part := export.Part{File: filepath.Join(folder, "part"), Bytes: 3, Loops: 1}
	if err := os.WriteFile(part.File, []byte("{}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	in := export.JoinRequest{File: filepath.Join(folder, "loops.jsonl"), Folder: folder, Parts: []export.Part{part}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&export.Activities{}).Join(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
	if _, err := os.Stat(in.File); err == nil {
		t.Error("the file exists")
	}
}

func TestInvalidRequest(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*export.Request)
		want   string // the error's type
	}{
		{"without a file", func(r *export.Request) { r.File = "" }, failures.InvalidRequestError},
		{"a relative path", func(r *export.Request) { r.File = "loops.jsonl" }, failures.InvalidRequestError},
		{"a folder", func(r *export.Request) { r.File = filepath.Dir(r.File) }, failures.InvalidRequestError},
		{"a path that ends in a separator", func(r *export.Request) { r.File += string(filepath.Separator) }, failures.InvalidRequestError},
		{"too many windows", func(r *export.Request) { r.Windows = 1001 }, failures.InvalidRequestError},
		{"a negative heartbeat timeout", func(r *export.Request) { r.HeartbeatTimeout = -time.Second }, failures.InvalidRequestError},
		{"without a flow definition", func(r *export.Request) { r.FlowDefinitionArn = "" }, "UsageError"},
		{"an invalid flow definition", func(r *export.Request) { r.FlowDefinitionArn = "reviews" }, "UsageError"},
		{"a range that ends before it begins", func(r *export.Request) { r.After, r.Before = r.Before, r.After }, "UsageError"},
		{"a negative number of windows", func(r *export.Request) { r.Windows = -1 }, "UsageError"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := newArchive(t, 1)
			env := newEnvironment(a)
			attempts := 0
			env.SetOnActivityStartedListener(func(*activity.Info, context.Context, converter.EncodedValues) { attempts++ })
			request := a.request(t, 4)
			tc.change(&request)
			env.ExecuteWorkflow(export.Export, request)
			if err := env.GetWorkflowError(); failures.Code(err) != tc.want || attempts > 1 || len(a.Calls()) > 0 {
				t.Errorf("error %v of type %q after %d attempts and %d calls, want %s after at most one attempt and no call",
					err, failures.Code(err), attempts, len(a.Calls()), tc.want)
			}
		})
	}
}
