package awsclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// secretsSent returns the secrets that the call has sent so far: what each attempt sent, and
// what the HTTP client or a later step has added to this request.
func secretsSent(ctx context.Context, request, response any) *redact.Secrets {
	secrets := new(redact.Secrets) // where a step has replaced the call's context
	if state := callOf(ctx); state != nil {
		secrets = &state.secrets
	}
	if req, ok := request.(*smithyhttp.Request); ok {
		secrets.AddRequest(req.Request)
	}
	if resp, ok := response.(*smithyhttp.Response); ok && resp.Response != nil && resp.Request != nil {
		secrets.AddRequest(resp.Request)
	}
	return secrets
}

// redactError removes secrets from an error and from the response that it keeps. An error
// whose text quotes a secret is replaced, with all that it wraps. Only the types remain that
// decide whether to try again.
func redactError(err error, secrets *redact.Secrets) error {
	var kept *awshttp.ResponseError
	if errors.As(err, &kept) && kept.Response != nil && kept.Response.Response != nil {
		redactResponse(kept.Response.Response, secrets)
	}
	if e, ok := err.(*smithy.DeserializationError); ok {
		err = &smithy.DeserializationError{Err: e.Err, Snapshot: []byte(secrets.Redact(string(e.Snapshot)))}
	}
	text := err.Error()
	redacted := secrets.Redact(text)
	if redacted == text {
		return err
	}
	switch e := err.(type) {
	case *retry.MaxAttemptsError:
		return &retry.MaxAttemptsError{Attempt: e.Attempt, Err: redactError(e.Err, secrets)}
	case *awshttp.ResponseError:
		response := &smithyhttp.ResponseError{Response: e.Response, Err: redactError(e.Err, secrets)}
		return &awshttp.ResponseError{ResponseError: response, RequestID: secrets.Redact(e.RequestID)}
	case *smithyhttp.RequestSendError:
		return &smithyhttp.RequestSendError{Err: redactError(e.Err, secrets)}
	case *url.Error:
		return &url.Error{Op: e.Op, URL: secrets.Redact(e.URL), Err: redactError(e.Err, secrets)}
	case *smithy.DeserializationError:
		return &smithy.DeserializationError{Err: redactError(e.Err, secrets), Snapshot: e.Snapshot}
	case *bodyReadError:
		return &bodyReadError{redactError(e.err, secrets)}
	case smithy.APIError:
		code, message := secrets.Redact(e.ErrorCode()), secrets.Redact(e.ErrorMessage())
		if code == e.ErrorCode() && message == e.ErrorMessage() {
			return err // only a name at the end of one and a text in the other look like a secret
		}
		return &smithy.GenericAPIError{Code: code, Message: message, Fault: e.ErrorFault()}
	}
	return errors.New(redacted)
}

// redactResponse makes a response that an error keeps safe to look into: it leads neither
// to a secret nor to the connection. The request that was sent stays as it is, because
// net/http may still be writing it.
func redactResponse(resp *http.Response, secrets *redact.Secrets) {
	resp.Status = secrets.Redact(resp.Status)
	resp.Header, resp.Trailer = redactHeader(resp.Header, secrets), redactHeader(resp.Trailer, secrets)
	resp.Body = http.NoBody
	if resp.Request == nil {
		return
	}
	sent := resp.Request.WithContext(context.Background())
	sent.Header = redactHeader(sent.Header, secrets)
	if sent.URL != nil {
		sent.URL = redactURL(sent.URL, secrets)
	}
	sent.Response = nil // the response before a redirect, which leads to its request
	resp.Request = sent
}

// redactRequestID redacts the request ID of a success, which aws-sdk-go-v2 puts in a span.
func redactRequestID(resp *http.Response, secrets *redact.Secrets) {
	for _, name := range []string{"X-Amzn-Requestid", "X-Amz-Requestid"} {
		if id := resp.Header.Get(name); secrets.Redact(id) != id {
			resp.Header = redactHeader(resp.Header, secrets)
		}
	}
}

// redactHeader returns a copy, because a header may be the HTTP client's own.
func redactHeader(header http.Header, secrets *redact.Secrets) http.Header {
	if header == nil {
		return nil
	}
	redacted := make(http.Header, len(header))
	for name, values := range header {
		if name == "Authorization" || name == "X-Amz-Security-Token" || secrets.Redact(name) != name {
			continue
		}
		for _, value := range values {
			redacted[name] = append(redacted[name], secrets.Redact(value))
		}
	}
	return redacted
}

func redactURL(u *url.URL, secrets *redact.Secrets) *url.URL {
	text := u.String()
	redacted := secrets.Redact(text)
	if redacted == text {
		return u
	}
	if masked, err := url.Parse(redacted); err == nil {
		return masked
	}
	return &url.URL{Path: redacted}
}
