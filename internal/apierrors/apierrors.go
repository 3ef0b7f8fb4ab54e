// Package apierrors holds the errors that all AWS services share, and what the
// services' own exception types have in common.
package apierrors

import "github.com/aws/smithy-go"

// Exception is the shape of an exception type: each of them is a type of its
// own with these fields, and converts to this one for its methods.
type Exception struct {
	Message           *string
	ErrorCodeOverride *string
}

// Code is the code the service sent if that differs from the type's own.
func (e *Exception) Code(own string) string {
	if e == nil || e.ErrorCodeOverride == nil {
		return own
	}
	return *e.ErrorCodeOverride
}

// Text is the service's message, "" when it sent none.
func (e *Exception) Text() string {
	if e == nil || e.Message == nil {
		return ""
	}
	return *e.Message
}

// String is the text of every exception's Error method.
func String(e smithy.APIError) string { return e.ErrorCode() + ": " + e.ErrorMessage() }

// Constructor makes an exception from what a response said.
type Constructor func(Exception) error

// New is the Constructor of the exception type T.
func New[T ~struct{ Message, ErrorCodeOverride *string }](e Exception) error {
	exception := T(e)
	return any(&exception).(error)
}

// Common has a Constructor for the code of every error in this package.
var Common = map[string]Constructor{
	"AccessDeniedException":               New[AccessDeniedException],
	"ExpiredTokenException":               New[ExpiredTokenException],
	"IncompleteSignature":                 New[IncompleteSignature],
	"InternalFailure":                     New[InternalFailure],
	"InvalidAction":                       New[InvalidAction],
	"InvalidClientTokenId":                New[InvalidClientTokenId],
	"InvalidParameterCombination":         New[InvalidParameterCombination],
	"InvalidParameterValue":               New[InvalidParameterValue],
	"InvalidQueryParameter":               New[InvalidQueryParameter],
	"InvalidSignatureException":           New[InvalidSignatureException],
	"MalformedQueryString":                New[MalformedQueryString],
	"MissingAction":                       New[MissingAction],
	"MissingAuthenticationToken":          New[MissingAuthenticationToken],
	"MissingAuthenticationTokenException": New[MissingAuthenticationTokenException],
	"MissingParameter":                    New[MissingParameter],
	"NotAuthorized":                       New[NotAuthorized],
	"OptInRequired":                       New[OptInRequired],
	"RequestExpired":                      New[RequestExpired],
	"ServiceUnavailable":                  New[ServiceUnavailable],
	"ThrottlingException":                 New[ThrottlingException],
	"UnrecognizedClientException":         New[UnrecognizedClientException],
	"ValidationError":                     New[ValidationError],
}
