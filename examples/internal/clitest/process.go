// Package clitest tests the example programs as processes: what a signal does to
// them and how they exit. The program is the test's own binary, whose TestMain
// calls main where an environment variable says so.
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

// Process is a program that runs.
type Process struct {
	cmd   *exec.Cmd
	ended chan struct{}

	mu      sync.Mutex
	printed sync.Cond
	stdout  bytes.Buffer
	stderr  bytes.Buffer
	over    bool // nothing more is printed
}

// Start starts the program. Its environment must make TestMain call main. The
// process is killed at the end of the test if it still runs.
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
		p.over = true
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

// WaitFor returns when the process has printed a text. It fails the test if the
// process ends before.
func (p *Process) WaitFor(t *testing.T, text string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for !strings.Contains(p.stdout.String(), text) && !strings.Contains(p.stderr.String(), text) {
		if p.over {
			t.Fatalf("the program ended without printing %q: %v, stderr %q", text, p.cmd.ProcessState, &p.stderr)
		}
		p.printed.Wait()
	}
}

// Kill kills the process, if it runs.
func (p *Process) Kill() { _ = p.cmd.Process.Kill() }

// Signal sends a signal to the process.
func (p *Process) Signal(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		t.Fatalf("send %v: %v", signal, err)
	}
}

// ExitCode waits for the end of the process and returns its exit code, -1 if a
// signal ended it.
func (p *Process) ExitCode() int {
	<-p.ended
	return p.cmd.ProcessState.ExitCode()
}

// State waits for the end of the process and describes how it ended.
func (p *Process) State() string {
	<-p.ended
	return p.cmd.ProcessState.String()
}

// NeedSignals skips the test on Windows, where one process cannot send another
// one what Ctrl-C sends.
func NeedSignals(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Go cannot interrupt another process on Windows")
	}
}

var interruptedCode = regexp.MustCompile(`with\s(\d+)\swhen\sCtrl-C\sor\sSIGTERM\sends\sit`)

// CheckInterrupted starts a program for each signal that ends it, waits until it
// is ready, and compares the exit code with the one that its -h promises.
func CheckInterrupted(t *testing.T, env, args []string, ready func(*testing.T, *Process)) {
	t.Helper()
	NeedSignals(t)
	help := Start(t, env, "-h")
	if code := help.ExitCode(); code != 0 {
		t.Fatalf("-h: exit code %d", code)
	}
	found := interruptedCode.FindAllStringSubmatch(help.Stdout(), -1)
	if len(found) != 1 || strings.Contains(help.Stdout(), "interrupted") {
		t.Fatalf("-h does not match %q once, or says more about interrupts:\n%s", interruptedCode, help.Stdout())
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
				t.Errorf("it ended with %v, and -h promises %d; stderr %q", p.State(), want, p.Stderr())
			}
		})
	}
}
