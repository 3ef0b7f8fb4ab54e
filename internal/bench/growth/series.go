//go:build unix

package main

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// series is one kind of work with n loops.
type series struct {
	name    string
	what    string // with its loops
	memory  string // whose memory it is; "" if the work keeps nothing
	measure func(ctx context.Context, n int) (costs, error)
}

// costs are those of all loops.
type costs struct {
	elapsed time.Duration
	bytes   float64
}

var allSeries = []series{
	{"list", "ListHumanLoopsPaginator.Items against a2itest, 100 loops a page", "", list},
	{"wait", "HumanLoopsWaiter.Each: one poll while all loops wait, one after all have ended", "names of the loops that are waited for", wait},
	{"a2itest Start", "a2itest.Server.Start", "loops of the server", start},
	{"a2itest Complete", "a2itest.Server.Complete", "output documents of the server", complete},
	{"a2itest Loops", "a2itest.Server.Loops", "the slice that it returns", listLocally},
	{"localservice Start", "StartHumanLoop of 16 goroutines against localservice -data", "the process, at its peak", dataStart},
	{"localservice load", "localservice -data, from its start to the first line that it prints", "the process, at its peak", dataLoad},
	{"localservice restart", "localservice -data, from SIGTERM to the next process's first line", "the process, at its peak", dataRestart},
	{"export", "the program exportloops against localservice, from its start to its end", "the process, at its peak", export},
}

func loopName(i int) string { return fmt.Sprintf("invoice-%07d", i) }

// serverWith returns a server that has n loops, and when they were started.
func serverWith(n int, fns ...func(*a2itest.Options)) (*a2itest.Server, error) {
	srv := a2itest.NewServer(fns...)
	for i := range n {
		if _, err := srv.Start(loopName(i), "reviews", `{"total":"12.50"}`); err != nil {
			srv.Close()
			return nil, err
		}
	}
	return srv, nil
}

// timed measures how long do takes, and how much more memory is in use after it.
func timed(do func() error) (costs, error) {
	before := inUse()
	begun := time.Now()
	err := do()
	elapsed := time.Since(begun)
	return costs{elapsed, max(0, inUse()-before)}, err
}

// inUse is how many bytes of the heap are in use.
func inUse() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

func start(_ context.Context, n int) (costs, error) {
	srv := a2itest.NewServer()
	defer srv.Close()
	return timed(func() error {
		for i := range n {
			if _, err := srv.Start(loopName(i), "reviews", `{"total":"12.50"}`); err != nil {
				return err
			}
		}
		return nil
	})
}

func complete(_ context.Context, n int) (costs, error) {
	srv, err := serverWith(n)
	if err != nil {
		return costs{}, err
	}
	defer srv.Close()
	return timed(func() error {
		for i := range n {
			if err := srv.Complete(loopName(i), map[string]string{"total": "12.50"}); err != nil {
				return err
			}
		}
		return nil
	})
}

func listLocally(_ context.Context, n int) (costs, error) {
	srv, err := serverWith(n)
	if err != nil {
		return costs{}, err
	}
	defer srv.Close()
	var loops []a2itest.Loop
	c, err := timed(func() (err error) {
		loops, err = srv.Loops()
		return err
	})
	if err == nil && len(loops) != n {
		err = fmt.Errorf("%d of %d loops", len(loops), n)
	}
	return c, err
}

func list(ctx context.Context, n int) (costs, error) {
	srv, err := serverWith(n)
	if err != nil {
		return costs{}, err
	}
	defer srv.Close()
	p := a2iruntime.NewListHumanLoopsPaginator(a2iruntime.NewFromConfig(srv.Config()), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")), MaxResults: aws.Int32(100),
	})
	return timed(func() error { return count(p.Items(ctx), n) })
}

// count ranges over all items, and returns an error unless there are n.
func count[T any](items iter.Seq2[T, error], n int) error {
	seen := 0
	for _, err := range items {
		if err != nil {
			return err
		}
		seen++
	}
	if seen != n {
		return fmt.Errorf("%d of %d loops", seen, n)
	}
	return nil
}

// wait waits for loops that expire after the first poll.
func wait(ctx context.Context, n int) (costs, error) {
	var ahead atomic.Int64
	srv, err := serverWith(n, func(o *a2itest.Options) {
		o.ExpireAfter = 240 * time.Hour
		o.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	})
	if err != nil {
		return costs{}, err
	}
	defer srv.Close()
	names := make([]string, n)
	for i := range names {
		names[i] = loopName(i)
	}
	w := a2iruntime.NewHumanLoopsWaiter(a2iruntime.NewFromConfig(srv.Config()), func(o *waiters.Options) {
		o.MinDelay = time.Millisecond
		o.OnPoll = func(waiters.Poll) { ahead.Store(int64(250 * time.Hour)) }
	})
	return timed(func() error {
		return count(w.Each(ctx, &a2iruntime.HumanLoopsWaiterInput{
			FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")), HumanLoopNames: names,
		}, time.Hour), n)
	})
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
