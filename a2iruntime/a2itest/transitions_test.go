package a2itest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/google/go-cmp/cmp"
)

// statuses lists how the loop "loop" reaches each status.
var statuses = []struct {
	name  string
	reach func(*testing.T, *a2itest.Server, *a2iruntime.Client)
}{
	{"InProgress", func(*testing.T, *a2itest.Server, *a2iruntime.Client) {}},
	{"Completed", complete},
	{"Failed", func(t *testing.T, srv *a2itest.Server, _ *a2iruntime.Client) {
		must(t, srv.Fail("loop", "InternalError", "lost"))
	}},
	{"Stopping", func(t *testing.T, _ *a2itest.Server, c *a2iruntime.Client) { must(t, stop(c, "loop")) }},
	{"Stopped", func(t *testing.T, _ *a2itest.Server, c *a2iruntime.Client) { must(t, stop(c, "loop")) }},
	{"ResourceNotFoundException", func(t *testing.T, srv *a2itest.Server, c *a2iruntime.Client) {
		complete(t, srv, c)
		must(t, remove(c, "loop"))
	}},
}

// The result of every action that ends or deletes a loop, by the loop's status.
func TestTransitions(t *testing.T) {
	invalid := func(message string) string { return "ValidationException 400: " + message }
	const (
		notFound         = "ResourceNotFoundException 404: Human loop loop does not exist."
		notFoundByServer = "a2itest: ResourceNotFoundException: Human loop loop does not exist."
	)
	actions := []struct {
		name  string
		act   func(*a2itest.Server, *a2iruntime.Client) error
		texts map[string]string // the error by status; "" is a success
		after map[string]string // the new status, if it changes
	}{
		{
			name: "stop",
			act:  func(_ *a2itest.Server, c *a2iruntime.Client) error { return stop(c, "loop") },
			texts: map[string]string{
				"InProgress": "", "Stopping": "", "Stopped": "",
				"Completed":                 invalid("Human loop loop is Completed and cannot be stopped."),
				"Failed":                    invalid("Human loop loop is Failed and cannot be stopped."),
				"ResourceNotFoundException": notFound,
			},
			after: map[string]string{"InProgress": "Stopping"},
		},
		{
			name: "delete",
			act:  func(_ *a2itest.Server, c *a2iruntime.Client) error { return remove(c, "loop") },
			texts: map[string]string{
				"InProgress": invalid("Human loop loop is InProgress: it can be deleted when it is Completed, Failed or Stopped."),
				"Stopping":   invalid("Human loop loop is Stopping: it can be deleted when it is Completed, Failed or Stopped."),
				"Completed":  "", "Failed": "", "Stopped": "",
				"ResourceNotFoundException": notFound,
			},
			after: map[string]string{
				"Completed": "ResourceNotFoundException",
				"Failed":    "ResourceNotFoundException",
				"Stopped":   "ResourceNotFoundException",
			},
		},
		{
			name: "Complete",
			act:  func(srv *a2itest.Server, _ *a2iruntime.Client) error { return srv.Complete("loop", `{}`) },
			texts: map[string]string{
				"InProgress":                "",
				"Completed":                 "a2itest: human loop loop is Completed, not InProgress",
				"Failed":                    "a2itest: human loop loop is Failed, not InProgress",
				"Stopping":                  "a2itest: human loop loop is Stopping, not InProgress",
				"Stopped":                   "a2itest: human loop loop is Stopped, not InProgress",
				"ResourceNotFoundException": notFoundByServer,
			},
			after: map[string]string{"InProgress": "Completed"},
		},
		{
			name: "Fail",
			act:  func(srv *a2itest.Server, _ *a2iruntime.Client) error { return srv.Fail("loop", "Expired", "late") },
			texts: map[string]string{
				"InProgress":                "",
				"Completed":                 "a2itest: human loop loop is Completed, not InProgress",
				"Failed":                    "a2itest: human loop loop is Failed, not InProgress",
				"Stopping":                  "a2itest: human loop loop is Stopping, not InProgress",
				"Stopped":                   "a2itest: human loop loop is Stopped, not InProgress",
				"ResourceNotFoundException": notFoundByServer,
			},
			after: map[string]string{"InProgress": "Failed"},
		},
		{
			name: "describe",
			act: func(_ *a2itest.Server, c *a2iruntime.Client) error {
				_, err := describe(c, "loop")
				return err
			},
			texts: map[string]string{
				"InProgress": "", "Completed": "", "Failed": "", "Stopping": "", "Stopped": "",
				"ResourceNotFoundException": notFound,
			},
		},
	}
	for _, action := range actions {
		for _, s := range statuses {
			t.Run(action.name+" when "+s.name, func(t *testing.T) {
				now := newClock()
				srv := newServer(t, now.at, stopInAMinute)
				client := newClient(srv)
				start(t, client, "loop")
				s.reach(t, srv, client)
				if s.name == "Stopped" {
					now.add(time.Minute)
				}
				if got := status(client, "loop"); got != s.name {
					t.Fatalf("before: got %s, want %s", got, s.name)
				}
				err := action.act(srv, client)
				want, listed := action.texts[s.name]
				if !listed {
					t.Fatalf("the table has no row for %s", s.name)
				}
				if got := text(err); got != want {
					t.Errorf("got the error %q, want %q", got, want)
				}
				after := action.after[s.name]
				if after == "" {
					after = s.name
				}
				if got := status(client, "loop"); got != after {
					t.Errorf("status after: got %s, want %s", got, after)
				}
				wantListed := 1
				if after == "ResourceNotFoundException" {
					wantListed = 0
				}
				if got := len(list(t, client, reviews).HumanLoopSummaries); got != wantListed {
					t.Errorf("loops listed after: got %d, want %d", got, wantListed)
				}
			})
		}
	}
}

