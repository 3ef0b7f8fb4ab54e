package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// child is a process that this one has started. It ends with its context, and when this
// process dies, since its standard input ends then.
type child struct {
	process *os.Process
	ended   chan struct{} // closed when the process has ended
	err     error         // of the process, once ended is closed
}

// startChild starts a process. When its context ends, it may finish its work, within a
// time limit.
func startChild(command *exec.Cmd) (*child, error) {
	if _, err := command.StdinPipe(); err != nil {
		return nil, err
	}
	command.Cancel = func() error { return terminate(command.Process) }
	command.WaitDelay = stopTimeout + 5*time.Second
	if err := command.Start(); err != nil {
		return nil, err
	}
	c := &child{process: command.Process, ended: make(chan struct{})}
	go func() { // ends with the process
		defer close(c.ended)
		if c.err = command.Wait(); c.err == nil {
			c.err = fmt.Errorf("%s has ended", command.Path)
		}
	}()
	return c, nil
}

// end ends the process, if it still runs.
func (c *child) end() {
	_ = terminate(c.process) // fails if it has ended
	<-c.ended
}

// kill ends the process without letting it finish anything.
func (c *child) kill() error {
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
