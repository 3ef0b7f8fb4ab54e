// Package clitest runs the example programs as processes, to test how they handle
// signals and how they exit. The program is the test binary itself: its TestMain calls
// main if an environment variable is set.
package clitest

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Process is a running program.
type Process struct {
	cmd   *exec.Cmd
	ended chan struct{}

	mu      sync.Mutex
	printed sync.Cond
	stdout  bytes.Buffer
	stderr  bytes.Buffer
	exited  bool // nothing more will be printed
}

// Start starts the program. The environment must make TestMain call main. If the
// process is still running at the end of the test, it is killed.
func Start(t *testing.T, env []string, args ...string) *Process {
	t.Helper()
	p := &Process{cmd: exec.Command(os.Args[0], args...), ended: make(chan struct{})}
	p.printed.L = &p.mu
	p.cmd.Env = slices.Concat(env, []string{"GORACE=atexit_sleep_ms=0"}) // with -race, a process sleeps for a second before it exits
	p.cmd.Stdout, p.cmd.Stderr = &output{p, &p.stdout}, &output{p, &p.stderr}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		_ = p.cmd.Wait() // ProcessState has the result
		p.mu.Lock()
		defer p.mu.Unlock()
		p.exited = true
		p.printed.Broadcast()
	}()
	t.Cleanup(func() {
		p.Kill()
		<-p.ended
	})
	return p
}

// output collects what a process prints.
type output struct {
	p  *Process
	to *bytes.Buffer
}

func (o *output) Write(text []byte) (int, error) {
	o.p.mu.Lock()
	defer o.p.mu.Unlock()
	defer o.p.printed.Broadcast()
	return o.to.Write(text)
}

// Ended is closed when the process has ended.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Stdout returns what the process has printed to standard output.
func (p *Process) Stdout() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stdout.String()
}

// Stderr returns what the process has printed to standard error.
func (p *Process) Stderr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stderr.String()
}

// WaitFor waits until the process has printed text. If the process ends first, the
// test fails.
func (p *Process) WaitFor(t *testing.T, text string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for !strings.Contains(p.stdout.String(), text) && !strings.Contains(p.stderr.String(), text) {
		if p.exited {
			t.Fatalf("the program ended without printing %q: %v, stderr %q", text, p.cmd.ProcessState, &p.stderr)
		}
		p.printed.Wait()
	}
}

// Kill kills the process if it is running.
func (p *Process) Kill() { _ = p.cmd.Process.Kill() }

// Signal sends a signal to the process.
func (p *Process) Signal(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		t.Fatalf("send %v: %v", signal, err)
	}
}

// ExitCode waits until the process has ended, and returns its exit code. The code is
// -1 if a signal ended it.
func (p *Process) ExitCode() int {
	<-p.ended
	return p.cmd.ProcessState.ExitCode()
}

// State waits until the process has ended, and describes how it ended.
func (p *Process) State() string {
	<-p.ended
	return p.cmd.ProcessState.String()
}

// NeedSignals skips the test on Windows, where a process cannot send the signal of
// Ctrl-C to another process.
func NeedSignals(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Go cannot interrupt another process on Windows")
	}
}

var interruptedCode = regexp.MustCompile(`with\s(\d+)\swhen\sCtrl-C\sor\sSIGTERM\sends\sit`)

// CheckInterrupted checks that a program exits with the code that its -h documents when
// it is interrupted. For each signal, it starts the program, calls ready, and sends the
// signal.
func CheckInterrupted(t *testing.T, env, args []string, ready func(*testing.T, *Process)) {
	t.Helper()
	NeedSignals(t)
	help := Start(t, env, "-h")
	if code := help.ExitCode(); code != 0 {
		t.Fatalf("-h: exit code %d", code)
	}
	found := interruptedCode.FindAllStringSubmatch(help.Stdout(), -1)
	if len(found) != 1 || strings.Contains(help.Stdout(), "interrupted") {
		t.Fatalf("-h must document the exit code for Ctrl-C and SIGTERM once, as in %q, and not mention interrupts elsewhere:\n%s", interruptedCode, help.Stdout())
	}
	want, err := strconv.Atoi(found[0][1])
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			p := Start(t, env, args...)
			ready(t, p)
			p.Signal(t, signal)
			if code := p.ExitCode(); code != want {
				t.Errorf("it ended with %v, but -h documents exit code %d; stderr %q", p.State(), want, p.Stderr())
			}
		})
	}
}
