package export_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
)

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
