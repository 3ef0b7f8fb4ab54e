package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// The review ends while the program waits. On AWS, keep the default delays: people take
// hours.
func ExampleHumanLoopCompletedWaiter() {
	srv := exampleServer()
	defer srv.Close()
	waiter := a2iruntime.NewHumanLoopCompletedWaiter(a2iruntime.NewFromConfig(srv.Config()), func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = time.Millisecond, time.Millisecond
		o.OnPoll = func(p waiters.Poll) {
			fmt.Println("poll", p.Attempt, p.Status)
			if p.Attempt == 2 {
				if err := srv.Complete("invoice-1", `{"total": "2,211.00"}`); err != nil {
					fmt.Println(err)
				}
			}
		}
	})
	loop, err := waiter.WaitForOutput(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")}, 48*time.Hour)
	var failure *waiters.FailureError
	var timeout *waiters.TimeoutError
	switch {
	case errors.As(err, &failure):
		fmt.Println("it did not complete:", failure.Status, failure.Code, failure.Reason)
	case errors.As(err, &timeout):
		fmt.Println("it has not ended yet:", timeout.Status)
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println("the answer is at", *loop.HumanLoopOutput.OutputS3Uri)
	}
	// Output:
	// poll 1 InProgress
	// poll 2 InProgress
	// poll 3 Completed
	// the answer is at s3://a2itest-output/reviews/2026/03/01/09/00/00/invoice-1/output.json
}

// The loop is Stopping until its worker has been notified. Each poll advances the
// server's clock.
func ExampleHumanLoopStoppedWaiter() {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := a2itest.NewServer(func(o *a2itest.Options) {
		o.Now = func() time.Time { return now }
		o.StoppingFor = time.Minute
	})
	defer srv.Close()
	client, ctx := a2iruntime.NewFromConfig(srv.Config()), context.Background()
	if _, err := srv.Start("invoice-1", "reviews", `{}`); err != nil {
		fmt.Println(err)
		return
	}

	if _, err := client.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("invoice-1")}); err != nil {
		fmt.Println(err)
		return
	}
	waiter := a2iruntime.NewHumanLoopStoppedWaiter(client, func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = time.Millisecond, time.Millisecond
		o.OnPoll = func(p waiters.Poll) {
			fmt.Println(p.Status)
			now = now.Add(time.Minute)
		}
	})
	if err := waiter.Wait(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")}, time.Hour); err != nil {
		fmt.Println(err)
		return
	}
	// Output:
	// Stopping
	// Stopped
}

// A deleted loop may still exist for a while, with the status Deleting. Afterwards its
// name can be used again.
func ExampleHumanLoopDeletedWaiter() {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := a2itest.NewServer(func(o *a2itest.Options) {
		o.Now = func() time.Time { return now }
		o.DeletingFor = time.Minute
	})
	defer srv.Close()
	client, ctx := a2iruntime.NewFromConfig(srv.Config()), context.Background()
	_, err := srv.Start("invoice-1", "reviews", `{}`)
	if err = errors.Join(err, srv.Complete("invoice-1", `{}`)); err != nil {
		fmt.Println(err)
		return
	}

	if _, err := client.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("invoice-1")}); err != nil {
		fmt.Println(err)
		return
	}
	waiter := a2iruntime.NewHumanLoopDeletedWaiter(client, func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = time.Millisecond, time.Millisecond
		o.OnPoll = func(p waiters.Poll) {
			var deleted *types.ResourceNotFoundException
			fmt.Println("status:", p.Status, "deleted:", errors.As(p.Err, &deleted))
			now = now.Add(time.Minute)
		}
	})
	if err := waiter.Wait(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")}, time.Hour); err != nil {
		fmt.Println(err)
		return
	}
	// Output:
	// status: Deleting deleted: false
	// status:  deleted: true
}

// One waiter waits for many loops, with few calls.
func ExampleHumanLoopsWaiter() {
	srv := exampleServer()
	defer srv.Close()
	if err := errors.Join(srv.Complete("invoice-1", `{}`), srv.Fail("invoice-2", "CustomerError", "The image is too large.")); err != nil {
		fmt.Println(err)
		return
	}
	waiter := a2iruntime.NewHumanLoopsWaiter(a2iruntime.NewFromConfig(srv.Config()))
	for loop, err := range waiter.Each(context.Background(), &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopNames:    []string{"invoice-1", "invoice-2", "invoice-9"},
	}, 48*time.Hour) {
		switch {
		case err != nil && loop.HumanLoopName == nil:
			fmt.Println("the wait ended:", err)
		case err != nil:
			var notFound *types.ResourceNotFoundException
			fmt.Println(*loop.HumanLoopName, "does not exist:", errors.As(err, &notFound))
		default:
			fmt.Println(*loop.HumanLoopName, loop.HumanLoopStatus)
		}
	}
	// Unordered output:
	// invoice-1 Completed
	// invoice-2 Failed
	// invoice-9 does not exist: true
}

// The range learns of reviews that begin while it waits. Its progress can serve as a
// heartbeat for a supervisor.
func ExampleHumanLoopsWaiterInput() {
	srv := exampleServer()
	defer srv.Close()
	if err := errors.Join(srv.Complete("invoice-1", `{}`), srv.Complete("invoice-2", `{}`)); err != nil {
		fmt.Println(err)
		return
	}
	begun := [][]string{{"invoice-2", "invoice-3"}, nil, {"invoice-4"}} // a queue or a database, for example

	waiter := a2iruntime.NewHumanLoopsWaiter(a2iruntime.NewFromConfig(srv.Config()), func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = time.Millisecond, time.Millisecond
	})
	for loop, err := range waiter.Each(context.Background(), &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopNames:    []string{"invoice-1"},
		More: func(context.Context) (names []string, done bool, err error) {
			names, begun = begun[0], begun[1:]
			return names, len(begun) == 0, nil
		},
		OnProgress: func(p a2iruntime.HumanLoopsProgress) {
			fmt.Println("pages:", p.Pages, "descriptions:", p.Descriptions, "waiting:", p.Waiting)
		},
	}, 7*24*time.Hour) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*loop.HumanLoopName, loop.HumanLoopStatus)
		if *loop.HumanLoopName == "invoice-1" {
			if err := errors.Join(srv.Complete("invoice-3", `{}`), srv.Complete("invoice-4", `{}`)); err != nil {
				fmt.Println(err)
			}
		}
	}
	// Output:
	// pages: 1 descriptions: 0 waiting: 1
	// invoice-2 Completed
	// invoice-1 Completed
	// pages: 0 descriptions: 1 waiting: 0
	// invoice-3 Completed
	// pages: 0 descriptions: 1 waiting: 0
	// invoice-4 Completed
}
