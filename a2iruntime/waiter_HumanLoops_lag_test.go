package a2iruntime_test

import (
	"context"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// laggingClient is a client whose first lists lag behind: they are empty.
type laggingClient struct {
	*a2iruntime.Client
	lists, describes int
}

func (l *laggingClient) ListHumanLoops(ctx context.Context, in *a2iruntime.ListHumanLoopsInput, optFns ...func(*a2iruntime.Options)) (*a2iruntime.ListHumanLoopsOutput, error) {
	if l.lists++; l.lists <= 2 {
		return &a2iruntime.ListHumanLoopsOutput{}, nil
	}
	return l.Client.ListHumanLoops(ctx, in, optFns...)
}

func (l *laggingClient) DescribeHumanLoop(ctx context.Context, in *a2iruntime.DescribeHumanLoopInput, optFns ...func(*a2iruntime.Options)) (*a2iruntime.DescribeHumanLoopOutput, error) {
	l.describes++
	return l.Client.DescribeHumanLoop(ctx, in, optFns...)
}

// While a list lags behind, the waiter describes each loop. Afterwards it only lists
// them.
func TestHumanLoopsWaiterCatchesUp(t *testing.T) {
	const loops = 500
	clock, srv, client, in := startLoops(t, loops)
	for _, name := range in.HumanLoopNames {
		clock.After(6*time.Hour, func() { _ = srv.Complete(name) })
	}
	behind := &laggingClient{Client: client}
	seen := 0
	for _, err := range a2iruntime.NewHumanLoopsWaiter(behind, func(o *waiters.Options) { o.Clock = clock }).Each(context.Background(), in, 24*time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
	}
	if seen != loops || behind.describes != 2*loops {
		t.Errorf("got %d loops with %d describe calls, want %d with two calls each", seen, behind.describes, loops)
	}
}

// throttledClient is a client that is throttled after a few calls per poll.
type throttledClient struct {
	*a2iruntime.Client
	left  int
	stale bool // a token of an earlier poll is refused
}

func (s *throttledClient) spend() error {
	if s.left--; s.left < 0 {
		return &types.ThrottlingException{}
	}
	return nil
}

func (s *throttledClient) ListHumanLoops(ctx context.Context, in *a2iruntime.ListHumanLoopsInput, optFns ...func(*a2iruntime.Options)) (*a2iruntime.ListHumanLoopsOutput, error) {
	if err := s.spend(); err != nil {
		return nil, err
	}
	if in.NextToken != nil && s.stale {
		s.stale = false
		return nil, &types.ValidationException{Message: aws.String("The NextToken is not valid for this list.")}
	}
	return s.Client.ListHumanLoops(ctx, in, optFns...)
}

func (s *throttledClient) DescribeHumanLoop(ctx context.Context, in *a2iruntime.DescribeHumanLoopInput, optFns ...func(*a2iruntime.Options)) (*a2iruntime.DescribeHumanLoopOutput, error) {
	if err := s.spend(); err != nil {
		return nil, err
	}
	return s.Client.DescribeHumanLoop(ctx, in, optFns...)
}

// If every poll is throttled, the waiter still reaches the last loops of the list, and
// the last ones of those that are in no list.
func TestHumanLoopsWaiterThrottledEachPoll(t *testing.T) {
	for name, flow := range map[string]string{"listed": "f", "in another flow definition": "g"} {
		t.Run(name, func(t *testing.T) {
			clock, srv, client, in := startLoops(t, 500)
			in.FlowDefinitionArn = new(string)
			*in.FlowDefinitionArn = srv.FlowDefinitionArn(flow)
			for _, name := range in.HumanLoopNames[:20] { // last in the list
				clock.After(time.Hour, func() { _ = srv.Complete(name) })
			}
			for _, name := range in.HumanLoopNames[480:] { // described last
				clock.After(time.Hour, func() { _ = srv.Complete(name) })
			}
			few := &throttledClient{Client: client, left: 3}
			seen := 0
			w := a2iruntime.NewHumanLoopsWaiter(few, func(o *waiters.Options) {
				o.Clock, o.OnPoll = clock, func(waiters.Poll) { few.left = 3 }
			})
			for _, err := range w.Each(context.Background(), in, 96*time.Hour) {
				if err != nil {
					break
				}
				if seen++; seen == 40 {
					break
				}
			}
			if seen != 40 {
				t.Errorf("%d of the 40 loops that ended were yielded", seen)
			}
		})
	}
}

// A page token that the waiter kept while it was throttled may have expired.
func TestHumanLoopsWaiterStaleToken(t *testing.T) {
	clock, srv, client, in := startLoops(t, 300)
	for _, name := range in.HumanLoopNames {
		if err := srv.Complete(name); err != nil {
			t.Fatal(err)
		}
	}
	few := &throttledClient{Client: client, left: 1}
	w := a2iruntime.NewHumanLoopsWaiter(few, func(o *waiters.Options) {
		o.Clock, o.OnPoll = clock, func(p waiters.Poll) { few.left, few.stale = 1000, p.Attempt == 1 }
	})
	seen := 0
	for _, err := range w.Each(context.Background(), in, time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
	}
	if seen != 300 {
		t.Errorf("%d of 300 loops were yielded", seen)
	}
}
