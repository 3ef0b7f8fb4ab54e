package sweep_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"
)

// 2,000 reviews wait. Each poll lists them in 20 calls, not 2,000, and those that ended
// are told so.
func TestWatch(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	const n = 2000
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("invoice-%04d", i)
		if _, err := srv.Start(names[i], srv.FlowDefinitionArn("reviews"), "{}"); err != nil {
			t.Fatal(err)
		}
	}
	const polls = 5
	lists := make([]int, 0, polls)
	count := func() (n int) {
		for _, call := range srv.Calls() {
			if call.Operation == "ListHumanLoops" {
				n++
			}
		}
		return n
	}
	reviews := &waiting{}
	reviews.script = func(poll int) ([]string, error) {
		lists = append(lists, count())
		switch poll {
		case 3:
			if err := errors.Join(srv.Complete(names[7]), srv.Fail(names[1999], "ValidationError", "declined")); err != nil {
				return nil, err
			}
		case polls + 1:
			return nil, errEnough
		}
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool { // their workflows have finished
			return reviews.ended[name+" Completed"]+reviews.ended[name+" Failed"] > 0
		}), nil
	}
	beats := &heartbeats{}
	if err := watch(t, srv, reviews, time.Hour, beats); err == nil || !strings.Contains(err.Error(), errEnough.Error()) {
		t.Fatalf("got %v, want the error of Waiting", err)
	}
	for i := 1; i < len(lists); i++ {
		if calls := lists[i] - lists[i-1]; calls != n/100 {
			t.Errorf("poll %d made %d list calls, want %d", i, calls, n/100)
		}
	}
	for _, want := range []string{names[7] + " Completed", names[1999] + " Failed"} {
		if reviews.ended[want] == 0 {
			t.Errorf("%s was not told", want)
		}
	}
	if len(reviews.ended) != 2 {
		t.Errorf("told %v, want two loops", reviews.ended)
	}
	if beats.n.Load() < polls*n/100 { // a poll of many pages may take longer than the heartbeat timeout
		t.Errorf("%d heartbeats, want one for each page", beats.n.Load())
	}
}

// A sweep learns of reviews that begin later, and leaves out loops that do not exist.
func TestWatchLearns(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	reviews := &waiting{script: func(poll int) ([]string, error) {
		switch poll {
		case 1:
			return nil, nil
		case 2:
			if _, err := srv.Start("invoice-1", srv.FlowDefinitionArn("reviews"), "{}"); err != nil {
				return nil, err
			}
			return []string{"invoice-1", "invoice-9"}, srv.Complete("invoice-1")
		case 3:
			return nil, errEnough
		}
		return nil, nil
	}}
	_ = watch(t, srv, reviews, time.Hour)
	if len(reviews.ended) != 1 || reviews.ended["invoice-1 Completed"] != 1 {
		t.Errorf("told %v, want invoice-1", reviews.ended)
	}
}

