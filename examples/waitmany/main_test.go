package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/examples/internal/cli"
	"github.com/a2iflows/a2iflows-go/examples/internal/clitest"
	"go.uber.org/goleak"
)

// asProgram makes the test's binary the program itself, so that it can be interrupted.
const asProgram = "WAITMANY_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	goleak.VerifyTestMain(m)
}

func runHere(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errOut bytes.Buffer
	code = cli.Run(ctx, "waitmany", run, args, &out, &errOut)
	return code, out.String(), errOut.String()
}

func TestLocally(t *testing.T) {
	code, stdout, stderr := runHere(context.Background(), "-n", "12", "-poll", "20ms")
	if code != cli.OK || stderr != "waitmany: started 12 human loops\n" {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	if len(lines) != 13 || !strings.HasPrefix(lines[0], "HUMAN LOOP ") {
		t.Fatalf("%d lines, want a head and 12 loops:\n%s", len(lines), stdout)
	}
	for _, line := range lines[1:] {
		if status := strings.Fields(line)[1]; status != "Completed" && status != "Failed" && status != "Stopped" {
			t.Errorf("line %q", line)
		}
	}
}

// What is left of the local service's loops ends with the program.
func TestLoopsThatAreLeft(t *testing.T) {
	code, stdout, stderr := runHere(context.Background(), "-n", "3", "-max-wait", "1ms")
	if code != cli.Error || !strings.Contains(stderr, "3 of 3 human loops not ended") || strings.Contains(stderr, "these loops go on") || strings.Count(stdout, "InProgress") != 3 {
		t.Errorf("exit code %d, stderr %q, stdout:\n%s", code, stderr, stdout)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("interrupted"))
	if code, _, stderr := runHere(ctx); code != cli.Interrupted || !strings.Contains(stderr, "interrupted") {
		t.Errorf("interrupted: exit code %d, stderr %q", code, stderr)
	}
}

// On AWS what is left goes on without the program, so some of it is named.
func TestLoopsThatAreLeftOnAWS(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	cfg := srv.Config()
	keys, err := cfg.Credentials.Retrieve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME": srv.URL(), "AWS_REGION": cfg.Region, "AWS_PROFILE": "",
		"AWS_ACCESS_KEY_ID": keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey, "AWS_SESSION_TOKEN": "",
	} {
		t.Setenv(name, value)
	}
	for n, more := range map[string]string{"3": "-003\n", "20": "-020\n", "23": "-020 and 3 more\n"} {
		code, _, stderr := runHere(context.Background(), "-aws", "-flow-definition", srv.FlowDefinitionArn("numbers"), "-n", n, "-poll", "1ms", "-max-wait", "10ms")
		if code != cli.Error || !strings.Contains(stderr, "these loops go on") || !strings.Contains(stderr, more) {
			t.Errorf("-n %s: exit code %d, stderr %q, want %q in it", n, code, stderr, more)
		}
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestFlags(t *testing.T) {
	for want, args := range map[string][]string{
		"go together":          {"-aws"},
		"-n is 0":              {"-n", "0"},
		"must be positive":     {"-max-wait", "0s"},
		"unexpected argument":  {"x"},
		"flag provided but no": {"-nosuch"},
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
