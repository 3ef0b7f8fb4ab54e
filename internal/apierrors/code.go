package apierrors

import (
	"context"

	"github.com/aws/smithy-go"
)

// Codes of errors that the service did not send. The types packages document them.
const (
	CodeCanceled         = "CanceledError"
	CodeConfiguration    = "ConfigurationError"
	CodeConnection       = "ConnectionError"
	CodeCredentials      = "CredentialsError"
	CodeDeadline         = "DeadlineExceededError"
	CodeDeserialization  = "DeserializationError"
	CodeInvalidParams    = "InvalidParamsError"
	CodeOther            = "OtherError"
	CodeRepeatedToken    = "RepeatedTokenError"
	CodeResponseTooLarge = "ResponseTooLargeError"
	CodeSerialization    = "SerializationError"
	CodeStartingToken    = "StartingTokenError"
	CodeUnknown          = "UnknownError" // an error response without a code
	CodeUsage            = "UsageError"
	CodeWaitFailure      = "WaitFailureError"
	CodeWaitTimeout      = "WaitTimeoutError"
)

// synonyms are other spellings of documented codes. The API reference itself has two names
// for one exception.
var synonyms = map[string]string{
	"InternalServerErrorException": "InternalServerException",
	"IncompleteSignatureException": "IncompleteSignature",
	"ServiceUnavailableException":  "ServiceUnavailable",
}

// CanonicalCode returns the documented spelling of a code.
func CanonicalCode(code string) string {
	if documented, ok := synonyms[code]; ok {
		return documented
	}
	return code
}

// ErrorCode implements types.ErrorCode.
func ErrorCode(err error) string {
	if err == nil {
		return ""
	}
	if code := codeIn(err); code != "" {
		return code
	}
	return CodeOther
}

// codeIn returns the code of the first error in the tree that has one, or "". It visits the
// errors in the same order as errors.As.
//
//nolint:errorlint // it visits each error of the tree separately
func codeIn(err error) string {
	if code := ownCode(err); code != "" {
		return code
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			if code := codeIn(inner); code != "" {
				return code
			}
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if code := codeIn(inner); code != "" {
				return code
			}
		}
	}
	// For these types, the code of a wrapped error is more specific.
	switch err.(type) {
	case *smithy.DeserializationError:
		return CodeDeserialization
	case *smithy.SerializationError:
		return CodeSerialization
	case interface{ CanceledError() bool }:
		return CodeCanceled
	}
	return ""
}

// ownCode returns the code of an error, without the errors that it wraps.
//
//nolint:errorlint // as above
func ownCode(err error) string {
	switch err {
	case context.Canceled:
		return CodeCanceled
	case context.DeadlineExceeded:
		return CodeDeadline
	}
	switch e := err.(type) {
	case smithy.InvalidParamsError, *smithy.InvalidParamsError, smithy.InvalidParamError:
		return CodeInvalidParams
	case interface{ ErrorCode() string }: // from the service, ClientError, paginators or waiters
		if code := e.ErrorCode(); isName(code) {
			return CanonicalCode(code)
		}
		return CodeUnknown
	case interface{ ConnectionError() bool }:
		if e.ConnectionError() {
			return CodeConnection
		}
	}
	return ""
}

// maxName is far longer than any AWS code.
const maxName = 128

// isName reports whether a code can be a label of a metric. A proxy can send any string, and
// package redact replaces a code that contains a secret with a sentence.
func isName(code string) bool {
	for _, c := range []byte(code) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return code != "" && len(code) <= maxName
}
