package a2itest_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Err and every call report an invalid option by name.
func TestInvalidOptions(t *testing.T) {
	for _, tc := range []struct {
		fn   func(*a2itest.Options)
		want string
	}{
		{func(o *a2itest.Options) { o.Region = "x y" }, `Options.Region is "x y"`},
		{func(o *a2itest.Options) { o.AccountID = "12" }, `Options.AccountID is "12": it must be 12 digits`},
		{func(o *a2itest.Options) { o.DefaultMaxResults = -4 }, "Options.DefaultMaxResults is -4: it must be from 1 to 100"},
		{func(o *a2itest.Options) { o.DefaultMaxResults = 101 }, "Options.DefaultMaxResults is 101"},
		{func(o *a2itest.Options) { o.DefaultSortOrder = "Up" }, `Options.DefaultSortOrder is "Up"`},
		{func(o *a2itest.Options) { o.StoppingFor = -time.Second }, "must not be negative"},
	} {
		srv := a2itest.NewServer(tc.fn)
		defer srv.Close()
		_, err := describe(a2iruntime.NewFromConfig(srv.Config()), "loop")
		if srv.Err() == nil || !strings.Contains(srv.Err().Error(), tc.want) || err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("Err() = %v, a call returned %v; want both to say %q", srv.Err(), err, tc.want)
		}
	}
}

// A deleted loop is Deleting for the duration in the options. Afterwards it does not
// exist.
func TestDeletingDuration(t *testing.T) {
	now := newClock()
	srv := newServer(t, now.at, func(o *a2itest.Options) { o.DeletingFor = time.Minute })
	client := newClient(srv)
	start(t, client, "loop")
	must(t, srv.Complete("loop", "1"))
	remove := func() error {
		_, err := client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop")})
		return err
	}
	listed := func() int {
		page, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews)})
		must(t, err)
		return len(page.HumanLoopSummaries)
	}
	must(t, remove())
	must(t, remove()) // a second delete changes nothing
	now.add(59 * time.Second)
	if out, err := describe(client, "loop"); err != nil || out.HumanLoopStatus != "Deleting" || listed() != 1 {
		t.Errorf("after 59 s: %v, %v, %d listed; want Deleting and listed", out, err, listed())
	}
	now.add(time.Second)
	var notFound *types.ResourceNotFoundException
	if n := listed(); n != 0 {
		t.Errorf("after 60 s: %d listed, want none", n)
	}
	if _, err := describe(client, "loop"); !errors.As(err, &notFound) {
		t.Errorf("after 60 s: %v, want a ResourceNotFoundException", err)
	}
	start(t, client, "loop") // the name can be used again
}

// With ReuseEndedNames, a start with the name of an ended loop starts a new one.
func TestReuseEndedNames(t *testing.T) {
	for _, reuse := range []bool{false, true} {
		now := newClock()
		srv := newServer(t, now.at, func(o *a2itest.Options) { o.ReuseEndedNames = reuse })
		client := newClient(srv)
		start(t, client, "loop")
		start(t, client, "loop")
		must(t, srv.Fail("loop", "Expired", "nobody came"))
		start(t, client, "loop")
		want := types.HumanLoopStatusFailed
		if reuse {
			want = types.HumanLoopStatusInProgress
		}
		if out, err := describe(client, "loop"); err != nil || out.HumanLoopStatus != want {
			t.Errorf("reuse = %t: %v, %v; want %s", reuse, out, err, want)
		}
	}
}

// A start that exceeds the quota does not delete the loop that it would replace.
func TestReuseEndedNamesOverQuota(t *testing.T) {
	srv := newServer(t, newClock().at, func(o *a2itest.Options) { o.ReuseEndedNames, o.MaxActiveLoops = true, 1 })
	client := newClient(srv)
	start(t, client, "ended")
	must(t, srv.Complete("ended", "1"))
	start(t, client, "active")
	_, err := client.StartHumanLoop(context.Background(), input("ended"))
	if got := refused(err).Code; got != "ServiceQuotaExceededException" {
		t.Errorf("start: got %q, want ServiceQuotaExceededException", got)
	}
	if got := status(client, "ended"); got != "Completed" {
		t.Errorf("the loop is %s, want Completed", got)
	}
}

func TestAllowStopEnded(t *testing.T) {
	for _, allow := range []bool{false, true} {
		srv := newServer(t, newClock().at, func(o *a2itest.Options) { o.AllowStopEnded = allow })
		client := newClient(srv)
		start(t, client, "loop")
		must(t, srv.Complete("loop", "1"))
		_, err := client.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("loop")})
		var invalid *types.ValidationException
		if allow && err != nil || !allow && !errors.As(err, &invalid) {
			t.Errorf("allow = %t: %v", allow, err)
		}
		if out, err := describe(client, "loop"); err != nil || out.HumanLoopStatus != types.HumanLoopStatusCompleted {
			t.Errorf("allow = %t: %v, %v; want Completed", allow, out, err)
		}
	}
}
