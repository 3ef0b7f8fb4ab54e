package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// child is a process that this one has started. It ends with its context. A worker, or a
// server of the folder server, also ends when this process dies, because its standard
// input ends then.
type child struct {
	process  *os.Process
	expected atomic.Bool   // whether the process was told to end
	ended    chan struct{} // closed when the process has ended
	err      error         // why it has ended, once ended is closed
}

// startChild starts a process. When its context ends, it may finish its work, within a
// time limit.
func startChild(command *exec.Cmd) (*child, error) {
	if _, err := command.StdinPipe(); err != nil {
		return nil, err
	}
	command.Cancel = func() error { return terminate(command.Process) }
	command.WaitDelay = killAfterStop
	if err := command.Start(); err != nil {
		return nil, err
	}
	c := &child{process: command.Process, ended: make(chan struct{})}
	go func() { // ends with the process
		defer close(c.ended)
		if c.err = command.Wait(); c.err == nil {
			c.err = errors.New("exit status 0")
		}
		c.err = fmt.Errorf("the process %s has ended: %w", filepath.Base(command.Path), c.err)
	}()
	return c, nil
}

// killAfterStop is how long a process may take to end.
const killAfterStop = stopTimeout + 5*time.Second

// watch calls cancel if the process ends before ctx, and nobody told it to.
func (c *child) watch(ctx context.Context, cancel context.CancelCauseFunc) {
	go func() { // ends with ctx
		select {
		case <-c.ended:
			if !c.expected.Load() {
				cancel(c.err)
			}
		case <-ctx.Done():
		}
	}()
}

// end ends the process, if it still runs.
func (c *child) end() {
	c.expected.Store(true)
	_ = terminate(c.process) // fails if it has ended
	select {
	case <-c.ended:
	case <-time.After(killAfterStop):
		_ = c.kill()
	}
}

// kill ends the process without letting it finish anything.
func (c *child) kill() error {
	c.expected.Store(true)
	if err := c.process.Kill(); err != nil {
		return err
	}
	<-c.ended
	return nil
}

// terminate asks a process to end. On Windows, which cannot ask, it kills the process.
func terminate(p *os.Process) error {
	if runtime.GOOS == "windows" {
		return p.Kill()
	}
	return p.Signal(syscall.SIGTERM)
}
