// Package bedrockflows is a client of the part of Agents for Amazon Bedrock
// Runtime that lists flow executions: ListFlowExecutions, which is in preview
// release and subject to change.
//
// Call shapes, names and types are those of the official client,
// github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime, so that its users
// switch by changing the import path.
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	client := bedrockflows.NewFromConfig(cfg)
//	page, err := client.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{…})
//
// NewListFlowExecutionsPaginator lists over all pages; see package paginators.
// NewFlowExecutionSucceededWaiter waits for one execution; see package waiters.
//
// Errors, retries and timeouts are those of package a2iruntime, whose
// documentation describes them; the exceptions are in bedrockflows/types.
// Package flowstest is the service itself in memory.
package bedrockflows
