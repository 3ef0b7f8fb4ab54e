// Package a2iruntime is a client of Amazon Augmented AI Runtime (A2I): it
// starts, describes, lists, stops and deletes human loops.
//
// Call shapes, names and types are those of the official client,
// github.com/aws/aws-sdk-go-v2/service/sagemakera2iruntime, so that its users
// switch by changing the import path.
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	client := a2iruntime.NewFromConfig(cfg)
//	out, err := client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{…})
//
// # Errors
//
// Every documented exception is a type in package types, found by errors.As
// through *smithy.OperationError, which names the operation, and
// *awshttp.ResponseError, which has the status and the request ID:
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) { … }
//
// An input that breaks a documented limit is a smithy.InvalidParamsError with
// all its problems, before anything is sent. A response that cannot be read is
// a *smithy.DeserializationError. What has no type stays a
// *smithy.GenericAPIError; the code is UnknownError where the response names
// none.
//
// # Retries
//
// Throttling, 500, 502, 503, 504, connections that break and responses that
// break off are retried: three attempts in all, with exponential backoff, as
// aws/retry does by default. Options.Retryer, RetryMode and RetryMaxAttempts
// change that, the last also for one call. Each attempt retrieves the
// credentials again. A clock that is more than four minutes off the service's is
// corrected with one retry, and the client keeps the offset.
//
// # Stricter than the official client
//
// On purpose: no credentials, or credentials without keys, are an error, and a
// provider's error is not retried; redirects are not followed; a Region is one DNS
// label; a response is refused above Options.MaxResponseBytes, or when it is no
// JSON document of the operation's members. So is an empty one, but for
// StopHumanLoop and DeleteHumanLoop, which have no members to answer with.
//
// # Paging and waiting
//
// NewListHumanLoopsPaginator lists with botocore's MaxItems, PageSize and
// StartingToken, and ListHumanLoopsWindows splits a time range to list its parts
// at once; see package paginators. NewHumanLoopCompletedWaiter,
// NewHumanLoopStoppedWaiter and NewHumanLoopDeletedWaiter wait for one loop,
// NewHumanLoopsWaiter for many; see package waiters.
//
// # Timeouts
//
// Give a context with a deadline. Without one, the default HTTP client still
// gives up on a connection that is silent for 60 seconds.
//
// # Testing
//
// Package a2itest is the service itself in memory.
package a2iruntime
