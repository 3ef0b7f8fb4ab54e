package a2iruntime_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/waiters"
)

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
