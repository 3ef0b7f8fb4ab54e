// Package a2iruntime is a client of Amazon Augmented AI Runtime (A2I): it
// starts, describes, lists, stops and deletes human loops.
//
// Call shapes, names and types are the same as in the official client,
// github.com/aws/aws-sdk-go-v2/service/sagemakera2iruntime, so that its users
// switch by changing the import path. MIGRATING.md in this folder shows what else
// changes, and what changes for users of boto3.
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	client := a2iruntime.NewFromConfig(cfg)
//	out, err := client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{…})
//
// # Calls
//
// Each operation of the API is a method of [Client], such as [Client.StartHumanLoop].
// It takes functions that change [Options] for that call alone. Members that are
// left out are nil. An input is checked before it is sent; all its problems come
// back at once. Options.SkipInputValidation leaves the limits to the service, except
// for required members, names that do not fit into a path, and text that is not UTF-8.
//
// # Errors
//
// Every documented exception is a type in package types, found by errors.As
// through *smithy.OperationError, which names the operation, and
// *awshttp.ResponseError, which has the status and the request ID (0 and "" where no
// answer came):
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) { … }
//
// An input that breaks a limit is a smithy.InvalidParamsError. A success that cannot
// be read, or is not JSON although the operation returns JSON, is a
// *smithy.DeserializationError. What has no type is a
// *smithy.GenericAPIError; its code is UnknownError where the response names none
// and its status is not 429, 500 or 503, which say enough by themselves. Of an
// error's body, at most 1 MiB is read.
//
// # Retries
//
// Throttling, 429, 500, 502, 503, 504, broken connections and responses that break off
// are retried: a call has three attempts. The delay before a retry is random. It is at
// most 50 ms before the first retry and doubles with each one; after a throttling error
// it starts at 1 s. No delay is longer than 20 s. If the response has the header
// X-Amz-Retry-After, the client waits that many milliseconds, but at most 5 s longer than
// without it.
//
// Retries are limited, so that a service in trouble is not flooded. A client starts with
// 500 tokens. A retry takes 14 of them, or 5 after a throttling error. A retry that
// succeeds gives them back, and a call that succeeds at its first attempt adds 1. When
// too few tokens are left, a call fails after its first attempt.
//
// These are the rules of aws/retry in aws-sdk-go-v2 v1.48.0. Set Options.Retryer,
// RetryMode or RetryMaxAttempts to change them. RetryMaxAttempts can also be set for one
// call. Each attempt retrieves the credentials again. A failure to retrieve them is not
// retried.
//
// The error of a call that sent a request has a [types.CallError], with the number of
// attempts and how the earlier ones failed. If a DeleteHumanLoop succeeds but its response
// is lost, the retry returns ResourceNotFoundException. [types.MayHaveSucceeded] reports
// whether a failed call may have done its work.
//
//	var gone *types.ResourceNotFoundException
//	if errors.As(err, &gone) && types.MayHaveSucceeded(err) {
//		err = nil // it is gone: an earlier attempt may have deleted it
//	}
//
// If the client gives up, [types.Retryable] reports whether to repeat the call later, from
// this process or another one, and [types.ErrorCode] names the error. The guide of package
// types has a table of both.
//
// A call that its context ended has the last attempt's failure in its error as well:
// look at ctx.Err() before you look for exceptions.
//
// A call that is refused while this machine's clock is more than four minutes off
// the service's is retried with the service's time. The client keeps the offset.
//
// # Timeouts and sizes
//
// All clients of a program that are given the same HTTP client share its connections, as
// do all that are given none. A client can be made for each request: it costs no
// connection of its own and leaves none behind. An idle connection is kept as long as the
// aws.Config or another owner keeps the HTTP client; of clients that were given none, as
// long as one of them is in use or was made since the last garbage collection.
//
// A call has no time limit of its own: give a context with a deadline, which
// bounds all attempts together. The default HTTP client gives up on a connection
// that is silent for 60 s ([DefaultReadTimeout]), on connecting after 30 s and on a
// TLS handshake after 10 s. Options.DefaultsMode shortens the last two: to 3.1 s
// (standard and cross-region) or 1.1 s (in-region). A response above
// Options.MaxResponseBytes is refused: 16 MiB after decompression by default. So is a
// page of more than [MaxResponseItems] items, which is 10,000.
//
// # Endpoints and configuration
//
// [NewFromConfig] honors what config.LoadDefaultConfig read: Region, credentials,
// retries, AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT, the application's ID.
// The endpoint is the first of these that is set:
//
//   - Options.BaseEndpoint, set by a function given to NewFromConfig or to the call;
//   - AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME;
//   - AWS_ENDPOINT_URL;
//   - sagemaker_a2i_runtime in the profile's services section, then its endpoint_url;
//   - AWS's own: https://a2i-runtime.sagemaker.REGION.amazonaws.com, or its like in
//     China, GovCloud and the other partitions.
//
// AWS_IGNORE_CONFIGURED_ENDPOINT_URLS turns the middle three off. A custom endpoint
// excludes FIPS and dual-stack. [New] reads no environment.
//
// # Paging and waiting
//
// [NewListHumanLoopsPaginator] lists with botocore's MaxItems, PageSize and
// StartingToken, and [ListHumanLoopsWindows] splits a time range to list its parts
// at once; see package paginators. A window and its paginators.Checkpoint survive JSON,
// so another machine can list the part, or the rest of it. [NewHumanLoopCompletedWaiter],
// [NewHumanLoopStoppedWaiter] and [NewHumanLoopDeletedWaiter] wait for one loop,
// [NewHumanLoopsWaiter] for many; see package waiters.
//
// One range of a [HumanLoopsWaiter] can last for days and learn of further loops
// meanwhile: set More of its [HumanLoopsWaiterInput]. OnProgress reports each page, so
// that a worker can send a heartbeat during a poll of many pages. A loop that it yields
// and the EventBridge event of that loop can go to the same handler; see package answers.
//
// # Presigning
//
// A [PresignClient] signs a call in its URL, for somebody without credentials. It
// is valid for PresignOptions.Expires: whole seconds, at most 7 days, and never longer
// than the credentials; 0 leaves it to the service. Nothing is sent. The signature
// of Start and Stop covers the body: see [StartHumanLoopInput.RequestBody].
//
// # Middleware, metrics, traces and logs
//
// Each call runs through one smithy middleware stack. Its steps have the IDs and the
// order of the official clients', so that packages which insert beside them work.
// [WithAPIOptions] adds steps.
// Options.Interceptors are called at a call's stages. Options.TracerProvider gets a
// span "SageMaker A2I Runtime.StartHumanLoop" and spans within; MeterProvider gets
// client.call.duration and its parts. Options.Logger gets what ClientLogMode asks
// for, at Debug, with a response's body up to 64 KiB. Authorization headers,
// signatures and session tokens are masked; other headers and bodies are not. A line
// in which a response quotes the call's token or signature is withheld.
//
// # Concurrency
//
// [Client], [PresignClient] and all waiters are safe for concurrent use. A
// paginator is not: use it from one goroutine, and paginators.Merge for several
// lists. Functions, retryers, loggers and HTTP clients in Options must be safe, since
// calls share them. Inputs are only read.
//
// # Memory
//
// The texts of an output share blocks, and its pointers lead into arrays: a page costs
// a few allocations. So one summary of a page, one of its pointers or a text behind it
// keeps alive what it shares, up to 16 KB. Texts of more than 128 bytes, as a
// FailureReason may be, share nothing. What is kept long, copy:
//
//	type review struct {
//		name    string
//		created time.Time
//	}
//	kept := review{strings.Clone(*summary.HumanLoopName), *summary.CreationTime}
//
// An output's ResultMetadata holds the response's headers and the request's; to keep
// an output for long, set it to middleware.Metadata{}.
//
// # JSON
//
// Workflow engines, queues and functions pass values as JSON. Inputs, outputs and what
// they contain are the same after encoding/json has written and read them; a nil list
// stays nil, and an empty one stays empty. Only an output's ResultMetadata is lost: it is
// written as {}. Save the request ID on its own if you need it later.
//
// # Stricter than the official client
//
// On purpose: no credentials, or credentials without keys, are an error; redirects
// are not followed; a Region is one DNS label; checks before sending go further, and
// responses have a limit. MIGRATING.md says how to go back where that is possible.
//
// # Testing
//
// Package a2itest is the service itself in memory, with faults and a clock.
package a2iruntime
