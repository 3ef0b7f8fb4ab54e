package review_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/sdk/client"
)

// A program starts a review and waits for its result. The workflow's ID must be made from
// the loop, because events find the workflow by it.
func ExampleReview() {
	ctx := context.Background()
	temporal, err := client.DialContext(ctx, client.Options{HostPort: "127.0.0.1:7233"})
	if err != nil {
		log.Fatal(err)
	}
	request := review.Request{
		Loop: a2iruntime.StartHumanLoopInput{
			HumanLoopName:     aws.String("invoice-0117"),
			FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"),
			HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
		},
		Deadline: 48 * time.Hour,
	}
	id := review.WorkflowID(*request.Loop.FlowDefinitionArn, *request.Loop.HumanLoopName)
	run, err := temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: id, TaskQueue: "a2i"}, review.Review, request)
	if err != nil {
		log.Fatal(err)
	}
	var result review.Result
	if err := run.Get(ctx, &result); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", result.Answers[0])
	temporal.Close()
}
