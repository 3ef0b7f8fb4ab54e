package a2iruntime_test

import (
	"context"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/waiters"
)

// lagging is a client whose first lists are behind: they have nothing yet.
type lagging struct {
	*a2iruntime.Client
	lists, describes int
}

func (l *lagging) ListHumanLoops(ctx context.Context, in *a2iruntime.ListHumanLoopsInput, optFns ...func(*a2iruntime.Options)) (*a2iruntime.ListHumanLoopsOutput, error) {
	if l.lists++; l.lists <= 2 {
		return &a2iruntime.ListHumanLoopsOutput{}, nil
	}
	return l.Client.ListHumanLoops(ctx, in, optFns...)
}

func (l *lagging) DescribeHumanLoop(ctx context.Context, in *a2iruntime.DescribeHumanLoopInput, optFns ...func(*a2iruntime.Options)) (*a2iruntime.DescribeHumanLoopOutput, error) {
	l.describes++
	return l.Client.DescribeHumanLoop(ctx, in, optFns...)
}

// A list that is behind at first costs a description of each loop while it is,
// and no longer.
func TestHumanLoopsWaiterCatchesUp(t *testing.T) {
	const loops = 500
	clock, srv, client, in := shift(t, loops)
	for _, name := range in.HumanLoopNames {
		clock.After(6*time.Hour, func() { _ = srv.Complete(name) })
	}
	behind := &lagging{Client: client}
	seen := 0
	for _, err := range a2iruntime.NewHumanLoopsWaiter(behind, func(o *waiters.Options) { o.Clock = clock }).Each(context.Background(), in, 24*time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
	}
	if seen != loops || behind.describes != 2*loops {
		t.Errorf("%d loops, %d descriptions; want %d and two of each", seen, behind.describes, loops)
	}
}
