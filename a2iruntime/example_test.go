package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// This starts a loop and describes it. On AWS, cfg comes from config.LoadDefaultConfig.
func Example() {
	srv := a2itest.NewServer()
	defer srv.Close()
	ctx, cfg := context.Background(), srv.Config()

	client := a2iruntime.NewFromConfig(cfg)
	started, err := client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("invoice-0117"),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	loop, err := client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-0117")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*started.HumanLoopArn)
	fmt.Println(loop.HumanLoopStatus)
	// Output:
	// arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-0117
	// InProgress
}

// Every documented exception has a type. The error also contains the response's status
// and request ID.
func Example_errors() {
	srv := a2itest.NewServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())

	_, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("gone")})
	var notFound *types.ResourceNotFoundException
	var response *awshttp.ResponseError
	if errors.As(err, &notFound) && errors.As(err, &response) {
		fmt.Println(response.HTTPStatusCode(), notFound.ErrorMessage())
	}
	// Output:
	// 404 Human loop gone does not exist.
}

// All violations of an input are reported together, before the client sends anything.
func Example_validation() {
	srv := a2itest.NewServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())

	_, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{MaxResults: aws.Int32(500)})
	var invalid smithy.InvalidParamsError
	if errors.As(err, &invalid) {
		for _, problem := range invalid.Errs() {
			fmt.Println(problem)
		}
	}
	fmt.Println(len(srv.Calls()), "calls were sent")
	// Output:
	// missing required field, ListHumanLoopsInput.FlowDefinitionArn.
	// 500 is over the maximum of 100, ListHumanLoopsInput.MaxResults.
	// 0 calls were sent
}

// With a presigned URL, somebody without credentials can make one call for a limited time.
func ExamplePresignClient() {
	srv := a2itest.NewServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())

	presigner := a2iruntime.NewPresignClient(client, func(o *a2iruntime.PresignOptions) { o.Expires = 10 * time.Minute })
	request, err := presigner.PresignDescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-0117")})
	if err != nil {
		fmt.Println(err)
		return
	}
	response, err := http.Get(request.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	response.Body.Close()
	fmt.Println(request.Method, response.StatusCode, response.Header.Get("X-Amzn-Errortype"))
	// Output:
	// GET 404 ResourceNotFoundException
}
