package flowstest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// The test ends one execution. Another one times out by the test's clock.
func ExampleServer() {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := flowstest.NewServer(func(o *flowstest.Options) {
		o.Now = func() time.Time { return now }
		o.Ascending = true
	})
	defer srv.Close()
	client := bedrockflows.NewFromConfig(srv.Config())

	first, err := srv.Start(flowstest.Execution{Flow: "FLOW123456", Name: "nightly-1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := srv.Start(flowstest.Execution{Flow: "FLOW123456", Name: "nightly-2"}); err != nil {
		fmt.Println(err)
		return
	}
	if err := srv.Finish(first, types.FlowExecutionStatusSucceeded); err != nil {
		fmt.Println(err)
		return
	}
	now = now.Add(24 * time.Hour)

	page, err := client.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("FLOW123456")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, execution := range page.FlowExecutionSummaries {
		fmt.Println(execution.Status, execution.EndedAt.Format(time.DateTime))
	}
	// Output:
	// Succeeded 2026-03-01 08:00:00
	// TimedOut 2026-03-02 08:00:00
}

// A fault that happens to every call shows what the client returns after its last
// attempt.
func ExampleServer_Inject() {
	srv := flowstest.NewServer()
	defer srv.Close()
	client := bedrockflows.NewFromConfig(srv.Config())
	if err := srv.Inject(flowstest.Fault{Status: 503, Body: "<html>Busy</html>", Times: -1}); err != nil {
		fmt.Println(err)
		return
	}

	_, err := client.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("FLOW123456")})
	var unavailable *types.ServiceUnavailable
	fmt.Println("unavailable:", errors.As(err, &unavailable))
	for _, call := range srv.Calls() {
		fmt.Println(call.Attempt, call.Status)
	}
	srv.ClearFaults()
	fmt.Println("pending:", srv.PendingFaults())
	// Output:
	// unavailable: true
	// 1 503
	// 2 503
	// 3 503
	// pending: 0
}
