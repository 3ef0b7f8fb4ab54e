//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// exportloops is the name of an example program.
const exportloops = "exportloops"

// exportAll runs exportloops, which exports n loops of a server in another process. This
// process must stay small, because getrusage includes it in the program's peak.
func exportAll(ctx context.Context, n int, programs string) (map[string]cost, error) {
	url, stop, err := startServing(ctx, n)
	if err != nil {
		return nil, err
	}
	defer stop()
	var sum cost
	times := repeats(max(n, 20_000/5)) // fewer than elsewhere, because each starts a process
	for range times {
		c, err := exportOnce(ctx, n, url, programs)
		if err != nil {
			return nil, err
		}
		sum = sum.plus(c)
	}
	return map[string]cost{export: sum.dividedBy(times)}, nil
}

func exportOnce(ctx context.Context, n int, url, programs string) (c cost, err error) {
	folder, err := os.MkdirTemp("", "export")
	if err != nil {
		return c, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "loops.jsonl")
	command := exec.CommandContext(ctx, filepath.Join(programs, exportloops), "-aws", "-flow-definition", flowDefinition, "-out", file)
	command.Env = []string{
		"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME=" + url, "AWS_REGION=us-east-1", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
	}
	start := time.Now()
	if out, err := command.CombinedOutput(); err != nil {
		return c, fmt.Errorf("exportloops: %w: %s", err, out)
	}
	c = spent(command.ProcessState, time.Since(start))
	written, err := os.ReadFile(file)
	if lines := bytes.Count(written, []byte("\n")); err == nil && lines != n {
		err = fmt.Errorf("exportloops wrote %d of %d loops", lines, n)
	}
	return c, err
}

// spent returns the cost of a process that has ended, with its peak memory.
func spent(p *os.ProcessState, elapsed time.Duration) cost {
	c := cost{CPU: p.UserTime() + p.SystemTime(), Elapsed: elapsed}
	if usage, ok := p.SysUsage().(*syscall.Rusage); ok {
		c.Memory = float64(usage.Maxrss) * 1024
	}
	return c
}

// startServing starts this program as a process that serves n loops.
func startServing(ctx context.Context, n int) (url string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	command := exec.CommandContext(ctx, self, serveArg, strconv.Itoa(n))
	command.Stderr = os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = stdin.Close()
		_ = command.Wait()
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, errors.Join(errors.New("the server did not print its URL"), err)
	}
	return strings.TrimSpace(line), stop, nil
}
