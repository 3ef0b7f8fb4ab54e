package a2itest_test

import (
	"context"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

func TestStartExistingName(t *testing.T) {
	conflict := refusal{"ConflictException", 409, "Human loop loop already exists with different input."}
	classified := func(c ...types.ContentClassifier) func(*a2iruntime.StartHumanLoopInput) {
		return func(in *a2iruntime.StartHumanLoopInput) {
			in.DataAttributes = &types.HumanLoopDataAttributes{ContentClassifiers: c}
		}
	}
	same := func(*a2iruntime.StartHumanLoopInput) {}
	other := func(in *a2iruntime.StartHumanLoopInput) { in.HumanLoopInput.InputContent = aws.String(`{"total": 42}`) }
	pii, adult := types.ContentClassifierFreeOfPersonallyIdentifiableInformation, types.ContentClassifierFreeOfAdultContent

	tests := []struct {
		name    string
		first   func(*a2iruntime.StartHumanLoopInput)
		between func(*testing.T, *a2itest.Server, *a2iruntime.Client)
		second  func(*a2iruntime.StartHumanLoopInput)
		want    refusal
	}{
		{name: "same input", first: same, second: same},
		{name: "same classifiers", first: classified(pii, adult), second: classified(pii, adult)},
		{name: "empty classifiers are the same as none", first: same, second: classified([]types.ContentClassifier{}...)},
		{name: "other input", first: same, second: other, want: conflict},
		{
			name: "other flow definition", first: same, want: conflict,
			second: func(in *a2iruntime.StartHumanLoopInput) { in.FlowDefinitionArn = aws.String(audits) },
		},
		{name: "classifiers added", first: same, second: classified(pii), want: conflict},
		{name: "classifiers removed", first: classified(pii), second: same, want: conflict},
		{name: "other classifiers", first: classified(pii), second: classified(adult), want: conflict},
		{name: "same input after Completed", first: same, between: complete, second: same},
		{name: "other input after Completed", first: same, between: complete, second: other, want: conflict},
		{
			name: "other input after Failed", first: same, second: other, want: conflict,
			between: func(t *testing.T, srv *a2itest.Server, _ *a2iruntime.Client) {
				must(t, srv.Fail("loop", "InternalError", "lost"))
			},
		},
		{
			name: "other input after Stopped", first: same, second: other, want: conflict,
			between: func(t *testing.T, _ *a2itest.Server, c *a2iruntime.Client) { must(t, stop(c, "loop")) },
		},
		{
			name: "other input after delete", first: same, second: other,
			between: func(t *testing.T, _ *a2itest.Server, c *a2iruntime.Client) {
				must(t, stop(c, "loop"))
				must(t, remove(c, "loop"))
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			client := newClient(srv)
			first, second := input("loop"), input("loop")
			tt.first(first)
			tt.second(second)
			one, err := client.StartHumanLoop(context.Background(), first)
			must(t, err)
			if tt.between != nil {
				tt.between(t, srv, client)
			}
			before := status(client, "loop")
			two, err := client.StartHumanLoop(context.Background(), second)
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Fatalf("second start (-want +got):\n%s", diff)
			}
			if err == nil && *two.HumanLoopArn != *one.HumanLoopArn {
				t.Errorf("second ARN: got %s, want %s", *two.HumanLoopArn, *one.HumanLoopArn)
			}
			// Only a deleted loop's name starts a new loop. Otherwise nothing changes.
			want := before
			if before == "ResourceNotFoundException" {
				want = "InProgress"
			}
			if got := status(client, "loop"); got != want {
				t.Errorf("status after the second start: got %s, want %s", got, want)
			}
			if got := len(list(t, client, reviews).HumanLoopSummaries); got != 1 {
				t.Errorf("loops listed: got %d, want 1", got)
			}
		})
	}
}

func complete(t *testing.T, srv *a2itest.Server, _ *a2iruntime.Client) {
	must(t, srv.Complete("loop", `{}`))
}

// The name of a deleted loop starts a new loop, with the new input and a new creation
// time.
func TestReuseNameAfterDelete(t *testing.T) {
	now := newClock()
	srv := newServer(t, now.at)
	client := newClient(srv)
	start(t, client, "loop")
	complete(t, srv, client)
	must(t, remove(client, "loop"))
	now.add(time.Minute)
	again := input("loop")
	again.HumanLoopInput.InputContent = aws.String(`"second"`)
	_, err := client.StartHumanLoop(context.Background(), again)
	must(t, err)
	out, err := describe(client, "loop")
	must(t, err)
	const output = "s3://a2itest-output/reviews/2026/03/04/05/07/07/loop/output.json"
	if want := began.Add(time.Minute); !out.CreationTime.Equal(want) || outputOf(out) != output {
		t.Errorf("second life: got creation time %v and output %s, want %v and %s", out.CreationTime, outputOf(out), want, output)
	}
	if got, err := srv.Input("loop"); err != nil || got != `"second"` {
		t.Errorf("Input: got %q, %v, want %q", got, err, `"second"`)
	}
}

func TestQuotaCountsActiveLoops(t *testing.T) {
	full := refusal{"ServiceQuotaExceededException", 402, "The account-level service limit of 2 active human loops is reached."}
	tests := []struct {
		name  string
		act   func(*testing.T, *a2itest.Server, *a2iruntime.Client, *clock)
		start string
		want  refusal
	}{
		{name: "full", start: "c", want: full},
		{name: "starting the same loop again does not count", start: "a"},
		{
			name: "a stopping loop counts", start: "c", want: full,
			act: func(t *testing.T, _ *a2itest.Server, c *a2iruntime.Client, _ *clock) { must(t, stop(c, "a")) },
		},
		{
			name: "a stopped loop does not", start: "c",
			act: func(t *testing.T, _ *a2itest.Server, c *a2iruntime.Client, now *clock) {
				must(t, stop(c, "a"))
				now.add(time.Minute)
			},
		},
		{
			name: "a completed loop does not", start: "c",
			act: func(t *testing.T, srv *a2itest.Server, _ *a2iruntime.Client, _ *clock) {
				must(t, srv.Complete("a", `1`))
			},
		},
		{
			name: "expired loops do not", start: "c",
			act: func(_ *testing.T, _ *a2itest.Server, _ *a2iruntime.Client, now *clock) { now.add(time.Hour) },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := newClock()
			srv := newServer(t, now.at, stopInAMinute, expireInAnHour, func(o *a2itest.Options) { o.MaxActiveLoops = 2 })
			client := newClient(srv)
			start(t, client, "a", "b")
			if tt.act != nil {
				tt.act(t, srv, client, now)
			}
			_, err := client.StartHumanLoop(context.Background(), input(tt.start))
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Errorf("start %s (-want +got):\n%s", tt.start, diff)
			}
			if tt.want.Code != "" && !is[*types.ServiceQuotaExceededException](err) {
				t.Errorf("start %s: got %T, want a *types.ServiceQuotaExceededException in it", tt.start, err)
			}
		})
	}
}
