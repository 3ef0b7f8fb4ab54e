package compat

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// examples/quickstart with -aws runs against examples/localservice, and a reviewer
// answers its loop on the page. The programs share only the exported environment
// variables.
func TestQuickstartOnLocalservice(t *testing.T) {
	t.Parallel() // most of the time, it waits for the programs
	p := startProgram(t, "-executions", "25")
	cmd := exec.CommandContext(context.Background(), built(t, "quickstart"),
		"-aws", "-flow-definition", p.flowDefinitionArn(), "-flow", p.flow(), "-poll", "50ms", "-timeout", "1m")
	cmd.Env = p.env()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var printed []string
	var name string
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		printed = append(printed, lines.Text())
		if _, started, ok := strings.Cut(lines.Text(), ":human-loop/"); ok && name == "" {
			name = started
		}
		if strings.Contains(lines.Text(), "Waiting for a reviewer of "+p.url) {
			if err := p.complete(name, `{"totalAmount": "2,211.00"}`); err != nil {
				t.Errorf("answer %q: %v", name, err) // then quickstart ends at its -timeout
			}
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("quickstart ended with %v\n%s", err, &stderr)
	}
	all := strings.Join(printed, "\n")
	for _, want := range []string{
		"Using the endpoint " + p.url + " with Region us-east-1.", name + " is InProgress", name + " is Completed", "/" + name + "/output.json",
		"Worker program answered ", "2,211.00", "-stopped is deleted: ", "Succeeded arn:aws:bedrock:us-east-1:", "Done.",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("quickstart did not print %q", want)
		}
	}
	if listed := strings.Count(all, "/execution/"); listed != 25 {
		t.Errorf("quickstart listed %d executions, want 25", listed)
	}
	if t.Failed() {
		t.Log(all)
	}
}

// /events returns the events as EventBridge would deliver them.
func TestEvents(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	must(t, p.start(context.Background(), "invoice-0117", "{}"))
	must(t, p.complete("invoice-0117", `{"total": 1}`))
	response, err := p.client.Get(p.url + "/events")
	must(t, err)
	text, err := io.ReadAll(response.Body)
	must(t, errors.Join(err, response.Body.Close()))
	var events []answers.StatusChangeEvent
	must(t, json.NewDecoder(bytes.NewReader(text)).Decode(&events))
	if len(events) != 1 || events[0].Detail.HumanLoopStatus != types.HumanLoopStatusCompleted || !strings.HasSuffix(aws.ToString(events[0].Detail.HumanLoopArn), "/invoice-0117") {
		t.Errorf("got the events\n%s\nwant one event, with invoice-0117 Completed", text)
	}
}
