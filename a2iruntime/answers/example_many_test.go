package answers_test

import (
	"context"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A program waits for many loops and reads each answer when its loop ends. The waiter
// yields summaries, which do not say where the output document is, so the program calls
// DescribeHumanLoop for each Completed loop.
func ExampleFetch_manyLoops() {
	srv := a2itest.NewServer()
	defer srv.Close()
	for _, name := range []string{"invoice-1", "invoice-2"} {
		_, err := srv.Start(name, "reviews", `{"total": "2,271.00"}`)
		if err == nil {
			err = srv.Complete(name, `{"total": "2,211.00"}`)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	type invoice struct{ Total string }

	ctx, client := context.Background(), a2iruntime.NewFromConfig(srv.Config())
	for ended, err := range a2iruntime.NewHumanLoopsWaiter(client).Each(ctx, &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopNames:    []string{"invoice-1", "invoice-2"},
	}, time.Hour) {
		if err != nil || ended.HumanLoopStatus != types.HumanLoopStatusCompleted {
			fmt.Println(aws.ToString(ended.HumanLoopName), ended.HumanLoopStatus, err)
			continue
		}
		loop, err := client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: ended.HumanLoopName})
		if err != nil {
			fmt.Println(err)
			return
		}
		document, err := answers.Fetch(ctx, srv, *loop.HumanLoopOutput.OutputS3Uri) // on AWS: see ObjectGetterFunc
		if err != nil {
			fmt.Println(err)
			return
		}
		corrections, err := answers.DecodeAll[invoice](document)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*ended.HumanLoopName, corrections[0].Total)
	}
	// Unordered output:
	// invoice-1 2,211.00
	// invoice-2 2,211.00
}
