//go:build unix

package main

import (
	"context"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/encoding/protojson"
)

var (
	serverProgram = flag.String("server", "", "a `program` built from the folder server: run the tests that need a Temporal server")
	record        = flag.Bool("record", false, "write the histories of workflows to testdata")
)

// engine is a Temporal server whose workflows are in files, a local A2I, and workers.
type engine struct {
	demo
	t       testing.TB
	ctx     context.Context
	address string
	data    string
	server  *exec.Cmd
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
	t.Cleanup(func() { endChild(e.server) })
	temporal, err := dial(ctx, address)
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
	if e.server, err = startServer(e.ctx, *serverProgram, e.address, e.data); err != nil {
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

// until asks again and again whether something is so.
func (e *engine) until(what string, so func() bool) {
	e.t.Helper()
	for !so() {
		if sleep(e.ctx, 10*time.Millisecond) != nil {
			e.t.Fatalf("not before the test's time was over: %s", what)
		}
	}
}

func (e *engine) signalWorker(s syscall.Signal) {
	e.t.Helper()
	if err := e.workers.running[0].Process.Signal(s); err != nil {
		e.t.Fatal(err)
	}
}

// saveHistory writes the history of a workflow for the replay tests.
func (e *engine) saveHistory(run client.WorkflowRun, name string) {
	e.t.Helper()
	if !*record {
		return
	}
	history, err := historyOf(e.ctx, e.temporal, run)
	if err != nil {
		e.t.Fatal(err)
	}
	text, err := protojson.MarshalOptions{Multiline: true, Indent: " "}.Marshal(history)
	if err == nil {
		err = os.WriteFile(filepath.Join("testdata", name+".json"), append(text, '\n'), 0o666)
	}
	if err != nil {
		e.t.Fatal(err)
	}
}
