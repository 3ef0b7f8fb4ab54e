//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/bench"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// programsVar is the environment variable with the folder of the examples.
const programsVar = "GROWTH_PROGRAMS"

func program(ctx context.Context, name string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, filepath.Join(os.Getenv(programsVar), name), args...)
}

// peak is the most memory that a process that has ended had.
func peak(cmd *exec.Cmd) float64 {
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss)
	}
	return float64(usage.Maxrss) * 1024
}

// export exports the loops of localservice to a file.
func export(ctx context.Context, n int) (c costs, err error) {
	s, _, err := startKept(ctx, n)
	if err != nil {
		return costs{}, err
	}
	defer func() { err = errors.Join(err, s.end(syscall.SIGTERM)) }()
	dir, err := os.MkdirTemp("", "export")
	if err != nil {
		return costs{}, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "loops.jsonl")
	cmd := program(ctx, "exportloops", "-aws", "-flow-definition", flowDefinition, "-out", out)
	cmd.Env = []string{
		"HOME=" + dir, "AWS_REGION=us-east-1", "AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME=" + s.url,
		"AWS_ACCESS_KEY_ID=" + bench.Credentials.AccessKeyID, "AWS_SECRET_ACCESS_KEY=" + bench.Credentials.SecretAccessKey,
	}
	begun := time.Now()
	if text, err := cmd.CombinedOutput(); err != nil {
		return costs{}, fmt.Errorf("%w: %s", err, text)
	}
	c = costs{time.Since(begun), peak(cmd)}
	exported, err := os.ReadFile(out)
	if lines := bytes.Count(exported, []byte("\n")); err == nil && lines != n {
		err = fmt.Errorf("%d of %d loops", lines, n)
	}
	return c, err
}

const flowDefinition = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"

// service is the program localservice.
type service struct {
	cmd    *exec.Cmd
	stderr bytes.Buffer
	url    string
	client *a2iruntime.Client
	rest   chan error // of the standard output, which is read to its end
}

// startService starts localservice and returns when it is ready: it has printed a line.
func startService(ctx context.Context, data string) (*service, error) {
	s := &service{cmd: program(ctx, "localservice", "-addr", "127.0.0.1:0", "-shell", "sh", "-data", data), rest: make(chan error, 1)}
	s.cmd.Stderr = &s.stderr
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	_, url, found := strings.Cut(strings.TrimSpace(line), "AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME='")
	if err != nil || !found {
		_ = s.cmd.Process.Kill() // why it failed is on stderr
		_ = s.cmd.Wait()
		return nil, fmt.Errorf("localservice printed %q and %q: %w", line, &s.stderr, err)
	}
	go func() {
		_, err := io.Copy(io.Discard, lines)
		s.rest <- err
	}()
	s.url = strings.TrimSuffix(url, "'")
	s.client = a2iruntime.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &s.url,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return bench.Credentials, nil }),
	})
	return s, nil
}

// end sends a signal and waits for the end of the process.
func (s *service) end(signal os.Signal) error {
	err := s.cmd.Process.Signal(signal)
	err = errors.Join(err, <-s.rest)
	if waitErr := s.cmd.Wait(); signal == syscall.SIGTERM {
		err = errors.Join(err, waitErr)
	}
	return err
}

// startLoops starts n loops with 16 goroutines.
func (s *service) startLoops(ctx context.Context, n int) error {
	const goroutines = 16
	var wg sync.WaitGroup
	errs := make([]error, goroutines)
	for g := range goroutines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := g; i < n && errs[g] == nil; i += goroutines {
				_, errs[g] = s.client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
					FlowDefinitionArn: aws.String(flowDefinition),
					HumanLoopName:     aws.String(loopName(i)),
					HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total":"12.50"}`)},
				})
			}
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// dataStart keeps the data file for the series to come.
func dataStart(ctx context.Context, n int) (costs, error) {
	dir, err := os.MkdirTemp("", "data")
	if err != nil {
		return costs{}, err
	}
	defer os.RemoveAll(dir)
	data := filepath.Join(dir, "loops.db")
	s, err := startService(ctx, data)
	if err != nil {
		return costs{}, err
	}
	begun := time.Now()
	err = s.startLoops(ctx, n)
	elapsed := time.Since(begun)
	err = errors.Join(err, s.end(syscall.SIGTERM), os.Rename(data, kept(n)))
	return costs{elapsed, peak(s.cmd)}, err
}

// kept is a data file with n loops.
func kept(n int) string { return filepath.Join(os.Getenv(programsVar), fmt.Sprintf("loops-%d.db", n)) }

// startKept starts localservice with n loops, and returns how long that took.
func startKept(ctx context.Context, n int) (*service, time.Duration, error) {
	if _, err := os.Stat(kept(n)); err != nil {
		if _, err := dataStart(ctx, n); err != nil {
			return nil, 0, err
		}
	}
	begun := time.Now()
	s, err := startService(ctx, kept(n))
	return s, time.Since(begun), err
}

func dataLoad(ctx context.Context, n int) (costs, error) {
	s, elapsed, err := startKept(ctx, n)
	if err != nil {
		return costs{}, err
	}
	err = s.end(syscall.SIGKILL)
	return costs{elapsed, peak(s.cmd)}, err
}

func dataRestart(ctx context.Context, n int) (costs, error) {
	s, _, err := startKept(ctx, n)
	if err != nil {
		return costs{}, err
	}
	begun := time.Now()
	if err := s.end(syscall.SIGTERM); err != nil {
		return costs{}, err
	}
	if s, _, err = startKept(ctx, n); err != nil {
		return costs{}, err
	}
	elapsed := time.Since(begun)
	err = s.end(syscall.SIGTERM)
	return costs{elapsed, peak(s.cmd)}, err
}
