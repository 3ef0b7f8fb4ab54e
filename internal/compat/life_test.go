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

// life is what a client sees while it leads loops through their lives and pages
// both lists. In every language the steps are:
//
//   - start the loop PREFIX-answered and describe it
//   - tell it, so that a reviewer answers; describe it until it is Completed
//   - read the answer in its output document, where there is an S3 for it
//   - start PREFIX-stopped, stop it, describe it until it is Stopped
//   - delete PREFIX-stopped and describe it
//   - start a loop whose name has characters that no name may have
//   - page the loops of the flow definition, and the executions of the flow
type life struct {
	Started   string `json:"started"`   // the first status of PREFIX-answered
	Completed string `json:"completed"` // its last status
	Output    string `json:"output"`    // its OutputS3Uri
	Total     string `json:"total"`     // the member of its answer, in the output document; "" where it was not read
	Stopped   string `json:"stopped"`   // the last status of PREFIX-stopped
	Deleted   string `json:"deleted"`   // the exception once it is deleted
	Invalid   string `json:"invalid"`   // the exception of the name

	Loops       int  `json:"loops"`
	UniqueLoops int  `json:"uniqueLoops"`
	Executions  *int `json:"executions"` // nil: this SDK is older than the operation

	UniqueExecutions *int `json:"uniqueExecutions"`
}

// check compares what a client saw with what every client must see. One with an
// S3 client reads the output document too.
func (got life) check(t *testing.T, prefix string, s3 bool) {
	t.Helper()
	if output := regexp.MustCompile(`^s3://[^/]+/.+/` + prefix + `-answered/output\.json$`); !output.MatchString(got.Output) {
		t.Errorf("got the output %q, want %s", got.Output, output)
	}
	loops, executions := loopCount+1, executionCount // and PREFIX-answered
	want := life{
		Started: "InProgress", Completed: "Completed", Output: got.Output, Stopped: "Stopped",
		Deleted: "ResourceNotFoundException", Invalid: "ValidationException",
		Loops: loops, UniqueLoops: loops, Executions: &executions, UniqueExecutions: &executions,
	}
	if s3 {
		want.Total = "2,211.00"
	}
	if got.Executions == nil {
		t.Log("not compared: this SDK is older than ListFlowExecutions")
		want.Executions, want.UniqueExecutions = nil, nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("life (-want +got):\n%s", diff)
	}
}

// The AWS SDK for JavaScript. Its S3 client is not installed.
func TestJavaScript(t *testing.T) {
	t.Parallel() // a Node.js process, most of the time
	interop.NeedTool(t, "node")
	if _, err := os.Stat("js/node_modules/@aws-sdk"); err != nil {
		interop.Missing(t, interop.Node, "the AWS SDK for JavaScript is not installed: run npm ci --prefix internal/compat/js")
	}
	onEach(t, func(t *testing.T, srv server) { runLife(t, srv, false, "node", "js/life.mjs") })
}

// The AWS SDK for Python.
func TestPython(t *testing.T) {
	t.Parallel() // a Python process, most of the time
	interop.NeedPython(t, "boto3")
	onEach(t, func(t *testing.T, srv server) { runLife(t, srv, srv.s3(), "python3", "py/life.py") })
}

// runLife runs a program that leads loops through their lives. It writes two
// lines of JSON: which loop waits for a reviewer, and what it saw.
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
			t.Errorf("%s wrote %q: %v", script, lines.Text(), err)
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
		interop.Missing(t, interop.Python, "%s", last.TooOld) // the other SDKs are pinned
	}
	last.check(t, prefix, s3)
}
