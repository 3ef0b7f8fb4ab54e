//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// inputContent is the input of each loop.
const inputContent = `{"document":"invoice-0117.pdf","fields":[{"name":"total","value":"117.00","confidence":0.62}]}`

// serve measures a server that starts, lists and completes n loops.
func serve(ctx context.Context, n int) (map[string]cost, error) {
	costs := map[string]cost{}
	timer := watch()
	srv, err := newServer(n, inOrder)
	if err != nil {
		return nil, err
	}
	defer srv.Close()
	costs[starting] = timer.cost()

	timer, before := watch(), allocated()
	if err := countItems(ctx, a2iruntime.NewFromConfig(srv.Config()), n); err != nil {
		return nil, err
	}
	c := timer.cost()
	c.Memory = allocated() - before
	costs[paging] = c

	timer = watch()
	for i := range n {
		if err := srv.Complete(loopName(i), `{"total":"117.00"}`); err != nil {
			return nil, err
		}
	}
	costs[ending] = timer.cost()
	return costs, nil
}

// startVariants measures Start if it has to do more than to append a loop.
func startVariants(ctx context.Context, n int) (map[string]cost, error) {
	costs := map[string]cost{}
	for name, start := range map[string]func() (*a2itest.Server, error){
		startingUnordered: func() (*a2itest.Server, error) {
			return newServer(n, func(i int) time.Duration { return time.Duration(scattered(i)) * time.Millisecond })
		},
		startingLimited: func() (*a2itest.Server, error) {
			return newServer(n, inOrder, func(o *a2itest.Options) { o.MaxActiveLoops = n })
		},
	} {
		timer := watch()
		srv, err := start()
		if err != nil {
			return nil, err
		}
		// The list is sorted when it is first read, so its first page counts.
		_, err = a2iruntime.NewFromConfig(srv.Config()).ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition)})
		costs[name] = timer.cost()
		srv.Close()
		if err != nil {
			return nil, err
		}
	}
	return costs, nil
}

// inOrder returns the time from the first loop to loop i, if the loops start one after the
// other.
func inOrder(i int) time.Duration { return time.Duration(i) * time.Millisecond }

// newServer starts a server with n loops. Loop i is created at(i) after a fixed time.
func newServer(n int, at func(i int) time.Duration, optFns ...func(*a2itest.Options)) (*a2itest.Server, error) {
	first := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	now := first
	srv := a2itest.NewServer(append(optFns, func(o *a2itest.Options) { o.Now = func() time.Time { return now } })...)
	for i := range n {
		now = first.Add(at(i))
		if _, err := srv.Start(loopName(i), flowDefinition, inputContent); err != nil {
			srv.Close()
			return nil, err
		}
	}
	return srv, nil
}

// serveLoops starts a server with loops, prints its URL, and serves until standard
// input ends.
func serveLoops(loops string) error {
	n, err := strconv.Atoi(loops)
	if err != nil {
		return err
	}
	srv, err := newServer(n, inOrder)
	if err != nil {
		return err
	}
	defer srv.Close()
	fmt.Println(srv.URL())
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