// A workflow that cannot be told does not keep the sweep from telling others, and is told
// later. Each is told once, even if it still waits.
func TestWatchTellsOnce(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	names := []string{"invoice-1", "invoice-2", "invoice-3"}
	for _, name := range names {
		_, err := srv.Start(name, srv.FlowDefinitionArn("reviews"), "{}")
		if err == nil {
			err = srv.Complete(name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	reviews := &waiting{refuse: "invoice-2"}
	reviews.script = func(poll int) ([]string, error) {
		if poll == 6 {
			return nil, errEnough
		}
		if early := len(reviews.ended); poll == 4 && early != 2 {
			t.Errorf("told %v, want two loops before the other one can be told", reviews.ended)
		}
		return names, nil
	}
	_ = watch(t, srv, reviews, time.Hour)
	if len(reviews.ended) != 3 || reviews.ended["invoice-1 Completed"] != 1 || reviews.ended["invoice-2 Completed"] != 1 || reviews.ended["invoice-3 Completed"] != 1 {
		t.Errorf("told %v, want each loop once", reviews.ended)
	}
}

// While reviews wait for a quota, their loops do not exist. A sweep describes each of them
// in one of 15 polls, and finds it when it exists.
func TestWatchMissing(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	const n, polls = 40, 31
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("invoice-%d", i)
	}
	reviews := &waiting{script: func(poll int) ([]string, error) {
		switch poll {
		case polls / 2:
			if _, err := srv.Start(names[7], srv.FlowDefinitionArn("reviews"), "{}"); err != nil {
				return nil, err
			}
			return slices.Clone(names), srv.Complete(names[7])
		case polls + 1:
			return nil, errEnough
		}
		return slices.Clone(names), nil
	}}
	_ = watch(t, srv, reviews, time.Hour)
	describes := 0 // of a loop that never exists
	for _, call := range srv.Calls() {
		if call.Operation == "DescribeHumanLoop" && strings.HasSuffix(call.Path, "/"+names[8]) {
			describes++
		}
	}
	if describes != 3 { // in polls 1, 16 and 31
		t.Errorf("a loop that does not exist is described in %d of %d polls, want 3", describes, polls)
	}
	if len(reviews.ended) != 1 || reviews.ended[names[7]+" Completed"] != 1 {
		t.Errorf("told %v, want %s", reviews.ended, names[7])
	}
}

// A sweep sends heartbeats while nothing waits, and for each of many loops that ended at
// once.
func TestWatchHeartbeats(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	for _, tc := range []struct{ loops, polls, want int }{{0, 9, 9}, {250, 1, 250 + 3 + 1}} {
		t.Run(fmt.Sprintf("%d loops", tc.loops), func(t *testing.T) {
			names := make([]string, tc.loops)
			for i := range names {
				names[i] = fmt.Sprintf("invoice-%d", i)
				_, err := srv.Start(names[i], srv.FlowDefinitionArn("reviews"), "{}")
				if err == nil {
					err = srv.Complete(names[i])
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			reviews := &waiting{script: func(poll int) ([]string, error) {
				if poll > tc.polls {
					return nil, errEnough
				}
				return names, nil
			}}
			beats := &heartbeats{}
			_ = watch(t, srv, reviews, time.Hour, beats)
			if got := int(beats.n.Load()); got < tc.want {
				t.Errorf("%d heartbeats, want at least %d", got, tc.want)
			}
		})
	}
}

// The activity ends when its time is over, and the workflow continues as new.
func TestSweepContinues(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	reviews := &waiting{script: func(int) ([]string, error) { return nil, nil }}
	if err := watch(t, srv, reviews, 10*time.Millisecond); err != nil {
		t.Errorf("got %v after the request's time, want nil", err)
	}

	for _, tc := range []struct {
		name             string
		request          sweep.Request
		heartbeatTimeout time.Duration
	}{
		{"each minute", sweep.Request{Poll: time.Minute, For: time.Minute + time.Millisecond}, 2 * time.Minute},
		{"each millisecond", sweep.Request{Poll: time.Millisecond, For: 10 * time.Millisecond}, time.Minute},
	} {
		t.Run(tc.name, func(t *testing.T) {
			env := newEnvironment()
			activities := &sweep.Activities{Client: a2iruntime.NewFromConfig(srv.Config()), Reviews: reviews}
			env.RegisterActivity(activities)
			env.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
				if info.HeartbeatTimeout != tc.heartbeatTimeout || info.StartToCloseTimeout != tc.request.For+time.Hour {
					t.Errorf("the heartbeat timeout is %v and the activity's time %v, want %v and an hour more than it watches", info.HeartbeatTimeout, info.StartToCloseTimeout, tc.heartbeatTimeout)
				}
			})
			tc.request.FlowDefinitionArn = srv.FlowDefinitionArn("reviews")
			env.ExecuteWorkflow(sweep.Sweep, tc.request)
			var again *workflow.ContinueAsNewError
			if err := env.GetWorkflowError(); !errors.As(err, &again) {
				t.Errorf("got %v, want a ContinueAsNewError", err)
			}
		})
	}
}

func TestInvalidRequest(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	for name, request := range map[string]sweep.Request{
		"negative Poll":                         {FlowDefinitionArn: srv.FlowDefinitionArn("reviews"), Poll: -time.Second},
		"negative For":                          {FlowDefinitionArn: srv.FlowDefinitionArn("reviews"), For: -time.Second},
		"negative: For is not longer than Poll": {FlowDefinitionArn: srv.FlowDefinitionArn("reviews"), For: 30 * time.Second},
		"without a flow definition":             {},
		"an invalid flow definition":            {FlowDefinitionArn: "reviews"},
	} {
		t.Run(name, func(t *testing.T) {
			env := newEnvironment()
			env.RegisterActivity(&sweep.Activities{Client: a2iruntime.NewFromConfig(srv.Config()), Reviews: &waiting{script: func(int) ([]string, error) { return nil, nil }}})
			env.ExecuteWorkflow(sweep.Sweep, request)
			want := "InvalidParamsError"
			if strings.HasPrefix(name, "negative") {
				want = failures.InvalidRequestError
			}
			if err := env.GetWorkflowError(); failures.Code(err) != want {
				t.Errorf("error %v of type %q, want %s", err, failures.Code(err), want)
			}
		})
	}
}
