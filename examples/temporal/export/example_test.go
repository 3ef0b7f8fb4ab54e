package export_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"go.temporal.io/sdk/client"
)

// A program exports the loops of March to a file on a disk that all workers share.
func ExampleExport() {
	ctx := context.Background()
	temporal, err := client.DialContext(ctx, client.Options{HostPort: "127.0.0.1:7233"})
	if err != nil {
		log.Fatal(err)
	}
	march := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	run, err := temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "export-march", TaskQueue: "a2i"}, export.Export, export.Request{
		FlowDefinitionArn: "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews",
		After:             march, Before: march.AddDate(0, 1, 0),
		File: "/shared/loops.jsonl",
	})
	if err != nil {
		log.Fatal(err)
	}
	var result export.Result
	if err := run.Get(ctx, &result); err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Loops, "loops")
	temporal.Close()
}
