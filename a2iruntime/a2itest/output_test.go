package a2itest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// outputURI returns the OutputS3Uri of a loop of the flow definition reviews that was
// started at began.
func outputURI(name string) string {
	return "s3://a2itest-output/reviews/2026/03/04/05/06/07/" + name + "/output.json"
}

func outputOf(out *a2iruntime.DescribeHumanLoopOutput) string {
	if out.HumanLoopOutput == nil {
		return ""
	}
	return aws.ToString(out.HumanLoopOutput.OutputS3Uri)
}

// A loop has an OutputS3Uri from its start. The document exists only once the loop is
// Completed.
func TestOutputS3Uri(t *testing.T) {
	late := func(o *a2itest.Options) { o.OutputOnlyWhenCompleted = true }
	deletes := func(o *a2itest.Options) { o.DeletingFor = time.Hour }
	complete := func(t *testing.T, srv *a2itest.Server, _ *a2iruntime.Client) { must(t, srv.Complete("loop", `1`)) }
	stops := func(t *testing.T, _ *a2itest.Server, c *a2iruntime.Client) { must(t, stop(c, "loop")) }
	for _, tt := range []struct {
		name      string
		options   []func(*a2itest.Options)
		act       func(*testing.T, *a2itest.Server, *a2iruntime.Client)
		status    types.HumanLoopStatus
		uri       bool
		completed bool
	}{
		{"in progress", nil, nil, "InProgress", true, false},
		{"stopping", []func(*a2itest.Options){stopInAMinute}, stops, "Stopping", true, false},
		{"stopped", nil, stops, "Stopped", true, false},
		{"failed", nil, func(t *testing.T, srv *a2itest.Server, _ *a2iruntime.Client) {
			must(t, srv.Fail("loop", "Expired", ""))
		}, "Failed", true, false},
		{"completed", nil, complete, "Completed", true, true},
		{"deleting", []func(*a2itest.Options){deletes}, func(t *testing.T, srv *a2itest.Server, c *a2iruntime.Client) {
			complete(t, srv, c)
			must(t, remove(c, "loop"))
		}, "Deleting", true, true},
		{"stopped and deleting", []func(*a2itest.Options){deletes}, func(t *testing.T, srv *a2itest.Server, c *a2iruntime.Client) {
			stops(t, srv, c)
			must(t, remove(c, "loop"))
		}, "Deleting", true, false},
		{"in progress, only when completed", []func(*a2itest.Options){late}, nil, "InProgress", false, false},
		{"stopped, only when completed", []func(*a2itest.Options){late}, stops, "Stopped", false, false},
		{"completed, only when completed", []func(*a2itest.Options){late}, complete, "Completed", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, append(tt.options, newClock().at)...)
			client := newClient(srv)
			start(t, client, "loop")
			if tt.act != nil {
				tt.act(t, srv, client)
			}
			want := ""
			if tt.uri {
				want = outputURI("loop")
			}
			out, err := describe(client, "loop")
			must(t, err)
			if out.HumanLoopStatus != tt.status || outputOf(out) != want {
				t.Errorf("described: %s with output %q, want %s with %q", out.HumanLoopStatus, outputOf(out), tt.status, want)
			}
			if l, err := srv.Loop("loop"); err != nil || l.OutputS3Uri != want {
				t.Errorf("Loop: output %q, %v, want %q", l.OutputS3Uri, err, want)
			}
			events, err := srv.Events()
			must(t, err)
			for _, e := range events {
				if got := outputOf(e.HumanLoop()); got != want {
					t.Errorf("event: output %q, want %q", got, want)
				}
			}
			_, err = answers.Fetch(context.Background(), srv, outputURI("loop"))
			var missing smithy.APIError
			if noSuchKey := errors.As(err, &missing) && missing.ErrorCode() == "NoSuchKey"; noSuchKey == tt.completed {
				t.Errorf("Fetch: %v; want NoSuchKey: %t", err, !tt.completed)
			}
			if _, err := srv.Output("loop"); (err == nil) != tt.completed {
				t.Errorf("Output: %v; want an error: %t", err, !tt.completed)
			}
		})
	}
}

