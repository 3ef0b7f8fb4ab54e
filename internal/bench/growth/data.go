//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/bench"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// localservice is the name of an example program.
const localservice = "localservice"

// saveAndLoad starts n loops in localservice with a data file, and then restarts the program
// with that file twice.
func saveAndLoad(ctx context.Context, n int, programs string) (map[string]cost, error) {
	folder, err := os.MkdirTemp("", "data")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	start := func() (*program, cost, error) {
		return startLocalservice(ctx, filepath.Join(programs, localservice), filepath.Join(folder, "loops.db"))
	}
	costs := map[string]cost{}

	first, _, err := start()
	if err != nil {
		return nil, err
	}
	defer first.kill()
	if err := callInChild(ctx, warmUpArg, warmUp, first.url); err != nil {
		return nil, err
	}
	if costs[saving], err = first.measure(func() error { return callInChild(ctx, startArg, n, first.url) }); err != nil {
		return nil, err
	}
	if _, err := first.end(); err != nil {
		return nil, err
	}

	second, loaded, err := start()
	if err != nil {
		return nil, err
	}
	defer second.kill()
	costs[loading] = loaded
	ended, err := second.end()
	if err != nil {
		return nil, err
	}

	third, loaded, err := start()
	if err != nil {
		return nil, err
	}
	defer third.kill()
	costs[restart] = cost{ended.CPU + loaded.CPU, ended.Elapsed + loaded.Elapsed, ended.Memory}
	if err := countItems(ctx, newClient(third.url), n); err != nil { // no loop may be lost
		return nil, err
	}
	_, err = third.end()
	return costs, err
}

func newClient(url string) *a2iruntime.Client {
	transport := &http.Transport{MaxIdleConnsPerHost: bench.LoopbackCallers}
	return a2iruntime.NewFromConfig(bench.Config(&http.Client{Transport: transport}, url))
}

// callService makes this number of calls of a service, several of them concurrently.
func callService(ctx context.Context, calls, url string, call func(ctx context.Context, client *a2iruntime.Client, i int) error) error {
	n, err := strconv.Atoi(calls)
	if err != nil {
		return err
	}
	client := newClient(url)
	return inParallel(n, func(i int) error { return call(ctx, client, i) })
}

func startLoop(ctx context.Context, client *a2iruntime.Client, i int) error {
	_, err := client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
		HumanLoopName: aws.String(loopName(i)), FlowDefinitionArn: aws.String(flowDefinition),
		HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(inputContent)},
	})
	return err
}

// listEmpty lists the loops of a flow definition without loops.
func listEmpty(ctx context.Context, client *a2iruntime.Client, _ int) error {
	_, err := client.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition + "-unused")})
	return err
}

// inParallel calls a function with 0 to n-1, from LoopbackCallers goroutines.
func inParallel(n int, call func(i int) error) error {
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var callers sync.WaitGroup
	for range bench.LoopbackCallers {
		callers.Add(1)
		go func() {
			defer callers.Done()
			for i := int(next.Add(1)) - 1; i < n && failed.Load() == nil; i = int(next.Add(1)) - 1 {
				if err := call(i); err != nil {
					failed.Store(&err)
				}
			}
		}()
	}
	callers.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// callInChild calls a service from another process, so that this process stays small.
// getrusage includes this process's memory in the peak of the programs that it starts.
func callInChild(ctx context.Context, what string, n int, url string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, self, what, strconv.Itoa(n), url).CombinedOutput(); err != nil {
		return fmt.Errorf("%s, %d calls: %w: %s", what, n, err, out)
	}
	return nil
}

// program is a running localservice process.
type program struct {
	command *exec.Cmd
	url     string
}

// startLocalservice starts the program and returns its cost until it listens.
func startLocalservice(ctx context.Context, binary, file string) (*program, cost, error) {
	p := &program{command: exec.CommandContext(ctx, binary, "-addr", "127.0.0.1:0", "-shell", "sh", "-data", file)}
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		return nil, cost{}, err
	}
	var stderr strings.Builder
	p.command.Stderr = &stderr
	start := time.Now()
	if err := p.command.Start(); err != nil {
		return nil, cost{}, err
	}
	if p.url, err = endpointIn(stdout); err != nil {
		_ = p.command.Wait()
		return nil, cost{}, fmt.Errorf("start localservice: %w: %s", err, stderr.String())
	}
	c := cost{Elapsed: time.Since(start)}
	if c.CPU, err = cpuOf(p.command.Process.Pid); err == nil {
		c.Memory, err = peakOf(p.command.Process.Pid)
	}
	if err != nil {
		p.kill()
		return nil, cost{}, err
	}
	return p, c, nil
}

// endpointIn reads the endpoint from the output of localservice.
func endpointIn(stdout io.Reader) (string, error) {
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "export AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME='"); ok {
			return strings.TrimSuffix(text, "'"), nil
		}
	}
	return "", fmt.Errorf("the program did not print its endpoint")
}

// measure calls do and returns its cost to the program.
func (p *program) measure(do func() error) (c cost, err error) {
	pid := p.command.Process.Pid
	before, err := cpuOf(pid)
	if err != nil {
		return c, err
	}
	start := time.Now()
	if err := do(); err != nil {
		return c, err
	}
	c.Elapsed = time.Since(start)
	after, err := cpuOf(pid)
	if err != nil {
		return c, err
	}
	c.CPU = after - before
	c.Memory, err = peakOf(pid)
	return c, err
}

// end ends the program with SIGTERM, and returns the cost of that and the peak memory of the
// whole process.
func (p *program) end() (cost, error) {
	before, err := cpuOf(p.command.Process.Pid)
	if err != nil {
		return cost{}, err
	}
	start := time.Now()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return cost{}, err
	}
	if err := p.command.Wait(); err != nil {
		return cost{}, fmt.Errorf("end localservice: %w", err)
	}
	c := spent(p.command.ProcessState, time.Since(start))
	c.CPU -= before
	return c, nil
}

// kill kills the program if it is still running.
func (p *program) kill() {
	if p.command.ProcessState == nil {
		_ = p.command.Process.Kill()
		_ = p.command.Wait()
	}
}
