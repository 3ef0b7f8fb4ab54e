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

func TestHumanLoopsWaiterMoreEnds(t *testing.T) {
	broken := errors.New("the queue is broken")
	throttled := &types.ThrottlingException{}
	for _, tc := range []struct {
		name  string
		names []string
		more  func(attempt int) ([]string, bool, error)
		pairs int
		want  string // the last yielded error; "" if there is none
		calls int
	}{
		{"done at once", nil, func(int) ([]string, bool, error) { return nil, true, nil }, 0, "", 0},
		{"done later", nil, func(n int) ([]string, bool, error) { return nil, n == 3, nil }, 0, "", 0},
		{"done with names", nil, func(int) ([]string, bool, error) { return []string{"loop-00000"}, true, nil }, 1, "", 1},
		{"never done", nil, func(int) ([]string, bool, error) { return nil, false, nil }, 1, "; last status: 0 of 0 human loops not ended", 0},
		{"all ended, but not done", []string{"loop-00000"}, func(int) ([]string, bool, error) { return nil, false, nil }, 2, "; last status: 0 of 1 human loops not ended", 1},
		{"an error", []string{"loop-00000"}, func(int) ([]string, bool, error) { return []string{"."}, false, broken }, 2,
			"waiters: wait for HumanLoops: a2iruntime: HumanLoopsWaiterInput.More: the queue is broken", 0},
		{"throttled at first", []string{"loop-00000"}, func(n int) ([]string, bool, error) {
			if n < 3 {
				return nil, false, throttled
			}
			return []string{"loop-00001"}, true, nil
		}, 2, "", 2},
		{"throttled with names", nil, func(n int) ([]string, bool, error) {
			if n == 1 {
				return []string{"loop-00000"}, false, throttled
			}
			return nil, true, nil
		}, 1, "", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			clock, srv, client, in := startLoops(t, 2)
			if err := errors.Join(srv.Complete("loop-00000"), srv.Complete("loop-00001")); err != nil {
				t.Fatal(err)
			}
			asked := 0
			in.HumanLoopNames = tc.names
			in.More = func(context.Context) ([]string, bool, error) {
				asked++
				return tc.more(asked)
			}
			pairs := 0
			var last error
			before := len(srv.Calls())
			for _, err := range a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) { o.Clock = clock }).Each(context.Background(), in, time.Hour) {
				pairs, last = pairs+1, err
			}
			calls := len(srv.Calls()) - before
			if pairs != tc.pairs || (last == nil) != (tc.want == "") || last != nil && !strings.HasSuffix(last.Error(), tc.want) || calls != tc.calls {
				t.Errorf("%d pairs, %d calls, last error %v; want %d, %d, %q", pairs, calls, last, tc.pairs, tc.calls, tc.want)
			}
		})
	}
	t.Run("context", func(t *testing.T) {
		_, _, client, in := startLoops(t, 0)
		ctx, cancel := context.WithCancel(context.Background())
		in.More = func(ctx context.Context) ([]string, bool, error) {
			cancel()
			<-ctx.Done()
			return nil, false, ctx.Err()
		}
		var timeout *waiters.TimeoutError
		for _, err := range a2iruntime.NewHumanLoopsWaiter(client).Each(ctx, in, time.Hour) {
			if !errors.As(err, &timeout) || !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want a TimeoutError", err)
			}
		}
		if timeout == nil {
			t.Error("the range ended without an error")
		}
	})
}

// Throttling may spread a round of calls over several polls. Names that arrive meanwhile
// are checked in the next round.
func TestHumanLoopsWaiterMoreWhileThrottled(t *testing.T) {
	clock, srv, client, in := startLoops(t, 500)
	for _, name := range in.HumanLoopNames {
		if err := srv.Complete(name); err != nil {
			t.Fatal(err)
		}
	}
	var all [][]string
	for names := range slices.Chunk(in.HumanLoopNames, 50) {
		all = append(all, names)
	}
	in.HumanLoopNames, in.More = nil, batches(all...)
	few := &throttledClient{Client: client, left: 1}
	w := a2iruntime.NewHumanLoopsWaiter(few, func(o *waiters.Options) {
		o.Clock, o.OnPoll = clock, func(waiters.Poll) { few.left = 1 }
	})
	seen := map[string]bool{}
	for loop, err := range w.Each(context.Background(), in, 24*time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		seen[*loop.HumanLoopName] = true
	}
	if len(seen) != 500 {
		t.Errorf("%d of 500 loops were yielded", len(seen))
	}
}

// A throttled More does not end the wait. The poll reports it.
func TestHumanLoopsWaiterMoreThrottled(t *testing.T) {
	clock, _, client, in := startLoops(t, 1)
	in.More = func(context.Context) ([]string, bool, error) { return nil, false, &types.ThrottlingException{} }
	unthrottled := false
	w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) {
		o.Clock, o.OnPoll = clock, func(p waiters.Poll) {
			unthrottled = unthrottled || !waiters.IsThrottle(p.Err)
		}
	})
	pairs := 0
	for _, err := range w.Each(context.Background(), in, time.Hour) {
		pairs++
		if !errors.As(err, new(*waiters.TimeoutError)) {
			t.Errorf("got %v, want a timeout", err)
		}
	}
	if pairs != 1 || unthrottled {
		t.Errorf("%d pairs, and a poll without throttling: %t; want one and false", pairs, unthrottled)
	}
}
