package bedrockflows_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// This lists the executions of a flow. On AWS, cfg comes from config.LoadDefaultConfig.
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

// A page has at most 10 executions, whatever MaxResults is. The list ends only if NextToken
// is empty.
func ExampleClient_ListFlowExecutions() {
	srv := flowstest.NewServer()
	defer srv.Close()
	for i := range 12 {
		if _, err := srv.Start(flowstest.Execution{Flow: "FLOW123456", Name: fmt.Sprintf("nightly-%d", i+1)}); err != nil {
			fmt.Println(err)
			return
		}
	}
	client, ctx := bedrockflows.NewFromConfig(srv.Config()), context.Background()

	in := &bedrockflows.ListFlowExecutionsInput{
		FlowIdentifier: aws.String(srv.FlowArn("FLOW123456")), // or the ID alone
		MaxResults:     aws.Int32(1000),
	}
	for {
		page, err := client.ListFlowExecutions(ctx, in)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(len(page.FlowExecutionSummaries), "executions")
		if in.NextToken = page.NextToken; aws.ToString(in.NextToken) == "" {
			break
		}
	}
	// Output:
	// 10 executions
	// 2 executions
}

// Bedrock's exceptions and the errors that all AWS services share have types.
func Example_errors() {
	srv := flowstest.NewServer(func(o *flowstest.Options) { o.Flows = []string{"FLOW123456"} })
	defer srv.Close()
	client, ctx := bedrockflows.NewFromConfig(srv.Config()), context.Background()
	if err := srv.Inject(flowstest.Fault{Code: "AccessDeniedException", Message: "You may not list executions."}); err != nil {
		fmt.Println(err)
		return
	}

	for range 2 {
		_, err := client.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("OTHER12345")})
		var denied *types.AccessDeniedException
		var notFound *types.ResourceNotFoundException
		var response *awshttp.ResponseError
		switch {
		case errors.As(err, &denied) && errors.As(err, &response):
			fmt.Println(response.HTTPStatusCode(), denied.ErrorMessage())
		case errors.As(err, &notFound) && errors.As(err, &response):
			fmt.Println(response.HTTPStatusCode(), notFound.ErrorMessage())
		default:
			fmt.Println(err)
		}
	}
	// Output:
	// 403 You may not list executions.
	// 404 The flow OTHER12345 was not found.
}

// With a presigned URL, somebody without credentials can list executions for a limited
// time.
func ExamplePresignClient() {
	srv := flowstest.NewServer()
	defer srv.Close()
	presigner := bedrockflows.NewPresignClient(bedrockflows.NewFromConfig(srv.Config()), func(o *bedrockflows.PresignOptions) {
		o.Expires = 10 * time.Minute
	})
	request, err := presigner.PresignListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("FLOW123456")})
	if err != nil {
		fmt.Println(err)
		return
	}
	response, err := http.Get(request.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Println(response.StatusCode, string(body), err)
	// Output:
	// 200 {"flowExecutionSummaries":[]} <nil>
}
