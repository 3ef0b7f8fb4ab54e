package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// workers are worker processes: this program with -worker.
type workers struct {
	address     string // of the Temporal server
	taskQueue   string
	environment []string
	activities  int
	stderr      io.Writer
	running     []*child
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
	started, err := startChild(command)
	if err != nil {
		return fmt.Errorf("start a worker: %w", err)
	}
	w.running = append(w.running, started)
	return nil
}

// stop ends all workers.
func (w *workers) stop() {
	for _, worker := range w.running {
		worker.end()
	}
}
