package apierrors

import "github.com/aws/smithy-go"

// The codes that today's services send in place of some of the common ones.

// ExpiredTokenException: the session token has expired: renew the credentials. HTTP status 403.
type ExpiredTokenException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ExpiredTokenException) Error() string { return String(e) }
func (e *ExpiredTokenException) ErrorCode() string {
	return (*Exception)(e).Code("ExpiredTokenException")
}
func (e *ExpiredTokenException) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *ExpiredTokenException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InvalidSignatureException: the signature does not match the request, or its time is too far off. HTTP
// status 403; retried once when the clocks differ.
type InvalidSignatureException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InvalidSignatureException) Error() string { return String(e) }
func (e *InvalidSignatureException) ErrorCode() string {
	return (*Exception)(e).Code("InvalidSignatureException")
}
func (e *InvalidSignatureException) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *InvalidSignatureException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// UnrecognizedClientException: the access key or session token is unknown. HTTP status 403. Stands in the
// place of InvalidClientTokenId.
type UnrecognizedClientException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *UnrecognizedClientException) Error() string { return String(e) }
func (e *UnrecognizedClientException) ErrorCode() string {
	return (*Exception)(e).Code("UnrecognizedClientException")
}
func (e *UnrecognizedClientException) ErrorMessage() string          { return (*Exception)(e).Text() }
func (e *UnrecognizedClientException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// MissingAuthenticationTokenException: the request carries no signature. HTTP status 403. Services send it instead of
// MissingAuthenticationToken.
type MissingAuthenticationTokenException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *MissingAuthenticationTokenException) Error() string { return String(e) }
func (e *MissingAuthenticationTokenException) ErrorCode() string {
	return (*Exception)(e).Code("MissingAuthenticationTokenException")
}
func (e *MissingAuthenticationTokenException) ErrorMessage() string { return (*Exception)(e).Text() }
func (e *MissingAuthenticationTokenException) ErrorFault() smithy.ErrorFault {
	return smithy.FaultClient
}
