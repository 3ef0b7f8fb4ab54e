package bedrockflows_test

import (
	"context"
	"fmt"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// The paginator reads the executions of a flow from all pages.
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
