// Package bedrockflows is a client for the operation of Agents for Amazon Bedrock Runtime
// that lists flow executions. They are in preview release and subject to change.
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	client := bedrockflows.NewFromConfig(cfg)
//	page, err := client.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{
//		FlowIdentifier: aws.String("FLOW123456"), // or the flow's ARN
//	})
//
// Each operation is a method of [Client]. Call shapes, names and types are the same as in
// the official client, github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime. To switch,
// change the import path. a2iruntime/MIGRATING.md lists what else changes.
//
// # Pages
//
// A page has at most 10 executions, although MaxResults may be up to 1000. A short or
// empty page need not be the last one: the list ends only if NextToken is nil or "".
// [NewListFlowExecutionsPaginator] reads all pages, with botocore's MaxItems, PageSize and
// StartingToken; see package paginators.
//
// The values of a page share memory: one summary that you keep keeps up to 16 KB alive.
// Copy what you keep for long into your own struct: strings with strings.Clone, times
// by assignment.
//
// # Waiting
//
// [NewFlowExecutionSucceededWaiter] waits for one execution. Each poll lists executions
// until it finds the execution. Set the alias too: it shortens the list. The first poll
// happens at once, and later polls 10 s to 120 s apart; see package waiters. Flow
// executions time out after 24 hours.
//
// # Errors
//
// The service's own exceptions are types.AccessDeniedException 403,
// types.ResourceNotFoundException 404, types.ValidationException 400,
// types.ThrottlingException 429 and types.InternalServerException 500, which may
// have a Reason. errors.As finds them, and the errors that all AWS services share:
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) { … }
//
// The client checks the input before it sends it: required members, and the limits that
// each member documents. An input that breaks one returns a smithy.InvalidParamsError. The
// patterns of identifiers are loose in AWS's model, so the service checks them.
//
// # Retries and timeouts
//
// The client retries throttling, 429, 500, 502, 503, 504 and broken connections. A call
// makes at most three attempts. The error of a call that sent a request contains a
// [types.CallError]. [types.Retryable] reports whether to repeat a failed call later, from
// this process or another one, and [types.ErrorCode] names the error. The guide of package
// types has a table of both.
//
// A call has no time limit of its own: pass a context with a deadline. The default HTTP
// client gives up if a connection is silent for 60 s ([DefaultReadTimeout]). The client
// refuses a response above 16 MiB (Options.MaxResponseBytes), and a page of more than
// [MaxResponseItems] items, which is 10,000.
//
// # Endpoints and configuration
//
// The endpoint is AWS's own, https://bedrock-agent-runtime.REGION.amazonaws.com or
// its equivalent in other partitions, unless Options.BaseEndpoint,
// AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME, AWS_ENDPOINT_URL or the profile
// (bedrock_agent_runtime in its services section) sets another one.
//
// # Everything else
//
// The documentation of package a2iruntime also applies to this package: options, retries
// in detail, the order of endpoints, presigning, middleware, metrics, traces and logs,
// concurrency, JSON, and what is stricter than in the official clients. [Client],
// [PresignClient] and the waiter are safe for concurrent use; a paginator is not.
//
// # Testing
//
// Package flowstest is the service itself in memory.
//
// # Reading this documentation
//
// The paginator and the waiter are aliases of generic types, so go doc shows their methods
// in the packages that declare them:
//
//	go doc github.com/a2iflows/a2iflows-go/paginators.Paginator
//	go doc github.com/a2iflows/a2iflows-go/waiters.Waiter
package bedrockflows
