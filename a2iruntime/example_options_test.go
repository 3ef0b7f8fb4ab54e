package a2iruntime_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
)

// New makes a client without an aws.Config. On AWS, it needs only a Region and credentials.
func ExampleNew() {
	srv := exampleServer()
	defer srv.Close()

	client := a2iruntime.New(a2iruntime.Options{
		Region:       "us-east-1",
		Credentials:  srv.Config().Credentials,
		BaseEndpoint: aws.String(srv.URL()), // on AWS, omit it
	})
	loop, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(loop.HumanLoopStatus, client.Options().Retryer.MaxAttempts(), client.Options().MaxResponseBytes)
	// Output:
	// InProgress 3 16777216
}

// Options can be set for the client, and for one call. Here, one call is not retried.
func ExampleOptions() {
	srv := exampleServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) { o.RetryMaxAttempts = 5 })
	ctx, in := context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")}

	if err := srv.Inject(a2itest.Fault{Code: "ThrottlingException", Times: 5}); err != nil {
		fmt.Println(err)
		return
	}
	_, err := client.DescribeHumanLoop(ctx, in, func(o *a2iruntime.Options) { o.RetryMaxAttempts = 1 })
	var throttled *types.ThrottlingException
	fmt.Println("throttled:", errors.As(err, &throttled), "after", len(srv.Calls()))

	_, err = client.DescribeHumanLoop(ctx, in)
	fmt.Println("error:", err, "after", len(srv.Calls())-1)
	// Output:
	// throttled: true after 1
	// error: <nil> after 5
}

// This adds a step to the middleware stack. After the step Retry, it runs for each
// attempt. All calls share it, so it must not keep a call's state.
func ExampleWithAPIOptions() {
	srv := exampleServer()
	defer srv.Close()
	attempt := middleware.FinalizeMiddlewareFunc("ShowAttempt", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
		middleware.FinalizeOutput, middleware.Metadata, error,
	) {
		out, metadata, err := next.HandleFinalize(ctx, in)
		fmt.Println(awsmiddleware.GetOperationName(ctx), "failed:", err != nil)
		return out, metadata, err
	})
	client := a2iruntime.NewFromConfig(srv.Config(), a2iruntime.WithAPIOptions(func(stack *middleware.Stack) error {
		return stack.Finalize.Insert(attempt, "Retry", middleware.After)
	}))

	if err := srv.Inject(a2itest.Fault{Code: "InternalServerException"}); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := client.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("invoice-1")}); err != nil {
		fmt.Println(err)
		return
	}
	// Output:
	// StopHumanLoop failed: true
	// StopHumanLoop failed: false
}

// The signature of a presigned POST covers its headers and its body, which RequestBody
// returns.
func ExamplePresignClient_PresignStartHumanLoop() {
	srv := a2itest.NewServer()
	defer srv.Close()
	presigner := a2iruntime.NewPresignClient(a2iruntime.NewFromConfig(srv.Config()))

	in := &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("invoice-0117"),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
	}
	presigned, err := presigner.PresignStartHumanLoop(context.Background(), in, func(o *a2iruntime.PresignOptions) { o.Expires = time.Minute })
	if err != nil {
		fmt.Println(err)
		return
	}
	body, err := in.RequestBody()
	if err != nil {
		fmt.Println(err)
		return
	}

	// Anybody with the method, the URL, the headers and the body can send it.
	request, err := http.NewRequest(presigned.Method, presigned.URL, bytes.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	request.Header = presigned.SignedHeader
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	fmt.Println(request.Method, response.StatusCode)
	// Output:
	// POST 200
}
