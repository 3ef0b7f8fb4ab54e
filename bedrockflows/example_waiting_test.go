package bedrockflows_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// The execution succeeds while the program waits. The waiter finds it by its ARN, or by
// the last part of it. On AWS, keep the default delays.
func ExampleNewFlowExecutionSucceededWaiter() {
	srv := flowstest.NewServer()
	defer srv.Close()
	arn, err := srv.Start(flowstest.Execution{Flow: "FLOW123456", Name: "nightly-1"})
	if err != nil {
		fmt.Println(err)
		return
	}

	waiter := bedrockflows.NewFlowExecutionSucceededWaiter(bedrockflows.NewFromConfig(srv.Config()), func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = time.Millisecond, time.Millisecond
		o.OnPoll = func(p waiters.Poll) {
			fmt.Println("poll", p.Attempt, p.Status)
			if p.Attempt == 1 {
				if err := srv.Finish(arn, types.FlowExecutionStatusSucceeded); err != nil {
					fmt.Println(err)
				}
			}
		}
	})
	execution, err := waiter.WaitForOutput(context.Background(), &bedrockflows.FlowExecutionWaiterInput{
		FlowIdentifier:      aws.String("FLOW123456"),
		ExecutionIdentifier: aws.String("nightly-1"),
	}, 24*time.Hour)
	var failure *waiters.FailureError
	switch {
	case errors.As(err, &failure):
		fmt.Println("the execution did not succeed:", failure.Status)
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println(*execution.ExecutionArn)
	}
	// Output:
	// poll 1 Running
	// poll 2 Succeeded
	// arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456/alias/TSTALIASID/execution/nightly-1
}
