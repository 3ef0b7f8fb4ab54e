package a2iruntime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A window and its checkpoint are all that a worker on another machine needs. The first
// worker dies after one loop. The second worker reads what the first one saved and lists
// the rest.
func ExampleListHumanLoopsWindow() {
	srv := exampleServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())

	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	windows, err := a2iruntime.ListHumanLoopsWindows(&a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn:  aws.String(srv.FlowDefinitionArn("reviews")),
		SortOrder:          types.SortOrderAscending,
		CreationTimeAfter:  aws.Time(day),
		CreationTimeBefore: aws.Time(day.AddDate(0, 0, 1)),
	}, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	type task struct {
		Window     a2iruntime.ListHumanLoopsWindow
		Checkpoint paginators.Checkpoint // the zero value: not started
	}
	saved, err := json.MarshalIndent(task{Window: windows[0]}, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, maxItems := range []int{1, 100} { // for the first and the second worker
		var job task
		if err := json.Unmarshal(saved, &job); err != nil {
			fmt.Println(err)
			return
		}
		p := job.Window.Paginator(client, func(o *paginators.Options) {
			o.StartFrom, o.MaxItems = job.Checkpoint, maxItems
		})
		for loop, err := range p.Items(context.Background()) {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println(*loop.HumanLoopName, loop.CreationTime.Format(time.TimeOnly))
		}
		job.Checkpoint = p.Checkpoint()
		if saved, err = json.MarshalIndent(job, "", "  "); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("finished:", job.Checkpoint.Finished())
	}
	fmt.Println(string(saved))
	// Output:
	// invoice-1 09:00:00
	// finished: false
	// invoice-2 10:00:00
	// invoice-3 11:00:00
	// finished: true
	// {
	//   "Window": {
	//     "FlowDefinitionArn": "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews",
	//     "CreationTimeAfter": "2026-03-01T00:00:00Z",
	//     "CreationTimeBefore": "2026-03-02T00:00:00Z",
	//     "SortOrder": "Ascending",
	//     "Windows": 2,
	//     "Index": 0
	//   },
	//   "Checkpoint": {
	//     "state": "finished"
	//   }
	// }
}
