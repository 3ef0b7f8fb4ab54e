package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// The errors that all AWS services share. Each has the fields Message and
// ErrorCodeOverride, both *string, and is one Go type for both services of this
// module.
type (
	// AccessDeniedException: you do not have sufficient access to perform this action. HTTP status 400;
	// Bedrock sends 403.
	AccessDeniedException = apierrors.AccessDeniedException

	// IncompleteSignature: the request signature does not conform to AWS standards. HTTP status 400.
	IncompleteSignature = apierrors.IncompleteSignature

	// InternalFailure: the request processing has failed because of an unknown error, exception or
	// failure. HTTP status 500; retried.
	InternalFailure = apierrors.InternalFailure

	// InvalidAction: the action or operation requested is invalid. HTTP status 400.
	InvalidAction = apierrors.InvalidAction

	// InvalidClientTokenId: the X.509 certificate or AWS access key ID provided does not exist in AWS's
	// records. HTTP status 403.
	InvalidClientTokenId = apierrors.InvalidClientTokenId

	// InvalidParameterCombination: parameters that must not be used together were used together. HTTP status
	// 400.
	InvalidParameterCombination = apierrors.InvalidParameterCombination

	// InvalidParameterValue: an invalid or out-of-range value was supplied for the input parameter. HTTP
	// status 400.
	InvalidParameterValue = apierrors.InvalidParameterValue

	// InvalidQueryParameter: the AWS query string is malformed or does not adhere to AWS standards. HTTP
	// status 400.
	InvalidQueryParameter = apierrors.InvalidQueryParameter

	// MalformedQueryString: the query string contains a syntax error. HTTP status 404.
	MalformedQueryString = apierrors.MalformedQueryString

	// MissingAction: the request is missing an action or a required parameter. HTTP status 400.
	MissingAction = apierrors.MissingAction

	// MissingAuthenticationToken: the request must contain either a valid (registered) AWS access key ID or
	// X.509 certificate. HTTP status 403.
	MissingAuthenticationToken = apierrors.MissingAuthenticationToken

	// MissingParameter: a required parameter for the specified action is not supplied. HTTP status
	// 400.
	MissingParameter = apierrors.MissingParameter

	// NotAuthorized: you do not have permission to perform this action. HTTP status 400.
	NotAuthorized = apierrors.NotAuthorized

	// OptInRequired: the AWS access key ID needs a subscription for the service. HTTP status 403.
	OptInRequired = apierrors.OptInRequired

	// RequestExpired: the request reached the service more than 15 minutes from the date stamp on
	// it, or after the expiration date of a presigned URL. HTTP status 400.
	RequestExpired = apierrors.RequestExpired

	// ServiceUnavailable: the request has failed due to a temporary failure of the server. HTTP status
	// 503; retried.
	ServiceUnavailable = apierrors.ServiceUnavailable

	// ThrottlingException: the request was denied due to request throttling. HTTP status 429, or 400 as
	// the section "Common Errors" has it; retried.
	ThrottlingException = apierrors.ThrottlingException

	// ValidationError: the input fails to satisfy the constraints specified by an AWS service. HTTP
	// status 400.
	ValidationError = apierrors.ValidationError

	// ExpiredTokenException: the session token has expired: renew the credentials. HTTP status 403.
	ExpiredTokenException = apierrors.ExpiredTokenException

	// InvalidSignatureException: the signature does not match the request, or its time is too far off. HTTP
	// status 403; retried once when the clocks differ.
	InvalidSignatureException = apierrors.InvalidSignatureException

	// UnrecognizedClientException: the access key or session token is unknown. HTTP status 403. Stands in the
	// place of InvalidClientTokenId.
	UnrecognizedClientException = apierrors.UnrecognizedClientException

	// MissingAuthenticationTokenException: the request carries no signature. HTTP status 403. Services send it instead of
	// MissingAuthenticationToken.
	MissingAuthenticationTokenException = apierrors.MissingAuthenticationTokenException
)
