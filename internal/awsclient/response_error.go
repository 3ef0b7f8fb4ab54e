package awsclient

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/smithy-go"
)

// ErrorInfo contains the fields of an error response. Service.Errors turns it into an
// exception.
type ErrorInfo struct {
	apierrors.Exception
	Reason *string
}

// codeOfStatus maps a status, 429, 500 or 503, to the code of a response that contains no
// code. It does not contain 404 and 403: a proxy's page must not look like a resource that
// does not exist.
var codeOfStatus = map[int]string{
	http.StatusTooManyRequests:     "ThrottlingException",
	http.StatusInternalServerError: "InternalServerException",
	http.StatusServiceUnavailable:  "ServiceUnavailable",
}

// errorResponse is a response with a status other than 2xx.
type errorResponse struct {
	status  int
	header  http.Header
	body    []byte
	readErr error // nil if the whole body was read
}

// responseError returns the error for a response.
func (s *Service) responseError(r *errorResponse, secrets *redact.Secrets) error {
	info := restjson.ParseError(r.header, r.body)
	code := info.Code
	if code == "" {
		code = codeOfStatus[r.status]
	}
	message := info.Message
	if message == "" {
		message = r.describe()
	}
	code, message, info.Reason = secrets.Redact(code), secrets.Redact(message), secrets.Redact(info.Reason)
	documented := apierrors.CanonicalCode(code)
	exception := ErrorInfo{Exception: apierrors.Exception{Message: &message}, Reason: stringOrNil(info.Reason)}
	if documented != code {
		exception.ErrorCodeOverride = &code
	}
	if construct, ok := s.Errors[documented]; ok {
		return construct(exception)
	}
	if construct, ok := apierrors.Common[documented]; ok {
		return construct(exception.Exception)
	}
	return r.genericError(code, message, secrets)
}

func (r *errorResponse) genericError(code, message string, secrets *redact.Secrets) error {
	if code == "" {
		code = apierrors.CodeUnknown
	}
	if r.status == http.StatusNotFound && code == apierrors.CodeUnknown {
		message += "; the response has no error code, so it may not come from the service: check the endpoint"
	}
	if location := r.header.Get("Location"); r.status/100 == 3 && location != "" {
		message += fmt.Sprintf("; the response redirects to %q, and the client does not follow redirects: check the endpoint", secrets.Redact(location))
	}
	fault := smithy.FaultClient
	if r.status >= http.StatusInternalServerError {
		fault = smithy.FaultServer
	}
	return &smithy.GenericAPIError{Code: code, Message: message, Fault: fault}
}

// describe returns a message for a response without a message.
func (r *errorResponse) describe() string {
	what := strings.TrimSpace(fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)))
	if contentType := r.header.Get("Content-Type"); contentType != "" {
		what += fmt.Sprintf(", content type %q", contentType)
	}
	body := "no body"
	if len(r.body) > 0 {
		body = fmt.Sprintf("no error message; its body begins with %q", excerpt(r.body))
	}
	if r.readErr != nil {
		body += fmt.Sprintf(" (%v)", r.readErr)
	}
	return fmt.Sprintf("the response (%s) has %s", what, body)
}

// maxExcerpt is the number of bytes of a body that an error message quotes.
const maxExcerpt = 256

func excerpt(body []byte) string {
	if len(body) > maxExcerpt {
		return string(body[:maxExcerpt]) + "..."
	}
	return string(body)
}

func stringOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func configurationErrorf(format string, args ...any) error {
	return apierrors.ClientErrorf(apierrors.CodeConfiguration, format, args...)
}

func credentialsErrorf(format string, args ...any) error {
	return apierrors.ClientErrorf(apierrors.CodeCredentials, format, args...)
}

func usageErrorf(format string, args ...any) error {
	return apierrors.ClientErrorf(apierrors.CodeUsage, format, args...)
}
