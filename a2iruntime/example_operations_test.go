package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
)

// Starting a loop again with the same name and input returns the same loop. Different
// input is a conflict.
func ExampleClient_StartHumanLoop() {
	srv := a2itest.NewServer()
	defer srv.Close()
	client, ctx := a2iruntime.NewFromConfig(srv.Config()), context.Background()

	in := &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("invoice-0117"),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
		DataAttributes: &types.HumanLoopDataAttributes{
			ContentClassifiers: []types.ContentClassifier{types.ContentClassifierFreeOfAdultContent},
		},
	}
	for range 2 {
		started, err := client.StartHumanLoop(ctx, in)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(aws.ToString(started.HumanLoopArn))
	}
	in.HumanLoopInput = &types.HumanLoopInput{InputContent: aws.String(`{"total": "9.99"}`)}
	_, err := client.StartHumanLoop(ctx, in)
	var conflict *types.ConflictException
	if errors.As(err, &conflict) {
		fmt.Println(conflict.ErrorMessage())
	}
	// Output:
	// arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-0117
	// arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-0117
	// Human loop invoice-0117 already exists with different input.
}

// A failed loop has a failure code and a reason. ResultMetadata contains the request ID
// that AWS support asks for.
func ExampleClient_DescribeHumanLoop() {
	srv := exampleServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())
	if err := srv.Fail("invoice-1", "Expired", "Nobody answered in time."); err != nil {
		fmt.Println(err)
		return
	}

	loop, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, hasID := awsmiddleware.GetRequestIDMetadata(loop.ResultMetadata)
	fmt.Println(loop.HumanLoopStatus, aws.ToString(loop.FailureCode), aws.ToString(loop.FailureReason))
	fmt.Println(loop.CreationTime.Format(time.RFC3339), hasID)
	// Output:
	// Failed Expired Nobody answered in time.
	// 2026-03-01T09:00:00Z true
}

// This reads one page of a list. The list ends only if NextToken is empty. A paginator
// continues by itself.
func ExampleClient_ListHumanLoops() {
	srv := exampleServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())

	page, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		CreationTimeAfter: aws.Time(time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)),
		MaxResults:        aws.Int32(2),
		SortOrder:         types.SortOrderAscending,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, loop := range page.HumanLoopSummaries {
		fmt.Println(aws.ToString(loop.HumanLoopName), loop.HumanLoopStatus)
	}
	fmt.Println("more:", aws.ToString(page.NextToken) != "")
	// Output:
	// invoice-3 InProgress
	// invoice-4 InProgress
	// more: true
}

// A loop may be Stopping for a while. Here it is Stopped at once, because no worker has
// begun it.
func ExampleClient_StopHumanLoop() {
	srv := exampleServer()
	defer srv.Close()
	client, ctx := a2iruntime.NewFromConfig(srv.Config()), context.Background()

	if _, err := client.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("invoice-1")}); err != nil {
		fmt.Println(err)
		return
	}
	loop, err := client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(loop.HumanLoopStatus)
	// Output:
	// Stopped
}

// Only a loop that has ended can be deleted. A job that deletes loops need not fail if one
// was deleted before.
func ExampleClient_DeleteHumanLoop() {
	srv := exampleServer()
	defer srv.Close()
	client, ctx := a2iruntime.NewFromConfig(srv.Config()), context.Background()
	if err := srv.Complete("invoice-1", `{}`); err != nil {
		fmt.Println(err)
		return
	}

	for _, name := range []string{"invoice-1", "invoice-1", "invoice-2"} {
		_, err := client.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String(name)})
		var notFound *types.ResourceNotFoundException
		var invalid *types.ValidationException
		switch {
		case errors.As(err, &notFound):
			fmt.Println(name, "was deleted before")
		case errors.As(err, &invalid):
			fmt.Println(invalid.ErrorMessage())
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Println(name, "is deleted")
		}
	}
	// Output:
	// invoice-1 is deleted
	// invoice-1 was deleted before
	// Human loop invoice-2 is InProgress: it can be deleted when it is Completed, Failed or Stopped.
}
