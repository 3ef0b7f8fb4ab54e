package a2iruntime_test

import (
	"context"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/paginators"
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

// The first run stops early. The next run resumes at the next loop.
func ExampleListHumanLoopsPaginator() {
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
	checkpoint := p.Checkpoint() // save it as JSON
	fmt.Println("in another run:")
	for loop, err := range a2iruntime.NewListHumanLoopsPaginator(client, in,
		func(o *paginators.Options) { o.StartFrom = checkpoint }).Items(ctx) {
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

// Merge reads the windows of a time range at the same time, here into one list sorted by
// creation time.
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

// A batch job exports whole pages and saves the checkpoint with each page. If the job is
// killed, its next run resumes after the last page that was saved.
func ExampleListHumanLoopsPaginator_pages() {
	srv := exampleServer()
	defer srv.Close()
	p := a2iruntime.NewListHumanLoopsPaginator(a2iruntime.NewFromConfig(srv.Config()), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		SortOrder:         types.SortOrderAscending,
	}, func(o *paginators.Options) {
		o.PageSize = 2    // loops per call; the service allows 100
		o.Prefetch = true // the next page is fetched while this one is exported
	})
	for page, err := range p.Pages(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, loop := range page.HumanLoopSummaries {
			fmt.Print(aws.ToString(loop.HumanLoopName), " ")
		}
		fmt.Println("finished:", p.Checkpoint().Finished())
	}
	// Output:
	// invoice-1 invoice-2 finished: false
	// invoice-3 invoice-4 finished: false
	// invoice-5 finished: true
}
