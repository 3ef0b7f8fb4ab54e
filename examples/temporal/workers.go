package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// workers are worker processes: this program with -worker.
type workers struct {
	address     string // of the Temporal server
	taskQueue   string
	environment []string
	activities  int
	stderr      io.Writer
	running     []*exec.Cmd
}

// start starts one more worker.
func (w *workers) start(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, self, "-worker", "-until-eof", "-temporal", w.address, "-task-queue", w.taskQueue, "-activities", strconv.Itoa(w.activities))
	command.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "AWS_") })
	command.Env = append(command.Env, w.environment...)
	command.Stderr = w.stderr
	if err := startChild(command); err != nil {
		return fmt.Errorf("start a worker: %w", err)
	}
	w.running = append(w.running, command)
	return nil
}

// stop ends all workers.
func (w *workers) stop() {
	for _, command := range w.running {
		endChild(command)
	}
}

// startChild starts a process that ends with its context, and when this process dies, since
// its standard input ends then. It can finish what it does, but not for ever.
func startChild(command *exec.Cmd) error {
	if _, err := command.StdinPipe(); err != nil {
		return err
	}
	command.Cancel = func() error { return terminate(command.Process) }
	command.WaitDelay = 15 * time.Second
	return command.Start()
}

// endChild ends a process, if it still runs.
func endChild(command *exec.Cmd) {
	if command.ProcessState == nil {
		_ = terminate(command.Process)
		_ = command.Wait()
	}
}

// terminate asks a process to end. On Windows, which cannot ask, it kills the process.
func terminate(p *os.Process) error {
	if runtime.GOOS == "windows" {
		return p.Kill()
	}
	return p.Signal(syscall.SIGTERM)
}