// Calls that name a loop that never existed.
func TestUnknownLoop(t *testing.T) {
	client := newClient(newServer(t))
	tests := []struct {
		name string
		call func() error
	}{
		{"describe", func() error {
			_, err := describe(client, "nobody")
			return err
		}},
		{"stop", func() error { return stop(client, "nobody") }},
		{"delete", func() error { return remove(client, "nobody") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.call()
			want := refusal{"ResourceNotFoundException", 404, "Human loop nobody does not exist."}
			if diff := cmp.Diff(want, refused(err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !is[*types.ResourceNotFoundException](err) {
				t.Errorf("got %T, want a *types.ResourceNotFoundException in it", err)
			}
		})
	}
}

func TestUnknownFlowDefinition(t *testing.T) {
	const elsewhere = "arn:aws:sagemaker:us-east-1:999999999999:flow-definition/reviews"
	onlyReviews := func(o *a2itest.Options) { o.FlowDefinitions = []string{"reviews"} }
	none := func(o *a2itest.Options) { o.FlowDefinitions = []string{} }
	tests := []struct {
		name    string
		options func(*a2itest.Options)
		flow    string
		exists  bool
	}{
		{"all exist", func(*a2itest.Options) {}, audits, true},
		{"named", onlyReviews, reviews, true},
		{"not named", onlyReviews, audits, false},
		{"none exist", none, reviews, false},
		{"of another account", func(*a2itest.Options) {}, elsewhere, false},
		{"of another Region", func(o *a2itest.Options) { o.Region = "eu-west-1" }, reviews, false},
		{"of another partition", func(o *a2itest.Options) { o.Partition = "aws-us-gov" }, reviews, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := newClient(newServer(t, tt.options))
			message := "Flow definition " + tt.flow + " does not exist in this account and Region."
			wantStart, wantList := refusal{"ValidationException", 400, message}, refusal{"ResourceNotFoundException", 404, message}
			if tt.exists {
				wantStart, wantList = refusal{}, refusal{}
			}
			in := input("loop")
			in.FlowDefinitionArn = &tt.flow
			_, err := client.StartHumanLoop(context.Background(), in)
			if diff := cmp.Diff(wantStart, refused(err)); diff != "" {
				t.Errorf("StartHumanLoop (-want +got):\n%s", diff)
			}
			_, err = client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: &tt.flow})
			if diff := cmp.Diff(wantList, refused(err)); diff != "" {
				t.Errorf("ListHumanLoops (-want +got):\n%s", diff)
			}
		})
	}
}

// text returns an error as the table of TestTransitions contains it.
func text(err error) string {
	if err == nil {
		return ""
	}
	if r := refused(err); r.Status != 0 {
		return fmt.Sprintf("%s %d: %s", r.Code, r.Status, r.Message)
	}
	return err.Error()
}
