package export_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
)

// archive is a service with n loops, one each minute since first.
type archive struct {
	*a2itest.Server
	n      int
	first  time.Time
	calls  atomic.Int64
	onCall func(call int64)
}

func newArchive(t *testing.T, n int) *archive {
	t.Helper()
	a := &archive{n: n, first: time.Date(2026, 3, 4, 5, 0, 0, 0, time.UTC)}
	now := a.first
	a.Server = a2itest.NewServer(func(o *a2itest.Options) { o.Now = func() time.Time { return now } })
	t.Cleanup(a.Close)
	for i := range n {
		now = a.first.Add(time.Duration(i) * time.Minute)
		if _, err := a.Start(fmt.Sprintf("loop-%d", i), a.FlowDefinitionArn("archive"), "{}"); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func (a *archive) activities() *export.Activities {
	return &export.Activities{Client: a2iruntime.NewFromConfig(a.Config(), func(o *a2iruntime.Options) {
		o.RetryMaxAttempts = 1 // it is Temporal that tries again
		o.HTTPClient = counting{o.HTTPClient, a}
	})}
}

// counting counts the calls of an archive.
type counting struct {
	a2iruntime.HTTPClient
	a *archive
}

func (c counting) Do(r *http.Request) (*http.Response, error) {
	if call := c.a.calls.Add(1); c.a.onCall != nil {
		c.a.onCall(call)
	}
	return c.HTTPClient.Do(r)
}

func (a *archive) request(t *testing.T, windows int) export.Request {
	return export.Request{
		FlowDefinitionArn: a.FlowDefinitionArn("archive"), After: a.first.Add(-time.Minute), Before: a.first.Add(time.Duration(a.n) * time.Minute),
		File: filepath.Join(t.TempDir(), "loops.jsonl"), Windows: windows,
	}
}

// check checks that a file has each loop once.
func (a *archive) check(t *testing.T, name string) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	found := map[string]int{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var loop types.HumanLoopSummary
		if err := json.Unmarshal(lines.Bytes(), &loop); err != nil {
			t.Fatalf("%s: %v", lines.Bytes(), err)
		}
		found[*loop.HumanLoopName]++
	}
	for i := range a.n {
		if times := found[fmt.Sprintf("loop-%d", i)]; times != 1 {
			t.Errorf("loop-%d is there %d times, want once", i, times)
		}
	}
	if len(found) != a.n {
		t.Errorf("%d loops, want %d", len(found), a.n)
	}
}

func newEnvironment(a *archive) *testsuite.TestWorkflowEnvironment {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(time.Minute)
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&failures.Interceptor{}}})
	env.RegisterActivity(a.activities())
	return env
}

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

// Wherever two workers die one after the other, and though both go on as zombies and
// write behind what counts, the file has each loop once.
func TestEveryDeath(t *testing.T) {
	a := newArchive(t, 450) // five pages
	request := a.request(t, 1)
	windows, err := a.activities().Split(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	const pages = 5
	for first := range pages {
		for second := range pages {
			t.Run(fmt.Sprintf("dead after %d and %d pages", first, second), func(t *testing.T) {
				in := export.WindowRequest{Window: windows[0], Folder: filepath.Join(t.TempDir(), "parts")}
				var recorded json.RawMessage // the last heartbeat
				read := 0
				for _, after := range []int{first, second} {
					read += after
					if _, err := a.attempt(in, after, &recorded); (err == nil) != (read >= pages) {
						t.Fatalf("after %d pages of %d: got %v", read, pages, err)
					}
					writeBehind(t, in.Folder)
				}
				parts, err := a.attempt(in, 1000, &recorded)
				if err != nil {
					t.Fatal(err)
				}
				result, err := join(a.activities(), export.JoinRequest{File: request.File, Folder: in.Folder, Parts: parts})
				if err != nil {
					t.Fatal(err)
				}
				a.check(t, request.File)
				if result.Loops != a.n {
					t.Errorf("%d loops, want %d", result.Loops, a.n)
				}
			})
		}
	}
}

// attempt exports a window, and fails after a number of pages. It begins at the recorded
// heartbeat and records its last one.
func (a *archive) attempt(in export.WindowRequest, pages int, recorded *json.RawMessage) (parts []export.Part, err error) {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestActivityEnvironment()
	activities := &export.Activities{Client: a2iruntime.NewFromConfig(a.Config(), func(o *a2iruntime.Options) {
		o.RetryMaxAttempts, o.HTTPClient = 1, &mortal{HTTPClient: o.HTTPClient, pages: pages}
	})}
	env.RegisterActivity(activities)
	if *recorded != nil {
		env.SetHeartbeatDetails(*recorded)
	}
	env.SetOnActivityHeartbeatListener(func(_ *activity.Info, details converter.EncodedValues) { err = errors.Join(err, details.Get(recorded)) })
	result, runErr := env.ExecuteActivity(activities.ExportWindow, in)
	if err = errors.Join(err, runErr); err != nil {
		return nil, err
	}
	return parts, result.Get(&parts)
}

// mortal is an HTTP client that gets a number of pages.
type mortal struct {
	a2iruntime.HTTPClient
	pages int
}

func (m *mortal) Do(r *http.Request) (*http.Response, error) {
	if m.pages--; m.pages < 0 {
		return nil, errors.New("the worker is dead")
	}
	return m.HTTPClient.Do(r)
}

// writeBehind appends to each part what a zombie writes.
func writeBehind(t *testing.T, folder string) {
	t.Helper()
	parts, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range parts {
		file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString(`{"HumanLoopName":"zombie"}` + "\n"); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func join(activities *export.Activities, in export.JoinRequest) (result *export.Result, err error) {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(activities)
	beats := 0
	env.SetOnActivityHeartbeatListener(func(*activity.Info, converter.EncodedValues) { beats++ })
	encoded, err := env.ExecuteActivity(activities.Join, in)
	switch {
	case err != nil:
		return nil, err
	case beats == 0:
		return nil, errors.New("joining sends no heartbeat")
	}
	return result, encoded.Get(&result)
}
