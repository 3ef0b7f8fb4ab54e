// Package types holds the shapes, enums and errors of Amazon Augmented AI
// Runtime, as the API reference of version 2019-11-07 documents them.
//
// # Shapes
//
// Optional members are pointers; nil is a member that is not given. Timestamps are
// read to the nanosecond, and are in UTC. Members that the service adds later are
// ignored.
//
// # Enums
//
// [HumanLoopStatus], [SortOrder] and [ContentClassifier] are open strings: Values
// returns the documented ones, and others come through as they are. The service
// also sends the status Deleting, which is not documented. What is neither
// Completed, Failed nor Stopped has not ended.
//
// # Errors
//
// A2I's own are [ConflictException], [InternalServerException],
// [ResourceNotFoundException], [ServiceQuotaExceededException],
// [ThrottlingException] and [ValidationException]. The others are those that all AWS
// services share, under their documented names and under those that services send
// today: [MissingAuthenticationToken], for instance, is sent as
// [MissingAuthenticationTokenException], and either may come.
//
// Find them with errors.As and a pointer:
//
//	var quota *types.ServiceQuotaExceededException
//	if errors.As(err, &quota) { … }
//
// The code in the response decides the type, not its status and not the operation.
// Each is a smithy.APIError: ErrorCode, ErrorMessage, and ErrorFault, which says
// whose fault it is. If a service spells a code differently, the method ErrorCode returns
// what it sent, and the function [ErrorCode] the documented spelling.
package types
