// Package a2iruntime is a client for Amazon Augmented AI Runtime (A2I): it
// starts, describes, lists, stops and deletes human loops.
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	client := a2iruntime.NewFromConfig(cfg)
//	started, err := client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{…})
//	waiter := a2iruntime.NewHumanLoopCompletedWaiter(client)
//	loop, err := waiter.WaitForOutput(ctx, &a2iruntime.DescribeHumanLoopInput{…}, 48*time.Hour)
//
// Call shapes, names and types are the same as in the official client,
// github.com/aws/aws-sdk-go-v2/service/sagemakera2iruntime. To switch, change the
// import path. MIGRATING.md in this folder lists what else changes, also for users of
// boto3.
//
// # Calls
//
// Each operation of the API is a method of [Client], such as [Client.StartHumanLoop].
// A call can take functions that change [Options] for that call only. Members that you
// do not set are nil. The client checks an input before it sends it, and reports all
// violations together. With Options.SkipInputValidation, the service checks the limits,
// and the client checks only required members, names that do not fit into a path, and
// text that is not UTF-8.
//
// # Errors
//
// Every documented exception is a type in package types. errors.As finds it through
// *smithy.OperationError, which names the operation, and *awshttp.ResponseError, which
// has the status and the request ID (0 and "" if there was no response):
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) { … }
//
// An input that breaks a limit returns a smithy.InvalidParamsError. A successful
// response that cannot be read, or is not JSON although the operation returns JSON,
// is a *smithy.DeserializationError. An error without a type of its own is a
// *smithy.GenericAPIError. Its code is UnknownError if the response has no code and its
// status is not 429, 500 or 503, whose meaning is clear without one. The client reads at
// most 1 MiB of an error's body.
//
// # Retries
//
// The client retries throttling, 429, 500, 502, 503, 504, broken connections and
// truncated responses. A call makes at most three attempts. The delay before a retry
// is random. It is at most 50 ms before the first retry and doubles with each one; after a
// throttling error it starts at 1 s. No delay is longer than 20 s. If the response has the
// header X-Amz-Retry-After, the client waits that many milliseconds, but at most 5 s longer
// than without it.
//
// Retries are limited, so that they do not flood a service in trouble. A client starts with
// 500 tokens. A retry takes 14 of them, or 5 after a throttling error. A retry that
// succeeds returns them, and a call that succeeds at its first attempt adds 1. When
// too few tokens are left, a call fails after its first attempt.
//
// These are the rules of aws/retry in aws-sdk-go-v2 v1.48.0. To change them, set
// Options.Retryer, RetryMode or RetryMaxAttempts. RetryMaxAttempts can also be set for one
// call. Each attempt retrieves credentials. A failure to retrieve them is not retried.
//
// The error of a call that sent a request contains a [types.CallError], with the number of
// attempts and the errors of the earlier ones. If a DeleteHumanLoop succeeds but its response
// is lost, the retry returns ResourceNotFoundException. [types.MayHaveSucceeded] reports
// whether a failed call may have taken effect.
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) && types.MayHaveSucceeded(err) {
//		err = nil // an earlier attempt may have deleted the loop
//	}
//
// If the client gives up, [types.Retryable] reports whether to repeat the call later, from
// this process or another one, and [types.ErrorCode] names the error. The guide of package
// types has a table of both.
//
// If its context ends a call, the error also contains the last attempt's failure: check
// ctx.Err() before you look for exceptions.
//
// If the service refuses a call while this machine's clock differs from the service's by
// more than four minutes, the client retries the call with the service's time. It keeps
// the offset for later calls.
//
// # Timeouts and sizes
//
// All clients of a program that use the same HTTP client share its connections. Clients
// without an HTTP client of their own share one. You can make a client for each request:
// it opens no connection of its own and leaves none behind. Idle connections stay open as
// long as the aws.Config or another owner keeps the HTTP client. The connections of clients
// without one stay open as long as such a client is in use, or was made since the last
// garbage collection.
//
// A call has no time limit of its own: pass a context with a deadline, which
// limits all attempts together. The default HTTP client gives up if a connection
// is silent for 60 s ([DefaultReadTimeout]), if connecting takes 30 s, or if a TLS
// handshake takes 10 s. Options.DefaultsMode shortens the last two: to 3.1 s
// (standard and cross-region) or 1.1 s (in-region). The client refuses a response that is
// larger than Options.MaxResponseBytes, which is 16 MiB after decompression by default,
// and a page of more than [MaxResponseItems] items, which is 10,000.
//
// # Endpoints and configuration
//
// [NewFromConfig] uses what config.LoadDefaultConfig read: Region, credentials,
// retries, AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT, and the application's ID.
// The endpoint is the first of these that is set:
//
//   - Options.BaseEndpoint, set by a function passed to NewFromConfig or to the call;
//   - AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME;
//   - AWS_ENDPOINT_URL;
//   - sagemaker_a2i_runtime in the profile's services section, then its endpoint_url;
//   - AWS's own: https://a2i-runtime.sagemaker.REGION.amazonaws.com, or its equivalent in
//     China, GovCloud and the other partitions.
//
// AWS_IGNORE_CONFIGURED_ENDPOINT_URLS turns off the variables and the profile. A custom
// endpoint cannot be combined with FIPS or dual-stack. [New] does not read the
// environment.
//
// # Paging
//
// [NewListHumanLoopsPaginator] lists with botocore's MaxItems, PageSize and
// StartingToken, and [ListHumanLoopsWindows] splits a time range so that its parts can be
// listed at the same time; see package paginators. A window and its paginators.Checkpoint
// survive JSON, so another machine can list the part, or the rest of it.
//
// # Waiting
//
// [NewHumanLoopCompletedWaiter], [NewHumanLoopStoppedWaiter] and
// [NewHumanLoopDeletedWaiter] wait for one loop, [NewHumanLoopsWaiter] for many; see
// package waiters.
//
// One range of a [HumanLoopsWaiter] can last for days and learn of new loops
// meanwhile: set More in its [HumanLoopsWaiterInput]. OnProgress is called for each page,
// so that a worker can send a heartbeat during a poll of many pages. One handler can
// process both the loops that the waiter yields and their EventBridge events; see package
// answers.
//
// # Presigning
//
// A [PresignClient] puts a call's signature into its URL, for somebody without
// credentials. It sends nothing. The URL is valid for PresignOptions.Expires: whole
// seconds, at most 7 days, and never longer than the credentials. With 0, the service
// decides. The signature of Start and Stop covers the body: see
// [StartHumanLoopInput.RequestBody].
//
// # Middleware, metrics, traces and logs
//
// Each call runs through one smithy middleware stack. Its steps have the same IDs and
// order as in the official clients, so packages that insert steps next to them work.
// [WithAPIOptions] adds steps. Options.Interceptors are called at a call's stages.
// Options.TracerProvider gets a span "SageMaker A2I Runtime.StartHumanLoop" and spans
// within it. MeterProvider gets client.call.duration and its parts. Options.Logger gets
// what ClientLogMode selects, at level Debug, with up to 64 KiB of a response's body. The
// client masks Authorization headers, signatures and session tokens; it does not mask
// other headers and bodies. If a response quotes the call's token or signature, the log
// omits that line.
//
// # Concurrency
//
// [Client], [PresignClient] and all waiters are safe for concurrent use. A
// paginator is not: use it from one goroutine, and use paginators.Merge for several
// lists. Functions, retryers, loggers and HTTP clients in Options must be safe for
// concurrent use, because calls share them. The client only reads inputs.
//
// # Memory
//
// The strings of an output share blocks of memory, and its pointers point into arrays, so
// a page costs few allocations. One summary of a page, one of its pointers, or a string
// that it points to keeps up to 16 KB of shared memory alive. Strings of more than 128
// bytes, such as a long FailureReason, share nothing. Copy what you keep for long:
//
//	type review struct {
//		name    string
//		created time.Time
//	}
//	kept := review{strings.Clone(*summary.HumanLoopName), *summary.CreationTime}
//
// An output's ResultMetadata holds the headers of the response and the request. To keep
// an output for long, set its ResultMetadata to middleware.Metadata{}.
//
// # JSON
//
// Workflow engines, queues and functions pass values as JSON. Inputs, outputs and the
// values in them are the same after encoding/json has written and read them; a nil list
// stays nil, and an empty one stays empty. Only an output's ResultMetadata is lost: it is
// written as {}. If you need the request ID later, save it separately.
//
// # Stricter than the official client
//
// These differences are intended: no credentials, or credentials without keys, are an
// error; the client follows no redirects; a Region is one DNS label; the client checks
// more before it sends, and limits the size of responses. MIGRATING.md says how to get the
// official client's behavior where that is possible.
//
// # Testing
//
// Package a2itest is the service itself in memory, with faults and a clock that a test
// can set.
//
// # Reading this documentation
//
// Paginators, and all waiters except HumanLoopsWaiter, are aliases of generic types, so go
// doc shows their methods in the packages that declare them:
//
//	go doc github.com/a2iflows/a2iflows-go/paginators.Paginator
//	go doc github.com/a2iflows/a2iflows-go/waiters.Waiter
package a2iruntime
