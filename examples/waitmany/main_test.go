package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/examples/internal/clitest"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"go.uber.org/goleak"
)

// asProgram makes the test binary run the program, so that it can be interrupted.
const asProgram = "WAITMANY_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

func runHere(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errOut bytes.Buffer
	code = cli.Run(ctx, "waitmany", run, args, &out, &errOut)
	return code, out.String(), errOut.String()
}

func TestStatusesOnLocalService(t *testing.T) {
	code, stdout, stderr := runHere(context.Background(), "-n", "12", "-poll", "20ms")
	if code != cli.OK || stderr != "waitmany: started 12 human loops\n" {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	if len(lines) != 13 || !strings.HasPrefix(lines[0], "HUMAN LOOP ") {
		t.Fatalf("%d lines, want a header and 12 loops:\n%s", len(lines), stdout)
	}
	for _, line := range lines[1:] {
		if status := strings.Fields(line)[1]; status != "Completed" && status != "Failed" && status != "Stopped" {
			t.Errorf("line %q", line)
		}
	}
}

// Loops of the local service end with the program, so no message says that they may
// still be running.
func TestRunningLoopsOnLocalService(t *testing.T) {
	code, stdout, stderr := runHere(context.Background(), "-n", "3", "-max-wait", "1ms")
	if code != cli.Error || !strings.Contains(stderr, "3 of 3 human loops not ended") || strings.Contains(stderr, "may still be running") || strings.Count(stdout, "InProgress") != 3 {
		t.Errorf("exit code %d, stderr %q, stdout:\n%s", code, stderr, stdout)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("interrupted"))
	if code, _, stderr := runHere(ctx); code != cli.Interrupted || !strings.Contains(stderr, "interrupted") {
		t.Errorf("interrupted: exit code %d, stderr %q", code, stderr)
	}
}

func TestFlags(t *testing.T) {
	for want, args := range map[string][]string{
		"-aws needs -flow-definition ARN":       {"-aws"},
		"-flow-definition needs -aws":           {"-flow-definition", "x"},
		"-n is 0: it must be at least 1":        {"-n", "0"},
		"-max-wait is 0s: it must be positive":  {"-max-wait", "0s"},
		"-poll is -1s: it must not be negative": {"-poll", "-1s"},
		"unexpected argument":                   {"x"},
		"flag provided but not defined":         {"-nosuch"},
	} {
		if code, _, stderr := runHere(context.Background(), args...); code != cli.Usage || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit code %d, stderr %q; want %d and %q", args, code, stderr, cli.Usage, want)
		}
	}
	if code, stdout, stderr := runHere(context.Background(), "-h"); code != cli.OK || stderr != "" || !strings.Contains(stdout, "-max-wait") {
		t.Errorf("-h: exit code %d, stderr %q", code, stderr)
	}
}

func TestInterrupted(t *testing.T) {
	args := []string{"-n", "3", "-poll", "1h"}
	clitest.CheckInterrupted(t, append(os.Environ(), asProgram+"=1"), args, func(t *testing.T, p *clitest.Process) {
		p.WaitFor(t, "started 3 human loops")
	})
}
