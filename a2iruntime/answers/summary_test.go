package answers_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The event of a summary equals EventBridge's, except for members that a summary does not
// contain. It is the same whether the waiter listed the loop or described it.
func TestEventFromSummary(t *testing.T) {
	clock := clienttest.NewClock()
	srv := a2itest.NewServer(func(o *a2itest.Options) {
		o.Now, o.Partition, o.Region, o.AccountID = clock.Now, "aws-cn", "cn-north-1", "111122223333"
	})
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())
	for _, name := range []string{"completed", "failed", "stopped", "described"} {
		flow := "reviews"
		if name == "described" {
			flow = "other"
		}
		_ = clock.Sleep(context.Background(), 1234567*time.Microsecond)
		if _, err := srv.Start(name, flow, `{}`); err != nil {
			t.Fatal(err)
		}
	}
	_, err := client.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("stopped")})
	if err := errors.Join(err, srv.Complete("completed", `{}`), srv.Fail("failed", "Expired", "Nobody came."), srv.Complete("described", `{}`)); err != nil {
		t.Fatal(err)
	}
	sent := map[string]answers.StatusChangeEvent{}
	events, err := srv.Events()
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range events {
		sent[*event.Detail.HumanLoopName] = event
	}
	for loop, err := range a2iruntime.NewHumanLoopsWaiter(client).Each(context.Background(), &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopNames:    []string{"completed", "failed", "stopped", "described"},
	}, time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := answers.EventFromSummary(loop)
		if err != nil {
			t.Fatal(err)
		}
		name := *loop.HumanLoopName
		want := sent[name]
		delete(sent, name)
		if got.Key() != want.Key() {
			t.Errorf("%s: the key is %s, want %s", name, got.Key(), want.Key())
		}
		if diff := cmp.Diff(want.Err(), got.Err(), cmpopts.IgnoreFields(waiters.FailureError{}, "Code")); diff != "" {
			t.Errorf("%s: Err (-EventBridge +summary):\n%s", name, diff)
		}
		if diff := cmp.Diff(loop, got.Summary()); diff != "" {
			t.Errorf("%s: Summary (-want +got):\n%s", name, diff)
		}
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		read, err := answers.ParseEvent(text)
		if diff := cmp.Diff(got, read); diff != "" || err != nil {
			t.Errorf("%s: written and read (-want +got): %v\n%s", name, err, diff)
		}
		want.Id, want.Time, want.Detail.FailureCode, want.Detail.HumanLoopOutput = "", time.Time{}, nil, nil
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Errorf("%s (-EventBridge +summary):\n%s", name, diff)
		}
	}
	if len(sent) > 0 {
		t.Errorf("%d loops were not yielded", len(sent))
	}
}

func TestEventFromSummaryErrors(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*types.HumanLoopSummary)
		want   string
	}{
		{"no name", func(s *types.HumanLoopSummary) { s.HumanLoopName = nil }, "it has no HumanLoopName"},
		{"not ended", func(s *types.HumanLoopSummary) { s.HumanLoopStatus = types.HumanLoopStatusStopping }, `human loop loop: its status is "Stopping", so it has not ended`},
		{"no status", func(s *types.HumanLoopSummary) { s.HumanLoopStatus = "" }, `its status is ""`},
		{"no creation time", func(s *types.HumanLoopSummary) { s.CreationTime = nil }, "it has no CreationTime"},
		{"no flow definition", func(s *types.HumanLoopSummary) { s.FlowDefinitionArn = nil }, `FlowDefinitionArn "" is not the ARN of a flow definition`},
		{"not an ARN", func(s *types.HumanLoopSummary) { s.FlowDefinitionArn = aws.String("reviews") }, `FlowDefinitionArn "reviews" is not`},
		{"another ARN", func(s *types.HumanLoopSummary) { s.FlowDefinitionArn = aws.String(loopArn) }, "is not the ARN of a flow definition"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			summary := types.HumanLoopSummary{
				CreationTime: aws.Time(time.Unix(1, 0)), FlowDefinitionArn: aws.String(flow), HumanLoopName: aws.String("loop"), HumanLoopStatus: types.HumanLoopStatusFailed,
			}
			tc.change(&summary)
			event, err := answers.EventFromSummary(summary)
			if event != nil || err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, %v, want %q", event, err, tc.want)
			}
		})
	}
}

// A time with a higher precision than EventBridge's results in the same key, also after
// the event was written and read.
func TestEventKeyTruncatesTime(t *testing.T) {
	created := time.Date(2019, 11, 14, 17, 37, 36, 740_999_999, time.FixedZone("", 3600))
	event, err := answers.EventFromSummary(types.HumanLoopSummary{
		CreationTime: &created, FlowDefinitionArn: aws.String(flow), HumanLoopName: aws.String("loop"), HumanLoopStatus: types.HumanLoopStatusCompleted,
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := loopArn + " 2019-11-14T16:37:36.74Z Completed"; event.Key() != want {
		t.Errorf("Key() = %s, want %s", event.Key(), want)
	}
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := answers.ParseEvent(text); err != nil || read.Key() != event.Key() {
		t.Errorf("read again: %+v, %v", read, err)
	}
}