// A loop that was saved without an OutputS3Uri gets the documented one.
func TestSavedLoopsWithoutOutputS3Uri(t *testing.T) {
	saved := func(name string, status types.HumanLoopStatus, sequence uint64) *a2itest.Loop {
		return &a2itest.Loop{
			HumanLoopName: name, HumanLoopArn: "arn:aws:sagemaker:us-east-1:123456789012:human-loop/" + name, FlowDefinitionArn: reviews,
			InputContent: `{}`, CreationTime: began, HumanLoopStatus: status, EndedAt: began, Sequence: sequence,
		}
	}
	d := &disk{saved: a2itest.Change{Outputs: map[string][]byte{}, Loops: map[string]*a2itest.Loop{
		"open": saved("open", "InProgress", 1), "stopped": saved("stopped", "Stopped", 2),
	}}}
	srv := newServer(t, d.keeps, newClock().at)
	client := newClient(srv)
	for _, name := range []string{"open", "stopped"} {
		out, err := describe(client, name)
		must(t, err)
		if got := outputOf(out); got != outputURI(name) {
			t.Errorf("%s: output %q, want %q", name, got, outputURI(name))
		}
	}
	must(t, srv.Complete("open", `{"n":1}`))
	if document, err := answers.Fetch(context.Background(), srv, outputURI("open")); err != nil || string(document.HumanAnswers[0].AnswerContent) != `{"n":1}` {
		t.Errorf("Fetch: %+v, %v", document, err)
	}
}

// A loop keeps its OutputS3Uri after a restart with another bucket, and its document can
// be fetched.
func TestOutputBucketChangesAtRestart(t *testing.T) {
	d := new(disk)
	first := newServer(t, d.keeps, newClock().at)
	start(t, newClient(first), "loop")
	first.Close()
	second := newServer(t, d.keeps, newClock().at, func(o *a2itest.Options) { o.OutputBucket = "another" })
	must(t, second.Complete("loop", `{"n":1}`))
	l, err := second.Loop("loop")
	must(t, err)
	if _, err := answers.Fetch(context.Background(), second, l.OutputS3Uri); err != nil || l.OutputS3Uri != outputURI("loop") {
		t.Errorf("the document at %s: %v, want one at %s", l.OutputS3Uri, err, outputURI("loop"))
	}
}

// If a server shows the OutputS3Uri only of Completed loops, it hides the one of a saved
// loop until that loop is Completed.
func TestOutputHiddenUntilCompletedAfterRestart(t *testing.T) {
	d := new(disk)
	first := newServer(t, d.keeps, newClock().at)
	client := newClient(first)
	start(t, client, "open")
	start(t, client, "completed")
	must(t, first.Complete("completed", `1`))
	first.Close()

	second := newServer(t, d.keeps, newClock().at, func(o *a2itest.Options) { o.OutputOnlyWhenCompleted = true })
	client = newClient(second)
	shows := func(name, want string) {
		t.Helper()
		out, err := describe(client, name)
		must(t, err)
		if got := outputOf(out); got != want {
			t.Errorf("%s: output %q, want %q", name, got, want)
		}
	}
	shows("open", "")
	shows("completed", outputURI("completed"))
	must(t, second.Complete("open", `2`))
	shows("open", outputURI("open"))
}

// A loop whose name was used by another loop in the same second has the same OutputS3Uri.
// It has no output until it is Completed itself.
func TestOutputOfReusedName(t *testing.T) {
	srv := newServer(t, newClock().at)
	client := newClient(srv)
	start(t, client, "loop")
	must(t, srv.Complete("loop", `1`))
	must(t, remove(client, "loop"))
	start(t, client, "loop")
	if document, err := srv.Output("loop"); err == nil {
		t.Errorf("Output: %s, want an error", document)
	}
}
