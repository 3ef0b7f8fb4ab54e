// Package types holds the shapes, enums and errors of the flow executions of Agents
// for Amazon Bedrock Runtime, as version 2023-07-26 of the API documents them.
//
// # Shapes and enums
//
// Optional members are pointers; nil is a member that is not given. Timestamps are
// read to the nanosecond, and are in UTC. Members that the service adds later are
// ignored. [FlowExecutionStatus] is an open string: Values returns the documented
// ones, and others come through as they are. What is neither Succeeded, Failed,
// TimedOut nor Aborted has not ended.
//
// # Errors
//
// Bedrock's own are [AccessDeniedException], [InternalServerException], which alone
// has a Reason, [ResourceNotFoundException], [ThrottlingException] and
// [ValidationException]. The others are those that all AWS services share. Each of
// these is one Go type in both services' packages: a *types.ServiceUnavailable of
// a2iruntime/types is found by this package's name too. So are AccessDeniedException
// and ThrottlingException; the other exceptions of the same name are not.
//
//	var denied *types.AccessDeniedException
//	if errors.As(err, &denied) { … }
//
// The code in the response decides the type, not its status.
package types
