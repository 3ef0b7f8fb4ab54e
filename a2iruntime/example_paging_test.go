package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// exampleServer has five loops, an hour apart.
func exampleServer() *a2itest.Server {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := a2itest.NewServer(func(o *a2itest.Options) { o.Now = func() time.Time { return now } })
	for i := range 5 {
		now = now.Add(time.Hour)
		if _, err := srv.Start(fmt.Sprintf("invoice-%d", i+1), "reviews", `{}`); err != nil {
			panic(err)
		}
	}
	return srv
}

// A list that was left is gone on with in another run, at the very next loop.
func ExampleNewListHumanLoopsPaginator() {
	srv := exampleServer()
	defer srv.Close()
	client, ctx := a2iruntime.NewFromConfig(srv.Config()), context.Background()
	in := &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		SortOrder:         types.SortOrderAscending,
	}

	p := a2iruntime.NewListHumanLoopsPaginator(client, in)
	for loop, err := range p.Items(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*loop.HumanLoopName)
		if *loop.HumanLoopName == "invoice-3" {
			break
		}
	}
	checkpoint := p.ResumeToken() // what a job keeps in a file
	fmt.Println("in another run:")
	for loop, err := range a2iruntime.NewListHumanLoopsPaginator(client, in,
		func(o *paginators.Options) { o.StartingToken = checkpoint }).Items(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*loop.HumanLoopName)
	}
	// Output:
	// invoice-1
	// invoice-2
	// invoice-3
	// in another run:
	// invoice-4
	// invoice-5
}

// The windows of a time range are read at once, here into one list by time.
func ExampleListHumanLoopsWindows() {
	srv := exampleServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())

	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	windows, err := a2iruntime.ListHumanLoopsWindows(&a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn:  aws.String(srv.FlowDefinitionArn("reviews")),
		SortOrder:          types.SortOrderAscending,
		CreationTimeAfter:  aws.Time(day),
		CreationTimeBefore: aws.Time(day.AddDate(0, 0, 1)),
	}, 8)
	if err != nil {
		fmt.Println(err)
		return
	}
	var sources []*a2iruntime.ListHumanLoopsPaginator
	for _, window := range windows {
		sources = append(sources, window.Paginator(client))
	}
	byTime := func(a, b types.HumanLoopSummary) int { return a.CreationTime.Compare(*b.CreationTime) }
	for loop, err := range paginators.Merge(context.Background(), len(sources), byTime, sources...) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*loop.HumanLoopName, loop.CreationTime.Format(time.TimeOnly))
	}
	// Output:
	// invoice-1 09:00:00
	// invoice-2 10:00:00
	// invoice-3 11:00:00
	// invoice-4 12:00:00
	// invoice-5 13:00:00
}

// The review ends while it is waited for. Against AWS, leave the delays as they
// are: people take hours.
func ExampleNewHumanLoopCompletedWaiter() {
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
		fmt.Println("it ended otherwise:", failure.Status, failure.Code, failure.Reason)
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

// Many loops are waited for at once, with few calls.
func ExampleHumanLoopsWaiter_Each() {
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
