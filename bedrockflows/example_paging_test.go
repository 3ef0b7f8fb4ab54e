package bedrockflows_test

import (
	"context"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// An execution is waited for by its ARN, or by the last part of it.
func ExampleFlowExecutionSucceededWaiter() {
	srv := flowstest.NewServer()
	defer srv.Close()
	arn, err := srv.Start(flowstest.Execution{Flow: "FLOW123456", Name: "nightly-1"})
	if err == nil {
		err = srv.Finish(arn, types.FlowExecutionStatusSucceeded)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	waiter := bedrockflows.NewFlowExecutionSucceededWaiter(bedrockflows.NewFromConfig(srv.Config()))
	execution, err := waiter.WaitForOutput(context.Background(), &bedrockflows.FlowExecutionWaiterInput{
		FlowIdentifier:      aws.String("FLOW123456"),
		ExecutionIdentifier: aws.String("nightly-1"),
	}, time.Hour)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(execution.Status, aws.ToString(execution.ExecutionArn))
	// Output:
	// Succeeded arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456/alias/TSTALIASID/execution/nightly-1
}

// All executions of a flow, over all pages.
func ExampleListFlowExecutionsPaginator() {
	srv := flowstest.NewServer()
	defer srv.Close()
	for range 25 {
		if _, err := srv.Start(flowstest.Execution{Flow: "FLOW123456"}); err != nil {
			fmt.Println(err)
			return
		}
	}
	p := bedrockflows.NewListFlowExecutionsPaginator(bedrockflows.NewFromConfig(srv.Config()), &bedrockflows.ListFlowExecutionsInput{
		FlowIdentifier: aws.String("FLOW123456"),
	})
	executions := 0
	for _, err := range p.Items(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		executions++
	}
	fmt.Println(executions, "executions,", len(srv.Calls()), "calls")
	// Output:
	// 25 executions, 3 calls
}
