package a2itest_test

import (
	"context"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// printStatus describes a loop and prints its status and failure code.
func printStatus(client *a2iruntime.Client, name string) {
	loop, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %s %q\n", name, loop.HumanLoopStatus, aws.ToString(loop.FailureCode))
}

// The test sets the clock of the loops. One loop expires, and another takes a minute to
// stop.
func ExampleOptions() {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := a2itest.NewServer(func(o *a2itest.Options) {
		o.Now = func() time.Time { return now }
		o.ExpireAfter = 8 * time.Hour
		o.StoppingFor = time.Minute
	})
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())
	for _, name := range []string{"invoice-1", "invoice-2"} {
		if _, err := srv.Start(name, "reviews", `{}`); err != nil {
			fmt.Println(err)
			return
		}
	}
	if _, err := client.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("invoice-2")}); err != nil {
		fmt.Println(err)
		return
	}
	printStatus(client, "invoice-1")
	printStatus(client, "invoice-2")
	now = now.Add(8 * time.Hour)
	printStatus(client, "invoice-1")
	printStatus(client, "invoice-2")
	// Output:
	// invoice-1 InProgress ""
	// invoice-2 Stopping ""
	// invoice-1 Failed "Expired"
	// invoice-2 Stopped ""
}

// A reviewer accepts the task, and answers a quarter of an hour later.
func ExampleServer_Complete() {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := a2itest.NewServer(func(o *a2itest.Options) { o.Now = func() time.Time { return now } })
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())
	if _, err := srv.Start("invoice-1", "reviews", `{"total": "2,271.00"}`); err != nil {
		fmt.Println(err)
		return
	}

	acceptedAt := now
	now = now.Add(15 * time.Minute)
	if err := srv.Complete("invoice-1", a2itest.Answer{Content: map[string]string{"total": "2,211.00"}, AcceptedAt: acceptedAt}); err != nil {
		fmt.Println(err)
		return
	}
	loop, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(loop.HumanLoopStatus, aws.ToString(loop.HumanLoopOutput.OutputS3Uri))
	// Output:
	// Completed s3://a2itest-output/reviews/2026/03/01/08/00/00/invoice-1/output.json
}

// A test can check what a program does with a failed loop.
func ExampleServer_Fail() {
	srv := a2itest.NewServer()
	defer srv.Close()
	if _, err := srv.Start("invoice-1", "reviews", `{}`); err != nil {
		fmt.Println(err)
		return
	}
	if err := srv.Fail("invoice-1", "ValidationError", "The template needs a member total."); err != nil {
		fmt.Println(err)
		return
	}
	printStatus(a2iruntime.NewFromConfig(srv.Config()), "invoice-1")
	fmt.Println(srv.Fail("invoice-1", "Expired", "")) // it has ended
	// Output:
	// invoice-1 Failed "ValidationError"
	// a2itest: human loop invoice-1 is Failed, not InProgress
}

// A start succeeds, but its response is lost. The client's retry returns the same loop
// instead of starting a second one.
func ExampleServer_Inject() {
	srv := a2itest.NewServer()
	defer srv.Close()
	client := a2iruntime.NewFromConfig(srv.Config())
	if err := srv.Inject(a2itest.Fault{Operation: "StartHumanLoop", Status: 502, Body: "<html>Bad gateway</html>", After: true}); err != nil {
		fmt.Println(err)
		return
	}
	_, err := client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("invoice-1"),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{}`)},
	})
	fmt.Println("error:", err, "attempts:", len(srv.Calls()), "pending faults:", srv.PendingFaults())
	fmt.Println(srv.Inject(a2itest.Fault{Operation: "StartHumanLoops", Code: "ThrottlingException"}))
	// Output:
	// error: <nil> attempts: 2 pending faults: 0
	// a2itest: inject: the fault's operation "StartHumanLoops" does not exist
}

// A test counts the calls that its code makes, here with a paginator.
func ExampleServer_Calls() {
	srv := a2itest.NewServer()
	defer srv.Close()
	for i := range 25 {
		if _, err := srv.Start(fmt.Sprintf("invoice-%d", i+1), "reviews", `{}`); err != nil {
			fmt.Println(err)
			return
		}
	}
	p := a2iruntime.NewListHumanLoopsPaginator(a2iruntime.NewFromConfig(srv.Config()), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
	})
	for _, err := range p.Items(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, call := range srv.Calls() {
		fmt.Println(call.Operation, call.Method, call.Path, call.Attempt, call.Status)
	}
	// Output:
	// ListHumanLoops GET /human-loops 1 200
	// ListHumanLoops GET /human-loops 1 200
	// ListHumanLoops GET /human-loops 1 200
}
