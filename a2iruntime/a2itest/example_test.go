package a2itest_test

import (
	"context"
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// The server throttles the first call, and then plays the reviewer.
func Example() {
	srv := a2itest.NewServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())
	ctx := context.Background()

	err := srv.Inject(a2itest.Fault{Operation: "StartHumanLoop", Code: "ThrottlingException"}) // once; the client retries
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("invoice-0117"),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := srv.Complete("invoice-0117", `{"total": "2,211.00"}`); err != nil {
		fmt.Println(err)
		return
	}
	loop, err := client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-0117")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(loop.HumanLoopStatus)
	for _, call := range srv.Calls() {
		fmt.Println(call.Operation, call.Attempt, call.Status)
	}
	// Output:
	// Completed
	// StartHumanLoop 1 429
	// StartHumanLoop 2 200
	// DescribeHumanLoop 1 200
}
