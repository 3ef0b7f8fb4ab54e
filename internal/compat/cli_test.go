package compat

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/interop"
)

// The AWS CLI works with the local services. Each step runs one process.
func TestCLI(t *testing.T) {
	t.Parallel() // most of the time, it waits for AWS CLI processes
	interop.NeedTool(t, "aws")
	needEndpointVariables(t)
	onEach(t, runCLI)
}

func runCLI(t *testing.T, srv server) {
	c := cli{srv}
	const prefix = "cli"
	const answered, stopped = prefix + "-answered", prefix + "-stopped"

	var got life
	c.start(t, answered)
	got.Started = c.describe(t, answered).HumanLoopStatus
	must(t, srv.complete(answered, `{"total": "2,211.00"}`))
	loop := c.describe(t, answered)
	got.Completed, got.Output = loop.HumanLoopStatus, loop.HumanLoopOutput.OutputS3Uri
	if srv.s3() {
		var document struct {
			HumanAnswers []struct{ AnswerContent struct{ Total string } }
		}
		c.run(t, &document, "s3", "cp", got.Output, "-")
		if len(document.HumanAnswers) == 1 {
			got.Total = document.HumanAnswers[0].AnswerContent.Total
		}
	}

	c.start(t, stopped)
	c.run(t, nil, "sagemaker-a2i-runtime", "stop-human-loop", "--human-loop-name", stopped)
	got.Stopped = c.describe(t, stopped).HumanLoopStatus
	c.run(t, nil, "sagemaker-a2i-runtime", "delete-human-loop", "--human-loop-name", stopped)
	got.Deleted = c.refused(t, "sagemaker-a2i-runtime", "describe-human-loop", "--human-loop-name", stopped)
	got.Invalid = c.refused(t, c.starting("Not_A_Name")...)

	var names, arns []string
	c.run(t, &names, "sagemaker-a2i-runtime", "list-human-loops", "--flow-definition-arn", srv.flowDefinitionArn(),
		"--page-size", "100", "--query", "HumanLoopSummaries[].HumanLoopName")
	got.Loops, got.UniqueLoops = counts(names)
	listing := []string{"bedrock-agent-runtime", "list-flow-executions", "--flow-identifier", srv.flow(),
		"--page-size", "10", "--query", "flowExecutionSummaries[].executionArn"}
	if err := c.try(&arns, listing...); err == "" {
		all, unique := counts(arns)
		got.Executions, got.UniqueExecutions = &all, &unique
	} else if !strings.Contains(strings.ToLower(err), "invalid choice") { // the message for an unknown command
		t.Errorf("aws %s: %s", strings.Join(listing, " "), err)
	}
	got.check(t, prefix, srv.s3())
}

// needEndpointVariables skips the test if the AWS CLI does not support the environment
// variables for endpoints of services: it would call AWS.
func needEndpointVariables(t *testing.T) {
	t.Helper()
	version, err := exec.CommandContext(context.Background(), "aws", "--version").CombinedOutput()
	must(t, err)
	found := regexp.MustCompile(`^aws-cli/(\d+)\.(\d+)\.`).FindSubmatch(version)
	if found == nil {
		t.Fatalf("aws --version printed %q, which does not contain a version", version)
	}
	major, _ := strconv.Atoi(string(found[1]))
	minor, _ := strconv.Atoi(string(found[2]))
	if first := map[int]int{1: 29, 2: 13}[major]; minor < first {
		interop.Missing(t, interop.AWS, "%s does not support AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME", bytes.TrimSpace(version))
	}
}

// cli runs AWS CLI commands that call a server.
type cli struct{ srv server }

// run runs a command that must succeed. Unless out is nil, it decodes the JSON output
// into out.
func (c cli) run(t *testing.T, out any, args ...string) {
	t.Helper()
	if err := c.try(out, args...); err != "" {
		t.Fatalf("aws %s: %s", strings.Join(args, " "), err)
	}
}

// refused runs a command that must fail, and returns the service's error code.
func (c cli) refused(t *testing.T, args ...string) string {
	t.Helper()
	err := c.try(nil, args...)
	code := regexp.MustCompile(`An error occurred \((\w+)\)`).FindStringSubmatch(err)
	if code == nil {
		t.Fatalf("aws %s: got %q, want an error of the service", strings.Join(args, " "), err)
	}
	return code[1]
}

// try runs a command and decodes its JSON output into out, unless that is nil. It returns
// the error with the command's output, or "".
func (c cli) try(out any, args ...string) string {
	cmd := exec.CommandContext(context.Background(), "aws", append([]string{"--output", "json"}, args...)...)
	cmd.Env = c.srv.env()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return err.Error() + ": " + stderr.String()
	}
	if out == nil {
		return ""
	}
	if err := json.Unmarshal(stdout.Bytes(), out); err != nil {
		return err.Error() + ": " + stdout.String()
	}
	return ""
}

type describedLoop struct {
	HumanLoopStatus string
	HumanLoopOutput struct{ OutputS3Uri string }
}

func (c cli) describe(t *testing.T, name string) (loop describedLoop) {
	t.Helper()
	c.run(t, &loop, "sagemaker-a2i-runtime", "describe-human-loop", "--human-loop-name", name)
	return loop
}

func (c cli) start(t *testing.T, name string) {
	t.Helper()
	c.run(t, nil, c.starting(name)...)
}

func (c cli) starting(name string) []string {
	return []string{"sagemaker-a2i-runtime", "start-human-loop", "--human-loop-name", name,
		"--flow-definition-arn", c.srv.flowDefinitionArn(),
		"--human-loop-input", `{"InputContent":"{\"text\": \"für 見積 😀 / + %\"}"}`,
		"--data-attributes", "ContentClassifiers=FreeOfAdultContent"}
}

func counts(all []string) (items, unique int) {
	return len(all), len(slices.Compact(slices.Sorted(slices.Values(all))))
}
