package a2iruntime_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/waiters"
)

// A poll makes as few calls as the waiting loops allow, however many other loops the flow
// definition has: 30 loops a minute for 100 minutes, listed newest first.
func TestHumanLoopsWaiterCalls(t *testing.T) {
	const minutes, aMinute = 100, 30
	clock, srv, client, in := startLoops(t, 0)
	for i := range minutes * aMinute {
		flow := "f"
		if i >= (minutes-1)*aMinute {
			flow = "g"
		}
		if i%aMinute == 0 {
			_ = clock.Sleep(context.Background(), time.Minute)
		}
		if _, err := srv.Start(fmt.Sprintf("loop-%05d", i), flow, "{}"); err != nil {
			t.Fatal(err)
		}
	}
	loops := func(from, to, step int) (names []string) {
		for i := from; i < to; i += step {
			names = append(names, fmt.Sprintf("loop-%05d", i))
		}
		return names
	}
	for _, tc := range []struct {
		name  string
		names []string
		polls [3]int // the number of calls of each poll
	}{
		{"the newest", loops(2880, 2970, 1), [3]int{1, 1, 1}},
		{"the oldest", loops(0, 20, 1), [3]int{20 + 20, 1, 1}},
		{"one", loops(0, 1, 1), [3]int{1, 1, 1}},
		{"few in a long time", loops(0, 2900, 960), [3]int{4 + 3, 4 + 3, 4}},
		{"the newest, and one in another flow definition", append(loops(2880, 2970, 1), "loop-02970"), [3]int{2 + 1, 1 + 1, 1 + 1}},
		{"in another flow definition", loops(2970, 2980, 1), [3]int{10 + 10, 1 + 10, 1 + 10}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in.HumanLoopNames = tc.names
			var polls [3]int
			before := len(srv.Calls())
			w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) {
				o.Clock, o.MinDelay, o.MaxDelay = clock, time.Minute, time.Minute
				o.OnPoll = func(p waiters.Poll) {
					polls[p.Attempt-1] = len(srv.Calls()) - before
					before = len(srv.Calls())
				}
			})
			for _, err := range w.Each(context.Background(), in, 3*time.Minute) {
				if err == nil {
					t.Error("a loop has ended")
				}
			}
			if polls != tc.polls {
				t.Errorf("the polls made %d calls, want %d", polls, tc.polls)
			}
		})
	}
}
