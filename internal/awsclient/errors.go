package awsclient

import (
	"fmt"
	"net/http"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/smithy-go"
)

// ErrorInfo is what an error response says, ready to become an exception.
type ErrorInfo struct {
	apierrors.Exception
	Reason *string
}

// unknownCode is the code of an error response that names none.
const unknownCode = "UnknownError"

// synonyms are other spellings of documented codes. The API reference itself
// has two names for one exception.
var synonyms = map[string]string{
	"InternalServerErrorException": "InternalServerException",
	"IncompleteSignatureException": "IncompleteSignature",
	"ServiceUnavailableException":  "ServiceUnavailable",
}

// codeOfStatus is what a status says where the response names no code. A 404
// or a 403 is not among them: a proxy's page must not look like a resource that
// is gone.
var codeOfStatus = map[int]string{
	http.StatusTooManyRequests:     "ThrottlingException",
	http.StatusInternalServerError: "InternalServerException",
	http.StatusServiceUnavailable:  "ServiceUnavailable",
}

// responseError is the error that a response outside 2xx means; unread is why its body
// could not be read to its end.
func (s *Service) responseError(status int, header http.Header, body []byte, unread error, secrets *redact.Secrets) error {
	info := restjson.ParseError(header, body)
	if unread != nil && info.Message == "" && info.Code != "" {
		info.Message = fmt.Sprintf("(its message could not be read: %v)", unread)
	}
	info.Code, info.Message, info.Reason = secrets.Redact(info.Code), secrets.Redact(info.Message), secrets.Redact(info.Reason)
	code := info.Code
	if code == "" {
		code = codeOfStatus[status]
	}
	own := code
	if canonical, ok := synonyms[code]; ok {
		own = canonical
	}
	exception := ErrorInfo{Exception: apierrors.Exception{Message: textOrNil(info.Message)}, Reason: textOrNil(info.Reason)}
	if own != code {
		exception.ErrorCodeOverride = &code
	}
	if construct, ok := s.Errors[own]; ok {
		return construct(exception)
	}
	if construct, ok := apierrors.Common[own]; ok {
		return construct(exception.Exception)
	}
	return genericError(status, header, body, code, info.Message, secrets)
}

func genericError(status int, header http.Header, body []byte, code, message string, secrets *redact.Secrets) error {
	if code == "" {
		code = unknownCode
	}
	if message == "" {
		message = fmt.Sprintf("the service answered %d %s without a message, content type %q, body %q",
			status, http.StatusText(status), secrets.Redact(header.Get("Content-Type")), secrets.Redact(excerpt(body)))
	}
	if status == http.StatusNotFound && code == unknownCode {
		message += "; the service itself would name a code: check the endpoint"
	}
	if location := header.Get("Location"); status/100 == 3 && location != "" {
		message += fmt.Sprintf("; it redirects to %q, which is never followed: check the endpoint", secrets.Redact(location))
	}
	fault := smithy.FaultClient
	if status >= http.StatusInternalServerError {
		fault = smithy.FaultServer
	}
	return &smithy.GenericAPIError{Code: code, Message: message, Fault: fault}
}

// maxExcerpt is how many bytes of a body an error shows.
const maxExcerpt = 256

func excerpt(body []byte) string {
	if len(body) > maxExcerpt {
		return string(body[:maxExcerpt]) + "..."
	}
	return string(body)
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// finalError is an error that another attempt would not mend: a mistake in the
// configuration, or credentials that could not be had.
type finalError struct{ err error }

func finalErrorf(format string, args ...any) error {
	return &finalError{fmt.Errorf(format, args...)}
}

func (e *finalError) Error() string      { return e.err.Error() }
func (e *finalError) Unwrap() error      { return e.err }
func (*finalError) RetryableError() bool { return false }
