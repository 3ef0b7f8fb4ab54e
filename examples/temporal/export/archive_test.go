package export_test

import (
	"bufio"
	"encoding/json"
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
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
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
