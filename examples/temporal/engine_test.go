//go:build unix

package main

import (
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/encoding/protojson"
)

var (
	serverProgram = flag.String("server", "", "the absolute path of a `program` built from the folder server: run the tests that need a Temporal server")
	record        = flag.Bool("record", false, "write the histories of workflows to testdata")
)

// engine is a Temporal server whose workflows are in files, a local A2I, and workers.
type engine struct {
	demo
	t       testing.TB
	ctx     context.Context
	address string
	data    string
	server  *child
}

func newEngine(t testing.TB) *engine {
	if *serverProgram == "" {
		t.Skip("this test needs a Temporal server: build one in the folder server, and set -server to its file")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	address, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	e := &engine{t: t, ctx: ctx, address: address, data: t.TempDir()}
	e.startServer()
	t.Cleanup(func() { e.server.end() })
	temporal, err := dial(ctx, address, silence)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(temporal.Close)
	s, err := startService(temporal)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := &workers{address: address, taskQueue: defaultQueue, environment: s.environment(ctx), activities: 4, stderr: os.Stderr}
	t.Cleanup(w.stop)
	e.demo = demo{temporal, s, w, "test", io.Discard, io.Discard}
	return e
}

func (e *engine) startServer() {
	e.t.Helper()
	var err error
	if e.server, err = startServer(e.ctx, *serverProgram, e.address, e.data, os.Stderr); err != nil {
		e.t.Fatal(err)
	}
}

func (e *engine) startWorkers(n int) {
	e.t.Helper()
	for range n {
		if err := e.workers.start(e.ctx); err != nil {
			e.t.Fatal(err)
		}
	}
}

// until waits until a condition holds.
func (e *engine) until(what string, holds func() bool) {
	e.t.Helper()
	for !holds() {
		if sleep(e.ctx, 10*time.Millisecond) != nil {
			e.t.Fatalf("not before the test's time was over: %s", what)
		}
	}
}

func (e *engine) signalWorker(s syscall.Signal) {
	e.t.Helper()
	if err := e.workers.running[0].process.Signal(s); err != nil {
		e.t.Fatal(err)
	}
}

func (e *engine) history(run client.WorkflowRun) (events []*history.HistoryEvent) {
	e.t.Helper()
	for all := e.temporal.GetWorkflowHistory(e.ctx, run.GetID(), run.GetRunID(), false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT); all.HasNext(); {
		event, err := all.Next()
		if err != nil {
			e.t.Fatal(err)
		}
		events = append(events, event)
	}
	return events
}

// saveHistory writes the history of a workflow for the replay tests.
func (e *engine) saveHistory(run client.WorkflowRun, name string) {
	e.t.Helper()
	if !*record {
		return
	}
	text, err := protojson.MarshalOptions{Multiline: true, Indent: " "}.Marshal(&history.History{Events: e.history(run)})
	if err == nil {
		err = os.WriteFile(filepath.Join("testdata", name+".json"), append(text, '\n'), 0o666)
	}
	if err != nil {
		e.t.Fatal(err)
	}
}
