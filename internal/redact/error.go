package redact

import (
	"errors"
	"net/url"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// RedactError removes secrets from an error and from the response that it contains. If the
// message contains a secret, it replaces the error and all errors that it wraps, but keeps
// the types that decide whether to retry.
func (s *Secrets) RedactError(err error) error {
	var response *awshttp.ResponseError
	if errors.As(err, &response) && response.Response != nil && response.Response.Response != nil {
		s.RedactResponse(response.Response.Response)
	}
	//nolint:errorlint // each error of the chain is redacted by itself
	if e, ok := err.(*smithy.DeserializationError); ok {
		err = &smithy.DeserializationError{Err: e.Err, Snapshot: []byte(s.Redact(string(e.Snapshot)))}
	}
	text := err.Error()
	redacted := s.Redact(text)
	if redacted == text {
		return err
	}
	//nolint:errorlint // as above
	switch e := err.(type) {
	case *retry.MaxAttemptsError:
		return &retry.MaxAttemptsError{Attempt: e.Attempt, Err: s.RedactError(e.Err)}
	case *awshttp.ResponseError:
		response := &smithyhttp.ResponseError{Response: e.Response, Err: s.RedactError(e.Err)}
		return &awshttp.ResponseError{ResponseError: response, RequestID: s.Redact(e.RequestID)}
	case *smithyhttp.RequestSendError:
		return &smithyhttp.RequestSendError{Err: s.RedactError(e.Err)}
	case *url.Error:
		return &url.Error{Op: e.Op, URL: s.Redact(e.URL), Err: s.RedactError(e.Err)}
	case *smithy.DeserializationError:
		return &smithy.DeserializationError{Err: s.RedactError(e.Err), Snapshot: e.Snapshot}
	case *apierrors.ClientError:
		return &apierrors.ClientError{Code: e.Code, Err: s.RedactError(e.Err)}
	case *apierrors.BodyReadError:
		return &apierrors.BodyReadError{Err: s.RedactError(e.Err)}
	case smithy.APIError:
		code, message := s.Redact(e.ErrorCode()), s.Redact(e.ErrorMessage())
		if code == e.ErrorCode() && message == e.ErrorMessage() {
			return err // only the two joined look like a name with its secret
		}
		return &smithy.GenericAPIError{Code: code, Message: message, Fault: e.ErrorFault()}
	}
	return errors.New(redacted)
}
