package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// batches returns a More that returns one batch of names per call, and is done with the
// last one.
func batches(names ...[]string) func(context.Context) ([]string, bool, error) {
	return func(context.Context) (batch []string, done bool, err error) {
		if len(names) > 0 {
			batch, names = names[0], names[1:]
		}
		return batch, len(names) == 0, nil
	}
}

// Reviews start over three days, and each ends 30 hours later. One range yields each
// once, even after hours in which no loop was waiting.
func TestHumanLoopsWaiterMoreForDays(t *testing.T) {
	const reviews = 72
	clock, srv, client, in := startLoops(t, 0)
	var begun []string
	left := reviews
	for i := range reviews {
		at := time.Duration(i) * time.Hour
		if i == reviews-1 {
			at += 48 * time.Hour // the earlier reviews have ended by then
		}
		clock.After(at, func() {
			name := fmt.Sprintf("review-%d", i)
			if _, err := srv.Start(name, "f", "{}"); err != nil {
				t.Error(err)
			}
			begun, left = append(begun, name), left-1
			clock.After(30*time.Hour, func() { _ = srv.Complete(name) })
		})
	}
	in.More = func(context.Context) ([]string, bool, error) {
		names := begun
		begun = nil
		return names, left == 0, nil
	}
	idle := 0 // polls without a call
	calls := len(srv.Calls())
	w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) {
		o.Clock, o.MaxDelay = clock, 10*time.Minute
		o.OnPoll = func(waiters.Poll) {
			if len(srv.Calls()) == calls {
				idle++
			}
			calls = len(srv.Calls())
		}
	})
	seen := map[string]int{}
	for loop, err := range w.Each(context.Background(), in, 14*24*time.Hour) {
		if err != nil || loop.HumanLoopStatus != types.HumanLoopStatusCompleted {
			t.Fatalf("%s: %s, %v", aws.ToString(loop.HumanLoopName), loop.HumanLoopStatus, err)
		}
		seen[*loop.HumanLoopName]++
	}
	if len(seen) != reviews {
		t.Errorf("%d reviews were yielded, want %d", len(seen), reviews)
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s was yielded %d times", name, n)
		}
	}
	if idle == 0 {
		t.Error("every poll made calls, although no review was waiting for hours")
	}
}

// 2,000 waiting loops cost 20 list calls per poll. New names cost one more list or
// describe call.
func TestHumanLoopsWaiterMoreCalls(t *testing.T) {
	for _, tc := range []struct {
		name                      string
		waiting, others, arriving int    // arriving: at each poll after the first
		first, later              [2]int // the maximum of list and describe calls in a poll
	}{
		{"no new names", 2000, 0, 0, [2]int{20, 0}, [2]int{20, 0}},
		{"one arrives at each poll", 2000, 0, 1, [2]int{20, 0}, [2]int{21, 1}},
		{"five arrive at each poll", 2000, 0, 5, [2]int{20, 0}, [2]int{22, 0}},
		{"hundreds arrive at each poll", 100, 0, 300, [2]int{1, 0}, [2]int{14, 0}},
		{"one arrives, and thousands of others are in between", 400, 4000, 1, [2]int{44, 0}, [2]int{45, 1}},
		{"one of few arrives, and thousands of others are in between", 3, 4000, 1, [2]int{3, 3}, [2]int{5, 7}},
		{"no waiting loops", 0, 0, 1, [2]int{0, 0}, [2]int{1, 4}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			clock, srv, client, in := startLoops(t, tc.waiting)
			start := func(prefix string, n int) (names []string) {
				for i := range n {
					name := fmt.Sprintf("%s-%d", prefix, i)
					if _, err := srv.Start(name, "f", "{}"); err != nil {
						t.Fatal(err)
					}
					names = append(names, name)
				}
				return names
			}
			_ = clock.Sleep(context.Background(), time.Hour)
			start("other", tc.others)
			_ = clock.Sleep(context.Background(), time.Hour)
			asked := 0
			in.More = func(context.Context) ([]string, bool, error) {
				if asked++; asked == 1 {
					return nil, false, nil
				}
				return start(fmt.Sprintf("new-%d", asked), tc.arriving), false, nil
			}
			before := len(srv.Calls())
			polls := 0
			w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) {
				o.Clock, o.MinDelay, o.MaxDelay = clock, time.Minute, time.Minute
				o.OnPoll = func(p waiters.Poll) {
					polls++
					var got [2]int
					for _, call := range srv.Calls()[before:] {
						if call.Operation == "ListHumanLoops" {
							got[0]++
						} else {
							got[1]++
						}
					}
					before = len(srv.Calls())
					want := tc.later
					if p.Attempt == 1 {
						want = tc.first
					}
					if got[0] > want[0] || got[1] > want[1] {
						t.Errorf("poll %d made %d list and describe calls, want at most %d", p.Attempt, got, want)
					}
				}
			})
			for _, err := range w.Each(context.Background(), in, 5*time.Minute) {
				if err == nil {
					t.Error("a loop has ended")
				}
			}
			if polls != 5 {
				t.Errorf("%d polls, want 5", polls)
			}
		})
	}
}

// A name that is already waited for is ignored. A name that was yielded is checked again.
// An invalid name affects only itself.
func TestHumanLoopsWaiterMoreNames(t *testing.T) {
	_, srv, client, in := startLoops(t, 3)
	for _, name := range in.HumanLoopNames {
		if err := srv.Complete(name); err != nil {
			t.Fatal(err)
		}
	}
	in.HumanLoopNames = []string{"loop-00000"}
	in.More = batches(
		[]string{"loop-00000", "loop-00001", "loop-00001"}, // already waited for; given twice
		nil,
		[]string{"loop-00001", "unknown", "", ".", strings.Repeat("a", 64)}, // yielded; not valid
		[]string{"loop-00002"},
	)
	var got []string
	w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) { o.MinDelay, o.MaxDelay = 1, 1 })
	for loop, err := range w.Each(context.Background(), in, time.Hour) {
		if loop.HumanLoopName == nil {
			t.Fatal(err)
		}
		result := string(loop.HumanLoopStatus)
		var invalid smithy.InvalidParamsError
		var notFound *types.ResourceNotFoundException
		switch {
		case errors.As(err, &invalid):
			result = "not valid"
		case errors.As(err, &notFound):
			result = "not found"
		}
		got = append(got, *loop.HumanLoopName+" "+result)
	}
	slices.Sort(got)
	want := []string{
		" not valid", ". not valid", strings.Repeat("a", 64) + " not valid",
		"loop-00000 Completed", "loop-00001 Completed", "loop-00001 Completed", "loop-00002 Completed", "unknown not found",
	}
	if !slices.Equal(got, want) {
		t.Errorf("yielded\n%q, want\n%q", got, want)
	}
}
