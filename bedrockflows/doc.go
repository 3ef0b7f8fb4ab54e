// Package bedrockflows is a client for the operation of Agents for Amazon Bedrock Runtime
// that lists flow executions, which are in preview release and subject to
// change. Each operation is a method of [Client].
//
// Call shapes, names and types are the same as in the official client,
// github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime, so that its users
// switch by changing the import path; a2iruntime/MIGRATING.md shows what else
// changes.
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	client := bedrockflows.NewFromConfig(cfg)
//	page, err := client.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{
//		FlowIdentifier: aws.String("FLOW123456"), // or the flow's ARN
//	})
//
// # Pages
//
// A page has at most 10 executions, although MaxResults may be up to 1000. It may
// be shorter, or empty, and not be the last: only a NextToken that is nil or ""
// ends the list. [NewListFlowExecutionsPaginator] does that by itself, with
// botocore's MaxItems, PageSize and StartingToken; see package paginators.
//
// The values of a page share memory: one summary that is kept keeps up to 16 KB alive.
// What is kept long, copy into a struct of your own: texts with strings.Clone, times as
// they are.
//
// # Waiting
//
// [NewFlowExecutionSucceededWaiter] waits for one execution. Each poll lists
// executions until it finds it: give the alias too, and there is less to list. The
// first poll is at once, the next 10 s to 120 s apart; see package waiters. Flow
// executions time out after 24 hours.
//
// # Errors
//
// The service's own are types.AccessDeniedException 403,
// types.ResourceNotFoundException 404, types.ValidationException 400,
// types.ThrottlingException 429 and types.InternalServerException 500, which may
// have a Reason. errors.As finds them, and the errors that all AWS services share:
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) { … }
//
// Before anything is sent, the input is checked: required members and the limits that
// are documented at each member. An input that breaks one returns a
// smithy.InvalidParamsError. The patterns of identifiers are loose in AWS's model, so
// the service checks them.
//
// # Retries and timeouts
//
// Throttling, 429, 500, 502, 503, 504 and broken connections are retried, three attempts
// in all. The error of a call that sent a request has a [types.CallError].
// [types.Retryable] reports whether to repeat a failed call later, from this process or
// another one, and [types.ErrorCode] names the error. The guide of package types has a
// table of both. A
// call has no time limit of its own: give a context with a deadline. The default HTTP
// client gives up on a connection that is silent for 60 s ([DefaultReadTimeout]). A
// response above 16 MiB is refused (Options.MaxResponseBytes), and so is a page of more
// than [MaxResponseItems] items, which is 10,000.
//
// # Endpoints and configuration
//
// The endpoint is AWS's own, https://bedrock-agent-runtime.REGION.amazonaws.com or
// its like in other partitions, unless Options.BaseEndpoint,
// AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME, AWS_ENDPOINT_URL or the profile
// (bedrock_agent_runtime in its services section) name another.
//
// # All else
//
// Options, retries in detail, the order of endpoints, presigning, middleware,
// metrics, traces and logs, concurrency, JSON, and what is stricter than in the official
// clients, are the same as in package a2iruntime, whose documentation describes
// them. [Client], [PresignClient] and the waiter are safe for concurrent use; a
// paginator is not.
//
// # Testing
//
// Package flowstest is the service itself in memory.
package bedrockflows
