package awsclient

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// deserializer turns the response into the output or an error.
type deserializer struct {
	op      operation
	service *Service
	limit   int64
}

func (*deserializer) ID() string { return "OperationDeserializer" }

func (m *deserializer) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
) {
	out, metadata, err = next.HandleDeserialize(ctx, in)
	resp, ok := out.RawResponse.(*smithyhttp.Response)
	if !ok {
		if err == nil {
			err = &smithy.DeserializationError{Err: fmt.Errorf("unknown transport type %T", out.RawResponse)}
		}
		return out, metadata, err
	}
	defer closeBody(resp)
	if err != nil {
		return out, metadata, err
	}
	_, span := tracing.StartSpan(ctx, "OperationDeserializer")
	stop := startTimer(ctx, deserializeDuration)
	out.Result, err = m.read(ctx, resp)
	stop()
	span.End()
	return out, metadata, err
}

func (m *deserializer) read(ctx context.Context, resp *smithyhttp.Response) (any, error) {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		// Whatever can be read of an error's body helps; that it cannot be read
		// whole must not hide the error.
		body, _ := io.ReadAll(io.LimitReader(resp.Body, min(m.limit, maxErrorBytes)))
		return nil, m.service.responseError(resp.StatusCode, resp.Header, body)
	}
	body, err := readAll(resp, m.limit)
	if err != nil && ctx.Err() != nil {
		return nil, &smithy.CanceledError{Err: ctx.Err()}
	} else if err != nil {
		return nil, err
	}
	return m.op.deserialize(body)
}

// maxErrorBytes is how much of an error response is read. A documented message
// has 1024 characters.
const maxErrorBytes = 1 << 20

// readAll reads a body of at most limit bytes.
func readAll(resp *smithyhttp.Response, limit int64) ([]byte, error) {
	if resp.ContentLength > limit {
		return nil, &responseTooLargeError{limit}
	}
	var body []byte
	var err error
	if n := resp.ContentLength; n >= 0 {
		body = make([]byte, n)
		_, err = io.ReadFull(resp.Body, body)
	} else {
		body, err = io.ReadAll(io.LimitReader(resp.Body, limit+1))
	}
	if err != nil {
		return nil, &bodyReadError{err}
	}
	if int64(len(body)) > limit {
		return nil, &responseTooLargeError{limit}
	}
	return body, nil
}

// bodyReadError is a response that broke off: it is a failure of the
// connection, so it is retried like one.
type bodyReadError struct{ err error }

func (e *bodyReadError) Error() string       { return fmt.Sprintf("read response body: %v", e.err) }
func (e *bodyReadError) Unwrap() error       { return e.err }
func (*bodyReadError) ConnectionError() bool { return true }

// responseTooLargeError is a response over Options.MaxResponseBytes.
type responseTooLargeError struct{ limit int64 }

func (e *responseTooLargeError) Error() string {
	return fmt.Sprintf("deserialization failed, the response is larger than %d bytes: raise Options.MaxResponseBytes if that is right", e.limit)
}
func (*responseTooLargeError) RetryableError() bool { return false }

// maxDrain is how much of an unread body is read so that the connection can be
// used again. Beyond that a new connection is cheaper.
const maxDrain = 64 << 10

func closeBody(resp *smithyhttp.Response) {
	if resp.Response == nil || resp.Body == nil || resp.Body == http.NoBody {
		return
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxDrain)
	_ = resp.Body.Close()
}
