//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// listItems lists n loops with Items.
func listItems(ctx context.Context, n int, _ string) (map[string]cost, error) {
	list := func(n int) error {
		transport := &pageTransport{loops: n, ended: func(int, int) bool { return true }}
		return countItems(ctx, transport.client(), n)
	}
	if err := list(warmUp); err != nil {
		return nil, err
	}
	c, err := repeat(n, func() error { return list(n) })
	if err == nil {
		c.Memory, err = peakOf(os.Getpid())
	}
	return map[string]cost{listing: c}, err
}

// countItems lists all loops of a client's service. It returns an error if it lists more or
// fewer than n.
func countItems(ctx context.Context, client *a2iruntime.Client, n int) error {
	items := a2iruntime.NewListHumanLoopsPaginator(client, &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(flowDefinition), MaxResults: aws.Int32(100),
	}).Items(ctx)
	listed := 0
	for _, err := range items {
		if err != nil {
			return err
		}
		listed++
	}
	if listed != n {
		return fmt.Errorf("%d of %d loops were listed", listed, n)
	}
	return nil
}

// waitForAll waits for n loops. Half of them end in the second list, the others in the third.
func waitForAll(ctx context.Context, n int, _ string) (map[string]cost, error) {
	if _, err := waitOnce(ctx, warmUp); err != nil {
		return nil, err
	}
	held, err := waitOnce(ctx, n)
	if err != nil {
		return nil, err
	}
	c, err := repeat(n, func() error { return waitForLoops(ctx, n, nil) })
	c.Memory = held
	return map[string]cost{waiting: c}, err
}

// waitOnce waits for n loops, and returns the most memory that the waiter holds after a poll.
func waitOnce(ctx context.Context, n int) (held float64, err error) {
	before := 0.0
	err = waitForLoops(ctx, n, func(poll int) {
		if poll == 0 {
			before = heap()
		}
		held = max(held, heap()-before)
	})
	return held, err
}

// waitForLoops waits for n loops. Before the wait, it calls onPoll with 0, and after
// each poll with its number.
func waitForLoops(ctx context.Context, n int, onPoll func(poll int)) error {
	transport := &pageTransport{loops: n, ended: func(list, i int) bool { return list > 2 || list == 2 && i%2 == 0 }}
	names := make([]string, n)
	for i := range names {
		names[i] = loopName(i)
	}
	optFns := []func(*waiters.Options){func(o *waiters.Options) { o.Clock = instantClock{} }}
	if onPoll != nil {
		onPoll(0)
		optFns = append(optFns, func(o *waiters.Options) { o.OnPoll = func(p waiters.Poll) { onPoll(p.Attempt) } })
	}
	waiter := a2iruntime.NewHumanLoopsWaiter(transport.client(), optFns...)
	ended := 0
	for _, err := range waiter.Each(ctx, &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String(flowDefinition), HumanLoopNames: names}, 24*time.Hour) {
		if err != nil {
			return err
		}
		ended++
	}
	if ended != n || transport.lists != 3 {
		return fmt.Errorf("%d of %d loops had ended after %d lists", ended, n, transport.lists)
	}
	return nil
}

// instantClock is a clock whose Sleep does not wait.
type instantClock struct{}

func (instantClock) Now() time.Time                                   { return time.Now() }
func (instantClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }
