package bedrockflows_test

import (
	"context"
	"fmt"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A page of a flow's executions is listed. Against AWS, cfg is that of
// config.LoadDefaultConfig.
func Example() {
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
	ctx, cfg := context.Background(), srv.Config()

	client := bedrockflows.NewFromConfig(cfg)
	page, err := client.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{
		FlowIdentifier: aws.String("FLOW123456"), // or the flow's ARN
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, execution := range page.FlowExecutionSummaries {
		fmt.Println(execution.Status, *execution.ExecutionArn)
	}
	// Output:
	// Succeeded arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456/alias/TSTALIASID/execution/nightly-1
}
