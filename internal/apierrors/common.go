package apierrors

import "github.com/aws/smithy-go"

// The errors of the API reference's section "Common Errors".

// AccessDeniedException: you do not have sufficient access to perform this action. HTTP status 400;
// Bedrock sends 403.
type AccessDeniedException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *AccessDeniedException) Error() string { return String(e) }
func (e *AccessDeniedException) ErrorCode() string {
	return (*Exception)(e).Code("AccessDeniedException")
}
func (e *AccessDeniedException) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *AccessDeniedException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// IncompleteSignature: the request signature does not conform to AWS standards. HTTP status 400.
type IncompleteSignature struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *IncompleteSignature) Error() string                 { return String(e) }
func (e *IncompleteSignature) ErrorCode() string             { return (*Exception)(e).Code("IncompleteSignature") }
func (e *IncompleteSignature) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *IncompleteSignature) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InternalFailure: the request processing has failed because of an unknown error, exception or
// failure. HTTP status 500; retried.
type InternalFailure struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InternalFailure) Error() string                 { return String(e) }
func (e *InternalFailure) ErrorCode() string             { return (*Exception)(e).Code("InternalFailure") }
func (e *InternalFailure) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *InternalFailure) ErrorFault() smithy.ErrorFault { return smithy.FaultServer }

// InvalidAction: the action or operation requested is invalid. HTTP status 400.
type InvalidAction struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InvalidAction) Error() string                 { return String(e) }
func (e *InvalidAction) ErrorCode() string             { return (*Exception)(e).Code("InvalidAction") }
func (e *InvalidAction) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *InvalidAction) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InvalidClientTokenId: the X.509 certificate or AWS access key ID provided does not exist in AWS's
// records. HTTP status 403.
type InvalidClientTokenId struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InvalidClientTokenId) Error() string { return String(e) }
func (e *InvalidClientTokenId) ErrorCode() string {
	return (*Exception)(e).Code("InvalidClientTokenId")
}
func (e *InvalidClientTokenId) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *InvalidClientTokenId) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InvalidParameterCombination: parameters that must not be used together were used together. HTTP status
// 400.
type InvalidParameterCombination struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InvalidParameterCombination) Error() string { return String(e) }
func (e *InvalidParameterCombination) ErrorCode() string {
	return (*Exception)(e).Code("InvalidParameterCombination")
}
func (e *InvalidParameterCombination) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *InvalidParameterCombination) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InvalidParameterValue: an invalid or out-of-range value was supplied for the input parameter. HTTP
// status 400.
type InvalidParameterValue struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InvalidParameterValue) Error() string { return String(e) }
func (e *InvalidParameterValue) ErrorCode() string {
	return (*Exception)(e).Code("InvalidParameterValue")
}
func (e *InvalidParameterValue) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *InvalidParameterValue) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InvalidQueryParameter: the AWS query string is malformed or does not adhere to AWS standards. HTTP
// status 400.
type InvalidQueryParameter struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InvalidQueryParameter) Error() string { return String(e) }
func (e *InvalidQueryParameter) ErrorCode() string {
	return (*Exception)(e).Code("InvalidQueryParameter")
}
func (e *InvalidQueryParameter) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *InvalidQueryParameter) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// MalformedQueryString: the query string contains a syntax error. HTTP status 404.
type MalformedQueryString struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *MalformedQueryString) Error() string { return String(e) }
func (e *MalformedQueryString) ErrorCode() string {
	return (*Exception)(e).Code("MalformedQueryString")
}
func (e *MalformedQueryString) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *MalformedQueryString) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// MissingAction: the request is missing an action or a required parameter. HTTP status 400.
type MissingAction struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *MissingAction) Error() string                 { return String(e) }
func (e *MissingAction) ErrorCode() string             { return (*Exception)(e).Code("MissingAction") }
func (e *MissingAction) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *MissingAction) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// MissingAuthenticationToken: the request must contain either a valid (registered) AWS access key ID or
// X.509 certificate. HTTP status 403.
type MissingAuthenticationToken struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *MissingAuthenticationToken) Error() string { return String(e) }
func (e *MissingAuthenticationToken) ErrorCode() string {
	return (*Exception)(e).Code("MissingAuthenticationToken")
}
func (e *MissingAuthenticationToken) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *MissingAuthenticationToken) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// MissingParameter: a required parameter for the specified action is not supplied. HTTP status
// 400.
type MissingParameter struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *MissingParameter) Error() string                 { return String(e) }
func (e *MissingParameter) ErrorCode() string             { return (*Exception)(e).Code("MissingParameter") }
func (e *MissingParameter) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *MissingParameter) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// NotAuthorized: you do not have permission to perform this action. HTTP status 400.
type NotAuthorized struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *NotAuthorized) Error() string                 { return String(e) }
func (e *NotAuthorized) ErrorCode() string             { return (*Exception)(e).Code("NotAuthorized") }
func (e *NotAuthorized) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *NotAuthorized) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// OptInRequired: the AWS access key ID needs a subscription for the service. HTTP status 403.
type OptInRequired struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *OptInRequired) Error() string                 { return String(e) }
func (e *OptInRequired) ErrorCode() string             { return (*Exception)(e).Code("OptInRequired") }
func (e *OptInRequired) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *OptInRequired) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// RequestExpired: the request reached the service more than 15 minutes from the date stamp on
// it, or after the expiration date of a presigned URL. HTTP status 400.
type RequestExpired struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *RequestExpired) Error() string                 { return String(e) }
func (e *RequestExpired) ErrorCode() string             { return (*Exception)(e).Code("RequestExpired") }
func (e *RequestExpired) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *RequestExpired) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// ServiceUnavailable: the request has failed due to a temporary failure of the server. HTTP status
// 503; retried.
type ServiceUnavailable struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ServiceUnavailable) Error() string                 { return String(e) }
func (e *ServiceUnavailable) ErrorCode() string             { return (*Exception)(e).Code("ServiceUnavailable") }
func (e *ServiceUnavailable) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *ServiceUnavailable) ErrorFault() smithy.ErrorFault { return smithy.FaultServer }

// ThrottlingException: the request was denied due to request throttling. HTTP status 429, or 400 as
// the section "Common Errors" has it; retried.
type ThrottlingException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ThrottlingException) Error() string                 { return String(e) }
func (e *ThrottlingException) ErrorCode() string             { return (*Exception)(e).Code("ThrottlingException") }
func (e *ThrottlingException) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *ThrottlingException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// ValidationError: the input fails to satisfy the constraints specified by an AWS service. HTTP
// status 400.
type ValidationError struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ValidationError) Error() string                 { return String(e) }
func (e *ValidationError) ErrorCode() string             { return (*Exception)(e).Code("ValidationError") }
func (e *ValidationError) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *ValidationError) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }
