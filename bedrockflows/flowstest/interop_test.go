package flowstest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/google/go-cmp/cmp"
)

const (
	exampleKey    = "AKIAIOSFODNN7EXAMPLE"
	exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// run runs a tool without the environment variables that name another server, account or
// configuration.
func run(t *testing.T, secret, tool string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), tool, args...)
	cmd.Env = interop.Environment(t, "us-east-1", exampleKey, secret)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err = cmd.Run()
	return out.String(), errOut.String(), err
}

// interopServer starts a server with a test's clock and 25 executions, of which only the
// newest, 24, has succeeded.
func interopServer(t *testing.T) *flowstest.Server {
	t.Helper()
	now := newClock()
	srv := newServer(t, now.at, func(o *flowstest.Options) { o.Flows = []string{flow} })
	startMany(t, srv, now, 25)
	now.add(time.Hour)
	must(t, srv.Finish(flowArn+"/alias/TSTALIASID/execution/24", types.FlowExecutionStatusSucceeded))
	return srv
}

const newestFirst = "24 23 22 21 20 19 18 17 16 15 14 13 12 11 10 09 08 07 06 05 04 03 02 01 00"

func TestBoto3(t *testing.T) {
	t.Parallel() // most of the time, it waits for a Python process
	interop.NeedPython(t, "boto3")
	srv := interopServer(t)
	stdout, stderr, err := run(t, exampleSecret, "python3", "testdata/list.py", srv.URL(), flow, exampleKey, exampleSecret)
	if err != nil {
		t.Fatalf("list.py: %v\n%s", err, stderr)
	}
	t.Run("list_flow_executions", func(t *testing.T) {
		if strings.TrimSpace(stdout) == "too old" {
			interop.Missing(t, interop.Python, "the boto3 on this machine is too old to know list_flow_executions")
		}
		const want = `[
			{"step": "first", "executions": [{
				"createdAt": "2026-03-04T05:06:07.915000+00:00", "endedAt": "2026-03-04T06:06:07.916000+00:00",
				"executionArn": "arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456/alias/TSTALIASID/execution/24",
				"flowAliasIdentifier": "TSTALIASID", "flowIdentifier": "FLOW123456", "flowVersion": "DRAFT", "status": "Succeeded"}]},
			{"step": "pages", "sizes": [10, 10, 5], "names": "` + newestFirst + `"},
			{"step": "pages", "sizes": [10, 10, 5], "names": "` + newestFirst + `"},
			{"step": "unknown flow", "error": ["ResourceNotFoundException", 404, "The flow NOSUCHFLOW was not found.", "ResourceNotFoundException"]},
			{"step": "wrong secret", "error": ["InvalidSignatureException", 403, "` + mismatch + `", "ClientError"]}
		]`
		got := "[" + strings.Join(strings.Split(strings.TrimSpace(stdout), "\n"), ",") + "]"
		if diff := cmp.Diff(document(t, want), document(t, got)); diff != "" {
			t.Errorf("steps (-want +got):\n%s", diff)
		}
	})
}

func TestAWSCLI(t *testing.T) {
	t.Parallel() // most of the time, it waits for AWS CLI processes
	interop.NeedTool(t, "aws")
	srv := interopServer(t)
	names, err := json.Marshal(strings.Fields(newestFirst))
	must(t, err)
	tests := []struct {
		name, secret, flow string
		args               []string
		want, err          string
	}{
		{
			name: "list", secret: exampleSecret, flow: flow,
			args: []string{"--query", "flowExecutionSummaries[].executionArn"}, want: string(names),
		},
		{
			name: "list by ARN", secret: exampleSecret, flow: flowArn,
			args: []string{"--max-items", "1", "--query", "flowExecutionSummaries[].[status,flowVersion,flowAliasIdentifier,flowIdentifier]"},
			want: `[["Succeeded", "DRAFT", "TSTALIASID", "FLOW123456"]]`,
		},
		{
			name: "unknown flow", secret: exampleSecret, flow: "NOSUCHFLOW",
			err: "An error occurred (ResourceNotFoundException) when calling the ListFlowExecutions operation: The flow NOSUCHFLOW was not found.",
		},
		{
			name: "wrong secret", secret: "wrong", flow: flow,
			err: "An error occurred (InvalidSignatureException) when calling the ListFlowExecutions operation: " + mismatch,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{
				"bedrock-agent-runtime", "list-flow-executions", "--output", "json",
				"--endpoint-url", srv.URL(), "--flow-identifier", tt.flow,
			}, tt.args...)
			stdout, stderr, err := run(t, tt.secret, "aws", args...)
			if err != nil && strings.Contains(stderr, "argument operation: ") && strings.Contains(strings.ToLower(stderr), "invalid choice") {
				interop.Missing(t, interop.AWS, "the AWS CLI on this machine is too old to know list-flow-executions")
			}
			if tt.err != "" {
				if err == nil || !strings.Contains(stderr, tt.err) {
					t.Errorf("got %v, %s, want an exit code and %s", err, stderr, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatalf("aws: %v\n%s", err, stderr)
			}
			got := strings.ReplaceAll(stdout, flowArn+"/alias/TSTALIASID/execution/", "")
			if diff := cmp.Diff(document(t, tt.want), document(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func document(t *testing.T, text string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}
