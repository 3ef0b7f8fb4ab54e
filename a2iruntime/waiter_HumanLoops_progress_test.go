package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Progress is reported after each call of a poll, before the poll ends.
func TestHumanLoopsWaiterProgress(t *testing.T) {
	clock, srv, client, in := startLoops(t, 250)
	if err := srv.Complete("loop-00000"); err != nil { // the last one in the list
		t.Fatal(err)
	}
	in.HumanLoopNames = append(in.HumanLoopNames, "unknown")
	var got []string
	calls := len(srv.Calls())
	in.OnProgress = func(p a2iruntime.HumanLoopsProgress) {
		if calls++; calls != len(srv.Calls()) {
			t.Errorf("got progress %+v after %d calls, want %d", p, len(srv.Calls()), calls)
		}
		got = append(got, fmt.Sprintf("%d %d %d", p.Pages, p.Descriptions, p.Waiting))
	}
	w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) {
		o.Clock, o.OnPoll = clock, func(p waiters.Poll) { got = append(got, p.Status[:10]) }
	})
	for loop, err := range w.Each(context.Background(), in, 15*time.Second) {
		var timeout *waiters.TimeoutError
		if loop.HumanLoopName == nil && !errors.As(err, &timeout) {
			t.Error(err)
		}
	}
	if want := []string{"1 0 251", "2 0 251", "3 0 250", "3 1 249", "249 of 251", "1 0 249", "2 0 249", "3 0 249", "249 of 251"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// describedOnly is a service whose lists are empty. Each loop has ended when it is first
// described, or at the second time if it has to wait.
type describedOnly struct{ waits map[string]bool }

func (*describedOnly) ListHumanLoops(context.Context, *a2iruntime.ListHumanLoopsInput, ...func(*a2iruntime.Options)) (*a2iruntime.ListHumanLoopsOutput, error) {
	return &a2iruntime.ListHumanLoopsOutput{}, nil
}

func (d *describedOnly) DescribeHumanLoop(_ context.Context, in *a2iruntime.DescribeHumanLoopInput, _ ...func(*a2iruntime.Options)) (*a2iruntime.DescribeHumanLoopOutput, error) {
	out := &a2iruntime.DescribeHumanLoopOutput{HumanLoopName: in.HumanLoopName, HumanLoopStatus: types.HumanLoopStatusCompleted}
	if d.waits[*in.HumanLoopName] {
		out.HumanLoopStatus = types.HumanLoopStatusInProgress
		delete(d.waits, *in.HumanLoopName)
	}
	return out, nil
}

// The waiter forgets ended loops: hundreds of thousands that ended one after the other,
// and many that waited together.
func TestHumanLoopsWaiterMemory(t *testing.T) {
	const polls, each, crowd = 100, 2_000, 100_000
	service := &describedOnly{waits: map[string]bool{}}
	in := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String(arnPrefix + "f")}
	var heaps []uint64
	poll := 0
	in.More = func(context.Context) (names []string, done bool, err error) {
		var m runtime.MemStats
		switch poll++; poll {
		case 1, polls, polls + 3:
			runtime.GC()
			runtime.ReadMemStats(&m)
			heaps = append(heaps, m.HeapAlloc)
		}
		n := each
		switch {
		case poll == polls:
			n = crowd
		case poll > polls:
			n = 1
		}
		for i := range n {
			name := fmt.Sprintf("loop-%d-%d", poll, i)
			if n == crowd {
				service.waits[name] = true
			}
			names = append(names, name)
		}
		if poll == polls+1 {
			service.waits = nil // a map does not free its memory
		}
		return names, poll == polls+3, nil
	}
	seen := 0
	w := a2iruntime.NewHumanLoopsWaiter(service, func(o *waiters.Options) { o.Clock = clienttest.NewClock() })
	for _, err := range w.Each(context.Background(), in, 24*time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
	}
	if want := (polls-1)*each + crowd + 3; seen != want {
		t.Errorf("%d loops were yielded, want %d", seen, want)
	}
	for i, heap := range heaps[1:] {
		if heap > heaps[0]+2<<20 {
			t.Errorf("the heap grew from %d to %d KiB in part %d", heaps[0]>>10, heap>>10, i+1)
		}
	}
}
