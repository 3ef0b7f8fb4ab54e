package types_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A worker takes the names of loops from a queue. If a call fails, it puts the name back or
// moves it to the dead-letter queue, with the reason.
func ExampleRetryable() {
	srv := a2itest.NewServer()
	defer srv.Close()
	// The worker's session ends during the first call. An operator renews it.
	if err := srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Code: "ExpiredTokenException"}); err != nil {
		fmt.Println(err)
		return
	}
	client := a2iruntime.NewFromConfig(srv.Config())
	for _, name := range []string{"invoice-1", "invoice-2"} {
		_, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
		switch {
		case err == nil:
			fmt.Println(name, "is done")
		case types.Retryable(err):
			fmt.Println(name, "goes back to the queue:", types.ErrorCode(err))
		default:
			fmt.Println(name, "goes to the dead letters:", types.ErrorCode(err))
		}
	}
	// Output:
	// invoice-1 goes back to the queue: ExpiredTokenException
	// invoice-2 goes to the dead letters: ResourceNotFoundException
}

// A metric counts failed calls by their code. The connection breaks, the service fails,
// and an input is not valid.
func ExampleErrorCode() {
	srv := a2itest.NewServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) { o.Retryer = aws.NopRetryer{} })
	failures := map[string]int{}
	stop := func(name string) {
		if _, err := client.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: &name}); err != nil {
			failures[types.ErrorCode(err)]++
		}
	}
	for _, fault := range []a2itest.Fault{{Reset: true}, {Code: "InternalServerException"}} {
		if err := srv.Inject(fault); err != nil {
			fmt.Println(err)
			return
		}
		stop("invoice-1")
	}
	stop("")
	fmt.Println(failures)
	// Output:
	// map[ConnectionError:1 InternalServerException:1 InvalidParamsError:1]
}

// The response to a start is lost. The loop may exist, so the program does not give up on
// its name: a start with the same name and input is safe.
func ExampleMayHaveSucceeded() {
	srv := a2itest.NewServer()
	defer srv.Close()
	if err := srv.Inject(a2itest.Fault{Operation: "StartHumanLoop", Reset: true, After: true}); err != nil {
		fmt.Println(err)
		return
	}
	client := a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) { o.Retryer = aws.NopRetryer{} })
	_, err := client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("invoice-1"),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
	})
	fmt.Println("failed:", err != nil, "- may have succeeded:", types.MayHaveSucceeded(err))

	loop, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the loop is", loop.HumanLoopStatus)
	// Output:
	// failed: true - may have succeeded: true
	// the loop is InProgress
}

// The error of a retried call contains the errors of all its attempts.
func ExampleCallError() {
	srv := a2itest.NewServer()
	defer srv.Close()
	for _, code := range []string{"ThrottlingException", "InternalServerException", "ValidationException"} {
		if err := srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Code: code}); err != nil {
			fmt.Println(err)
			return
		}
	}
	client := a2iruntime.NewFromConfig(srv.Config())
	_, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")})
	var call *types.CallError
	if errors.As(err, &call) {
		fmt.Println("attempts:", call.Attempts)
		for _, earlier := range call.Earlier {
			fmt.Println("earlier:", types.ErrorCode(earlier))
		}
		fmt.Println("last:", types.ErrorCode(err))
	}
	// Output:
	// attempts: 3
	// earlier: ThrottlingException
	// earlier: InternalServerException
	// last: ValidationException
}
