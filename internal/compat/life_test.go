package compat

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/google/go-cmp/cmp"
)

// life contains the results that a client observes during the life of two loops and while
// it pages both lists. In every language, the steps are:
//
//   - start the loop PREFIX-answered and describe it
//   - print its name, so that a reviewer answers; describe it until it is Completed
//   - read the answer in the output document, if S3 is available
//   - start PREFIX-stopped, stop it, describe it until it is Stopped
//   - delete PREFIX-stopped and describe it
//   - start a loop with an invalid name
//   - page the loops of the flow definition, and the executions of the flow
type life struct {
	Started   string `json:"started"`   // the first status of PREFIX-answered
	Completed string `json:"completed"` // its last status
	Output    string `json:"output"`    // its OutputS3Uri
	Total     string `json:"total"`     // the member total of the answer in the output document; "" without S3
	Stopped   string `json:"stopped"`   // the last status of PREFIX-stopped
	Deleted   string `json:"deleted"`   // the exception for the deleted loop
	Invalid   string `json:"invalid"`   // the exception for the invalid name

	Loops       int  `json:"loops"`
	UniqueLoops int  `json:"uniqueLoops"`
	Executions  *int `json:"executions"` // nil if this SDK does not have the operation

	UniqueExecutions *int `json:"uniqueExecutions"`
}

// check compares a client's results with the expected ones. If s3 is set, the client must
// have read the output document.
func (got life) check(t *testing.T, prefix string, s3 bool) {
	t.Helper()
	if output := regexp.MustCompile(`^s3://[^/]+/.+/` + prefix + `-answered/output\.json$`); !output.MatchString(got.Output) {
		t.Errorf("output %q does not match %s", got.Output, output)
	}
	loops, executions := loopCount+1, executionCount // with PREFIX-answered
	want := life{
		Started: "InProgress", Completed: "Completed", Output: got.Output, Stopped: "Stopped",
		Deleted: "ResourceNotFoundException", Invalid: "ValidationException",
		Loops: loops, UniqueLoops: loops, Executions: &executions, UniqueExecutions: &executions,
	}
	if s3 {
		want.Total = "2,211.00"
	}
	if got.Executions == nil {
		t.Log("executions are not compared, because this SDK does not have ListFlowExecutions")
		want.Executions, want.UniqueExecutions = nil, nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("life (-want +got):\n%s", diff)
	}
}

// The AWS SDK for JavaScript works with the local services. Its S3 client is not
// installed.
func TestJavaScript(t *testing.T) {
	t.Parallel() // most of the time, it waits for a Node.js process
	interop.NeedTool(t, "node")
	if _, err := os.Stat("js/node_modules/@aws-sdk"); err != nil {
		interop.Missing(t, interop.Node, "the AWS SDK for JavaScript is not installed: run npm ci --prefix internal/compat/js")
	}
	onEach(t, func(t *testing.T, srv server) { runLife(t, srv, false, "node", "js/life.mjs") })
}

// The AWS SDK for Python works with the local services.
func TestPython(t *testing.T) {
	t.Parallel() // most of the time, it waits for a Python process
	interop.NeedPython(t, "boto3")
	onEach(t, func(t *testing.T, srv server) { runLife(t, srv, srv.s3(), "python3", "py/life.py") })
}

// runLife runs a program that performs the steps of life, and checks its results. The
// program prints two lines of JSON: the loop that waits for a reviewer, and the results.
func runLife(t *testing.T, srv server, s3 bool, program, script string) {
	t.Helper()
	const prefix = "life"
	cmd := exec.CommandContext(context.Background(), program, script,
		srv.flowDefinitionArn(), prefix, srv.flow(), strconv.Itoa(executionCount), strconv.Itoa(loopCount+1))
	cmd.Env = srv.env()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var last struct {
		Waiting string `json:"waiting"`
		TooOld  string `json:"tooOld"`
		life
	}
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		last.Waiting = ""
		if err := json.Unmarshal(lines.Bytes(), &last); err != nil {
			t.Errorf("%s printed %q: %v", script, lines.Text(), err)
		}
		if last.Waiting != "" {
			if err := srv.complete(last.Waiting, `{"total": "2,211.00"}`); err != nil {
				t.Errorf("complete %s: %v", last.Waiting, err)
			}
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, &stderr)
	}
	if last.TooOld != "" {
		interop.Missing(t, interop.Python, "%s", last.TooOld) // only boto3: the version of the SDK for JavaScript is pinned
	}
	last.check(t, prefix, s3)
}
