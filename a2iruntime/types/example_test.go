package types_test

import (
	"context"
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A worker takes names of loops from a queue. If a call fails, it puts the name back or
// moves it to the dead letters, with the reason.
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
