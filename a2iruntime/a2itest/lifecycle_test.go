package a2itest_test

import (
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// expireInAnHour and stopInAMinute make a loop's status depend on the clock.
func expireInAnHour(o *a2itest.Options) { o.ExpireAfter = time.Hour }
func stopInAMinute(o *a2itest.Options)  { o.StoppingFor = time.Minute }

func TestLoopLifecycle(t *testing.T) {
	type world struct {
		srv    *a2itest.Server
		client *a2iruntime.Client
		clock  *clock
	}
	tests := []struct {
		name    string
		options []func(*a2itest.Options)
		act     func(*testing.T, world)
		want    func(*a2iruntime.DescribeHumanLoopOutput)
	}{
		{
			name: "just started",
			want: func(*a2iruntime.DescribeHumanLoopOutput) {},
		},
		{
			name: "no answer for years, without ExpireAfter",
			act:  func(_ *testing.T, w world) { w.clock.add(50_000 * time.Hour) },
			want: func(*a2iruntime.DescribeHumanLoopOutput) {},
		},
		{
			name: "completed",
			act: func(t *testing.T, w world) {
				w.clock.add(90 * time.Second)
				must(t, w.srv.Complete("loop", `{"ok":true}`))
			},
			want: withStatus(types.HumanLoopStatusCompleted),
		},
		{
			name: "failed, ValidationError",
			act:  func(t *testing.T, w world) { must(t, w.srv.Fail("loop", "ValidationError", "no such field")) },
			want: failed("ValidationError", "no such field"),
		},
		{
			name: "failed, Expired",
			act:  func(t *testing.T, w world) { must(t, w.srv.Fail("loop", "Expired", "nobody came")) },
			want: failed("Expired", "nobody came"),
		},
		{
			name: "failed, InternalError",
			act:  func(t *testing.T, w world) { must(t, w.srv.Fail("loop", "InternalError", "lost")) },
			want: failed("InternalError", "lost"),
		},
		{
			name:    "a millisecond before it expires",
			options: []func(*a2itest.Options){expireInAnHour},
			act:     func(_ *testing.T, w world) { w.clock.add(time.Hour - time.Millisecond) },
			want:    func(*a2iruntime.DescribeHumanLoopOutput) {},
		},
		{
			name:    "expired",
			options: []func(*a2itest.Options){expireInAnHour},
			act:     func(_ *testing.T, w world) { w.clock.add(time.Hour) },
			want:    failed("Expired", "The human loop was not completed before it expired."),
		},
		{
			name:    "completed in time stays completed",
			options: []func(*a2itest.Options){expireInAnHour},
			act: func(t *testing.T, w world) {
				must(t, w.srv.Complete("loop", `1`))
				w.clock.add(2 * time.Hour)
			},
			want: withStatus(types.HumanLoopStatusCompleted),
		},
		{
			name: "stopped at once",
			act:  func(t *testing.T, w world) { must(t, stop(w.client, "loop")) },
			want: withStatus(types.HumanLoopStatusStopped),
		},
		{
			name:    "a millisecond before it is stopped",
			options: []func(*a2itest.Options){stopInAMinute},
			act: func(t *testing.T, w world) {
				must(t, stop(w.client, "loop"))
				w.clock.add(time.Minute - time.Millisecond)
			},
			want: withStatus(types.HumanLoopStatusStopping),
		},
		{
			name:    "stopped in the end",
			options: []func(*a2itest.Options){stopInAMinute},
			act: func(t *testing.T, w world) {
				must(t, stop(w.client, "loop"))
				w.clock.add(time.Minute)
			},
			want: withStatus(types.HumanLoopStatusStopped),
		},
		{
			name:    "a second stop does not restart the time",
			options: []func(*a2itest.Options){stopInAMinute},
			act: func(t *testing.T, w world) {
				must(t, stop(w.client, "loop"))
				w.clock.add(59 * time.Second)
				must(t, stop(w.client, "loop"))
				w.clock.add(time.Second)
			},
			want: withStatus(types.HumanLoopStatusStopped),
		},
		{
			name:    "a stopping loop does not expire",
			options: []func(*a2itest.Options){expireInAnHour, stopInAMinute},
			act: func(t *testing.T, w world) {
				w.clock.add(time.Hour - time.Second)
				must(t, stop(w.client, "loop"))
				w.clock.add(time.Hour)
			},
			want: withStatus(types.HumanLoopStatusStopped),
		},
		{
			name:    "what has ended stays ended when the clock goes back",
			options: []func(*a2itest.Options){expireInAnHour},
			act: func(t *testing.T, w world) {
				w.clock.add(time.Hour)
				if got := status(w.client, "loop"); got != "Failed" {
					t.Fatalf("after an hour: got %s, want Failed", got)
				}
				w.clock.add(-time.Hour)
			},
			want: failed("Expired", "The human loop was not completed before it expired."),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := world{clock: newClock()}
			w.srv = newServer(t, append(tt.options, w.clock.at)...)
			w.client = newClient(w.srv)
			start(t, w.client, "loop")
			if tt.act != nil {
				tt.act(t, w)
			}
			want := &a2iruntime.DescribeHumanLoopOutput{
				CreationTime:      aws.Time(began),
				FlowDefinitionArn: aws.String(reviews),
				HumanLoopArn:      aws.String("arn:aws:sagemaker:us-east-1:123456789012:human-loop/loop"),
				HumanLoopName:     aws.String("loop"),
				HumanLoopOutput:   &types.HumanLoopOutput{OutputS3Uri: aws.String(outputURI("loop"))},
				HumanLoopStatus:   types.HumanLoopStatusInProgress,
			}
			tt.want(want)
			// The list comes first: its result must depend on the clock, not on a describe.
			wantSummary := types.HumanLoopSummary{
				CreationTime:      want.CreationTime,
				FailureReason:     want.FailureReason,
				FlowDefinitionArn: want.FlowDefinitionArn,
				HumanLoopName:     want.HumanLoopName,
				HumanLoopStatus:   want.HumanLoopStatus,
			}
			if diff := cmp.Diff([]types.HumanLoopSummary{wantSummary}, list(t, w.client, reviews).HumanLoopSummaries); diff != "" {
				t.Errorf("ListHumanLoops (-want +got):\n%s", diff)
			}
			got, err := describe(w.client, "loop")
			must(t, err)
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(*got, "ResultMetadata")); diff != "" {
				t.Errorf("DescribeHumanLoop (-want +got):\n%s", diff)
			}
		})
	}
}

func withStatus(s types.HumanLoopStatus) func(*a2iruntime.DescribeHumanLoopOutput) {
	return func(d *a2iruntime.DescribeHumanLoopOutput) { d.HumanLoopStatus = s }
}

func failed(code, reason string) func(*a2iruntime.DescribeHumanLoopOutput) {
	return func(d *a2iruntime.DescribeHumanLoopOutput) {
		d.HumanLoopStatus = types.HumanLoopStatusFailed
		d.FailureCode, d.FailureReason = aws.String(code), aws.String(reason)
	}
}
