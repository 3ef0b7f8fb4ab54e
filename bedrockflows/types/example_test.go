package types_test

import (
	"context"
	"fmt"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A worker lists the executions of flows. If a call fails, it puts the flow back into its
// queue or moves it to the dead-letter queue, with the reason.
func ExampleRetryable() {
	srv := flowstest.NewServer(func(o *flowstest.Options) { o.Flows = []string{"FLOW123456"} })
	defer srv.Close()
	// The worker's role lacks a permission. An operator grants it.
	if err := srv.Inject(flowstest.Fault{Code: "AccessDeniedException"}); err != nil {
		fmt.Println(err)
		return
	}
	client := bedrockflows.NewFromConfig(srv.Config())
	for _, flow := range []string{"FLOW123456", "FLOW999999"} {
		_, err := client.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(flow)})
		switch {
		case err == nil:
			fmt.Println(flow, "is done")
		case types.Retryable(err):
			fmt.Println(flow, "goes back to the queue:", types.ErrorCode(err))
		default:
			fmt.Println(flow, "goes to the dead letters:", types.ErrorCode(err))
		}
	}
	// Output:
	// FLOW123456 goes back to the queue: AccessDeniedException
	// FLOW999999 goes to the dead letters: ResourceNotFoundException
}

// A metric counts failed calls by their code. The connection breaks, and an input is not
// valid.
func ExampleErrorCode() {
	srv := flowstest.NewServer()
	defer srv.Close()
	if err := srv.Inject(flowstest.Fault{Reset: true}); err != nil {
		fmt.Println(err)
		return
	}
	client := bedrockflows.NewFromConfig(srv.Config(), func(o *bedrockflows.Options) { o.Retryer = aws.NopRetryer{} })
	failures := map[string]int{}
	for _, flow := range []string{"FLOW123456", ""} {
		if _, err := client.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: &flow}); err != nil {
			failures[types.ErrorCode(err)]++
		}
	}
	fmt.Println(failures)
	// Output:
	// map[ConnectionError:1 InvalidParamsError:1]
}
