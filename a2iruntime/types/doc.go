// Package types contains the shapes, enums and errors of Amazon Augmented AI
// Runtime, as the API reference of version 2019-11-07 documents them.
//
//	var notFound *types.ResourceNotFoundException
//	if errors.As(err, &notFound) { … }       // an exception of the service
//	if types.Retryable(err) { … }            // whether to repeat the call later
//	log.Print(types.ErrorCode(err))          // a stable name, for metrics
//	completed := loop.HumanLoopStatus == types.HumanLoopStatusCompleted
//
// To read the fields and methods of an alias such as [CallError], run
// "go doc github.com/a2iflows/a2iflows-go/a2iruntime/types.CallError": its comment contains them.
//
// # Shapes
//
// Optional members are pointers; nil means that a member is not set. Timestamps are in
// UTC and keep nanoseconds. Members that the service adds later are ignored.
//
// # Enums
//
// [HumanLoopStatus], [SortOrder] and [ContentClassifier] are open strings: Values
// returns the documented values, and other values are kept unchanged. The service
// also sends the status Deleting, which the API reference does not list. A loop has ended only if its
// status is Completed, Failed or Stopped.
//
// # Errors
//
// A2I's own exceptions are [ConflictException], [InternalServerException],
// [ResourceNotFoundException], [ServiceQuotaExceededException],
// [ThrottlingException] and [ValidationException]. All AWS services share the other
// errors. They have a type for each documented name and for each name that services use
// today: for example, services send [MissingAuthenticationTokenException] instead of
// [MissingAuthenticationToken]. Expect either.
//
// Find an error with errors.As and a pointer:
//
//	var quota *types.ServiceQuotaExceededException
//	if errors.As(err, &quota) { … }
//
// The code in the response determines the type; the status and the operation do not.
// Each type is a smithy.APIError: it has ErrorCode, ErrorMessage, and ErrorFault, which
// says whether the client or the server is at fault. If a service spells a code
// differently, the method ErrorCode returns what it sent, and the function [ErrorCode]
// returns the documented spelling.
package types
