package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/examples/internal/clitest"
	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

// asProgram makes the test binary run the program, so that it can be interrupted.
const asProgram = "QUICKSTART_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

// volatile matches the output that differs from run to run.
var volatile = []struct{ pattern, with string }{
	{`127\.0\.0\.1:\d+`, "ADDRESS"},
	{`\d{4}/\d\d/\d\d/\d\d/\d\d/\d\d`, "DATE"},
	{`execution/[0-9a-f]{32}`, "execution/ID"},
	{`quickstart-\d+-`, "quickstart-TIME-"},
}

func stable(s string) string {
	for _, v := range volatile {
		s = regexp.MustCompile(v.pattern).ReplaceAllString(s, v.with)
	}
	return s
}

func TestOutputOnLocalServices(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "output.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := cli.Run(context.Background(), "quickstart", run, nil, &stdout, &stderr); code != cli.OK || stderr.Len() > 0 {
		t.Fatalf("exit code %d, stderr %q", code, &stderr)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), stable(stdout.String())); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

// With -aws, all steps run against the endpoint in the AWS configuration: a local
// service with an object store and a reviewer who answers after two polls.
func TestConfiguredEndpoint(t *testing.T) {
	a2i := a2itest.NewServer()
	defer a2i.Close()
	polls := 0
	services := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		loop, isPoll := strings.CutPrefix(r.URL.Path, "/human-loops/")
		if isPoll && strings.HasSuffix(loop, "-invoice") {
			if polls++; polls == 3 {
				if err := a2i.Complete(loop, `{"totalAmount":"2,211.00"}`); err != nil {
					t.Error(err)
				}
			}
		}
		if strings.HasSuffix(r.URL.Path, "/output.json") { // an S3 GET, path style
			bucket, key, _ := strings.Cut(r.URL.Path[1:], "/")
			document, err := a2i.GetObject(r.Context(), bucket, key)
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(w, document)
			return
		}
		a2i.ServeHTTP(w, r)
	}))
	defer services.Close()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": services.URL, "AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "none"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"), "AWS_PROFILE": "",
		"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS_SESSION_TOKEN": "",
	} {
		t.Setenv(name, value)
	}
	var stdout, stderr bytes.Buffer
	args := []string{"-aws", "-flow-definition", a2i.FlowDefinitionArn("review"), "-poll", "1ms"}
	if code := cli.Run(context.Background(), "quickstart", run, args, &stdout, &stderr); code != cli.OK {
		t.Fatalf("exit code %d, stderr %q\n%s", code, &stderr, &stdout)
	}
	for _, want := range []string{
		"Using the endpoint http://ADDRESS with Region us-east-1.", "quickstart-TIME-invoice is InProgress", "quickstart-TIME-invoice is Completed",
		"answered totalAmount: 2,211.00", "quickstart-TIME-stopped is Stopped", "Skipped, because -flow is not set.", "Done.",
	} {
		if !strings.Contains(stable(stdout.String()), want) {
			t.Errorf("the output lacks %q:\n%s", want, &stdout)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestExitCodes(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, tc := range []struct {
		name   string
		ctx    context.Context
		args   []string
		code   int
		stderr string
	}{
		{"help", context.Background(), []string{"-h"}, cli.OK, "-flow-definition ARN"},
		{"unknown flag", context.Background(), []string{"-x"}, cli.Usage, "flag provided but not defined: -x"},
		{"argument", context.Background(), []string{"x"}, cli.Usage, `unexpected argument "x"`},
		{"AWS without a flow definition", context.Background(), []string{"-aws"}, cli.Usage, "-aws needs -flow-definition ARN"},
		{"flow definition without AWS", context.Background(), []string{"-flow-definition", "a"}, cli.Usage, "need -aws"},
		{"negative poll", context.Background(), []string{"-poll", "-1s"}, cli.Usage, "-poll is -1s: it must not be negative"},
		{"zero timeout", context.Background(), []string{"-timeout", "0s"}, cli.Usage, "-timeout is 0s: it must be positive"},
		{"no time", context.Background(), []string{"-timeout", "1ns"}, cli.Error, "-timeout of 1ns expired"},
		{"interrupted", ended, nil, cli.Interrupted, `interrupted: step "Start a human loop for an invoice": context canceled`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if code := cli.Run(tc.ctx, "quickstart", run, tc.args, &stdout, &stderr); code != tc.code || !strings.Contains(stderr.String()+stdout.String(), tc.stderr) {
				t.Errorf("exit code %d, stderr %q; want %d and %q", code, &stderr, tc.code, tc.stderr)
			}
		})
	}
}

// If no endpoint is configured, the output says AWS and the Region.
func TestAWSEndpoint(t *testing.T) {
	for _, v := range append(interop.Environment(t, "us-west-2", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "AWS_PROFILE=", "AWS_SESSION_TOKEN=") {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value)
		}
	}
	env, err := onAWS(context.Background(), settings{aws: true, flowDefinition: "arn"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "AWS in us-west-2"; env.description != want {
		t.Errorf("description %q, want %q", env.description, want)
	}
}

func TestFlowWithoutExecutions(t *testing.T) {
	flows := flowstest.NewServer(func(o *flowstest.Options) { o.Flows = []string{"FLOW123456"} })
	defer flows.Close()
	var stdout bytes.Buffer
	env := &environment{flows: bedrockflows.NewFromConfig(flows.Config()), flow: "FLOW123456"}
	if err := (&tour{environment: env, out: &stdout}).executions(context.Background()); err != nil {
		t.Fatal(err)
	}
	if want := "The flow FLOW123456 has no executions.\n"; stdout.String() != want {
		t.Errorf("it printed %q, want %q", &stdout, want)
	}
}

// An error names the program's flags instead of options that only a Go program can
// set. It also names the loop that is still running on AWS.
func TestErrorNamesFlags(t *testing.T) {
	a2i := a2itest.NewServer()
	defer a2i.Close()
	for _, v := range append(interop.Environment(t, "us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
		"AWS_ENDPOINT_URL="+a2i.URL(), "AWS_REGION=us-east-1", "AWS_PROFILE=", "AWS_SESSION_TOKEN=") {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value)
		}
	}
	var stdout, stderr bytes.Buffer
	args := []string{"-aws", "-flow-definition", a2i.FlowDefinitionArn("review"), "-poll", "1h", "-timeout", "1h"} // one poll
	code := cli.Run(context.Background(), "quickstart", run, args, &stdout, &stderr)
	const want = `quickstart: step "Wait for a reviewer": -timeout 1h0m0s leaves no time for another poll after -poll 1h0m0s: decrease -poll or increase -timeout; last status: InProgress` + "\n" +
		"The human loop quickstart-TIME-invoice may still be running. If nobody needs it, stop it with\n" +
		"  aws sagemaker-a2i-runtime stop-human-loop --human-loop-name quickstart-TIME-invoice\n"
	if code != cli.Error || stable(stderr.String()) != want {
		t.Errorf("exit code %d, stderr %q, want %q", code, &stderr, want)
	}
}

// The program is interrupted while it waits for a reviewer.
func TestInterrupted(t *testing.T) {
	a2i := a2itest.NewServer()
	defer a2i.Close()
	env := append(interop.Environment(t, "us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
		"AWS_ENDPOINT_URL="+a2i.URL(), asProgram+"=1")
	args := []string{"-aws", "-flow-definition", a2i.FlowDefinitionArn("review"), "-poll", "1h", "-timeout", "100h"}
	clitest.CheckInterrupted(t, env, args, func(t *testing.T, p *clitest.Process) {
		p.WaitFor(t, "Waiting for a reviewer of "+a2i.URL())
	})
}
