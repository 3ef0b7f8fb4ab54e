// Package types contains the shapes, enums and errors of the flow executions of Agents
// for Amazon Bedrock Runtime, as version 2023-07-26 of the API documents them.
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) { … }       // an exception of the service
//	if types.Retryable(err) { … }            // whether to repeat the call later
//	log.Print(types.ErrorCode(err))          // a stable name, for metrics
//	succeeded := execution.Status == types.FlowExecutionStatusSucceeded
//
// To read the fields and methods of an alias such as [CallError], run "go doc
// github.com/a2iflows/a2iflows-go/bedrockflows/types.CallError": its comment contains
// them.
//
// # Shapes and enums
//
// Optional members are pointers; nil means that a member is not set. Timestamps are in
// UTC and keep nanoseconds. Members that the service adds later are ignored.
// [FlowExecutionStatus] is an open string: Values returns the documented values, and other
// values are kept unchanged. An execution has ended only if its status is Succeeded,
// Failed, TimedOut or Aborted.
//
// # Errors
//
// Bedrock's own exceptions are [AccessDeniedException], [InternalServerException],
// [ResourceNotFoundException], [ThrottlingException] and [ValidationException]. Only
// InternalServerException has a Reason. All AWS services share the other errors. Each
// shared error is one Go type in the types packages of both services: errors.As finds a
// *ServiceUnavailable of a2iruntime/types by this package's name, too. The same is true of
// AccessDeniedException and ThrottlingException, but not of the other exceptions with the
// same name.
//
//	var denied *types.AccessDeniedException
//	if errors.As(err, &denied) { … }
//
// The code in the response determines the type; the status does not.
package types
