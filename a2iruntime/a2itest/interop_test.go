package a2itest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/google/go-cmp/cmp"
)

const (
	exampleKey    = "AKIAIOSFODNN7EXAMPLE"
	exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// boto3 starts, describes, lists, stops and deletes loops as on AWS.
func TestBoto3(t *testing.T) {
	t.Parallel() // most of the time, it waits for a Python process
	interop.NeedPython(t, "boto3")
	srv := newServer(t, newClock().at)
	cmd := exec.CommandContext(context.Background(), "python3", "testdata/life.py", srv.URL(), reviews, exampleKey, exampleSecret)
	cmd.Env = interop.Environment(t, "us-east-1", exampleKey, exampleSecret)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	must(t, err)
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	got := readSteps(t, srv, stdout, stdin)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("life.py: %v\n%s", err, &stderr)
	}
	output := `"HumanLoopOutput": {"OutputS3Uri": "` + outputURI("answered") + `"}`
	wantSteps := `[
		{"step": "started", "arns": ["arn:aws:sagemaker:us-east-1:123456789012:human-loop/answered", "arn:aws:sagemaker:us-east-1:123456789012:human-loop/stopped"],
			"loop": {"CreationTime": "2026-03-04T05:06:07.891000+00:00", "FlowDefinitionArn": "` + reviews + `", "HumanLoopStatus": "InProgress",
				"HumanLoopName": "answered", "HumanLoopArn": "arn:aws:sagemaker:us-east-1:123456789012:human-loop/answered", ` + output + `}},
		{"step": "completed",
			"loop": {"CreationTime": "2026-03-04T05:06:07.891000+00:00", "FlowDefinitionArn": "` + reviews + `", "HumanLoopStatus": "Completed",
				"HumanLoopName": "answered", "HumanLoopArn": "arn:aws:sagemaker:us-east-1:123456789012:human-loop/answered", ` + output + `}},
		{"step": "stopped", "status": "Stopped"},
		{"step": "deleted", "error": ["ResourceNotFoundException", 404, "Human loop answered does not exist.", "ResourceNotFoundException"]},
		{"step": "listed", "sizes": [10, 10, 5], "all": true},
		{"step": "conflict", "error": ["ConflictException", 409, "Human loop loop-00 already exists with different input.", "ConflictException"]},
		{"step": "wrong secret", "error": ["InvalidSignatureException", 403, "` + mismatch + `", "ClientError"]},
		{"step": "unknown key", "error": ["UnrecognizedClientException", 403, "The security token included in the request is invalid.", "ClientError"]}
	]`
	if diff := cmp.Diff(document(t, wantSteps), got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// readSteps reads the steps that life.py prints. When it waits, a reviewer answers.
func readSteps(t *testing.T, srv *a2itest.Server, stdout io.Reader, stdin io.WriteCloser) any {
	t.Helper()
	defer stdin.Close()
	steps := []any{}
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		step := document(t, lines.Text())
		steps = append(steps, step)
		if step.(map[string]any)["step"] != "started" {
			continue
		}
		if got, err := srv.Input("answered"); err != nil || document(t, got).(map[string]any)["text"] != "für 見積 😀 / + %" {
			t.Errorf("Input: got %q, %v, want the text that boto3 sent", got, err)
		}
		if err := srv.Complete("answered", `{"ok":true}`); err != nil {
			t.Errorf("complete: %v", err)
		}
		_, _ = io.WriteString(stdin, "go on\n")
	}
	return steps
}

// The AWS CLI makes the same calls.
func TestAWSCLI(t *testing.T) {
	t.Parallel() // most of the time, it waits for AWS CLI processes
	interop.NeedTool(t, "aws")
	srv := newServer(t, newClock().at)
	described := `"CreationTime": "CREATED", "HumanLoopOutput": {"OutputS3Uri": "` + outputURI("answered") + `"}, "FlowDefinitionArn": "` + reviews + `", "HumanLoopName": "answered", "HumanLoopArn": "arn:aws:sagemaker:us-east-1:123456789012:human-loop/answered"`
	steps := []struct {
		name   string
		secret string
		before func()
		args   []string
		want   string // JSON, "" = none
		err    string
	}{
		{
			name: "start",
			args: []string{
				"start-human-loop", "--human-loop-name", "answered", "--flow-definition-arn", reviews,
				"--human-loop-input", `{"InputContent":"{\"total\": 41.5}"}`, "--data-attributes", "ContentClassifiers=FreeOfAdultContent",
			},
			want: `{"HumanLoopArn": "arn:aws:sagemaker:us-east-1:123456789012:human-loop/answered"}`,
		},
		{
			name: "describe", args: []string{"describe-human-loop", "--human-loop-name", "answered"},
			want: `{"HumanLoopStatus": "InProgress", ` + described + `}`,
		},
		{
			name: "describe when completed", before: func() { must(t, srv.Complete("answered", `1`)) },
			args: []string{"describe-human-loop", "--human-loop-name", "answered"},
			want: `{"HumanLoopStatus": "Completed", ` + described + `}`,
		},
		{
			name: "list", before: func() { start(t, newClient(srv), "open") },
			args: []string{"list-human-loops", "--flow-definition-arn", reviews, "--sort-order", "Ascending", "--page-size", "1", "--query", "HumanLoopSummaries[].[HumanLoopName,HumanLoopStatus]"},
			want: `[["answered", "Completed"], ["open", "InProgress"]]`,
		},
		{name: "stop", args: []string{"stop-human-loop", "--human-loop-name", "open"}},
		{name: "delete", args: []string{"delete-human-loop", "--human-loop-name", "open"}},
		{
			name: "describe when deleted", args: []string{"describe-human-loop", "--human-loop-name", "open"},
			err: "An error occurred (ResourceNotFoundException) when calling the DescribeHumanLoop operation: Human loop open does not exist.",
		},
		{
			name: "wrong secret", secret: "wrong", args: []string{"describe-human-loop", "--human-loop-name", "answered"},
			err: "An error occurred (InvalidSignatureException) when calling the DescribeHumanLoop operation: " + mismatch,
		},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			if step.before != nil {
				step.before()
			}
			if step.secret == "" {
				step.secret = exampleSecret
			}
			cmd := exec.CommandContext(context.Background(), "aws", append([]string{"sagemaker-a2i-runtime", "--output", "json", "--endpoint-url", srv.URL()}, step.args...)...)
			cmd.Env = interop.Environment(t, "us-east-1", exampleKey, step.secret)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			err := cmd.Run()
			if step.err != "" {
				if err == nil || !strings.Contains(stderr.String(), step.err) {
					t.Errorf("aws %s: got %v, %s, want an exit code and %s", step.args[0], err, &stderr, step.err)
				}
				return
			}
			if err != nil {
				t.Fatalf("aws %s: %v\n%s", step.args[0], err, &stderr)
			}
			if step.want == "" {
				if stdout.Len() != 0 {
					t.Errorf("aws %s: got %s, want nothing", step.args[0], &stdout)
				}
				return
			}
			// Versions of the CLI write the same time in different formats.
			want := strings.Replace(step.want, "CREATED", timeIn(stdout.Bytes()), 1)
			if diff := cmp.Diff(document(t, want), document(t, stdout.String())); diff != "" {
				t.Errorf("aws %s (-want +got):\n%s", step.args[0], diff)
			}
		})
	}
}

// timeIn returns the CreationTime of a document if it is the wanted time.
func timeIn(text []byte) string {
	var d struct{ CreationTime string }
	if json.Unmarshal(text, &d) == nil && strings.HasPrefix(d.CreationTime, "2026-03-04T05:06:07.891") {
		return d.CreationTime
	}
	return "2026-03-04T05:06:07.891Z"
}
