package awsclient

import (
	"context"
	"io"
	"slices"
	"sync"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// deserializer turns the response into the output or an error.
type deserializer struct{ *plan }

func (deserializer) ID() string { return "OperationDeserializer" }

func (m deserializer) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
) {
	out, metadata, err = next.HandleDeserialize(ctx, in)
	resp, ok := out.RawResponse.(*smithyhttp.Response)
	if ok = ok && resp.Response != nil; ok && resp.Body != nil {
		defer resp.Body.Close() // an error is harmless: the body has been read or is not needed
	}
	switch {
	case err != nil: // no response, or its body cannot be read
	case !ok || resp.Body == nil:
		err = &smithy.DeserializationError{Err: usageErrorf("unknown transport type %T", out.RawResponse)}
	default:
		out.Result, err = m.read(ctx, in.Request, resp)
	}
	if err == nil && !traced(ctx) {
		return out, metadata, nil
	}
	secrets := secretsSent(ctx, in.Request, out.RawResponse)
	if err == nil {
		secrets.RedactRequestID(resp.Response)
		return out, metadata, nil
	}
	if ok {
		if call, missing := callOf(ctx); missing == nil {
			call.noteRefusal(resp.Response)
		}
	}
	err = secrets.RedactError(err)
	if ok {
		secrets.RedactResponse(resp.Response)
	}
	return out, metadata, err
}

func (m deserializer) read(ctx context.Context, request any, resp *smithyhttp.Response) (any, error) {
	_, span := startSpan(ctx, "OperationDeserializer")
	defer span.End()
	defer startTimer(ctx, deserializeDuration)()
	if resp.StatusCode/100 == 2 {
		return m.readOutput(ctx, resp)
	}
	return nil, m.readError(resp, secretsSent(ctx, request, resp))
}

// secretsSent returns the secrets that the call has sent so far. It adds the secrets that
// the HTTP client or a later step added to this request.
func secretsSent(ctx context.Context, request, response any) *redact.Secrets {
	secrets := new(redact.Secrets) // if a step has replaced the call's context
	if call, err := callOf(ctx); err == nil {
		secrets = &call.secrets
	}
	if req, ok := request.(*smithyhttp.Request); ok {
		secrets.AddRequest(req.Request)
	}
	if resp, ok := response.(*smithyhttp.Response); ok && resp.Response != nil && resp.Request != nil {
		secrets.AddRequest(resp.Request)
	}
	return secrets
}

// readError returns the error that an error response describes. It reads as much of the body
// as possible, because a failure to read the rest must not hide the error.
func (m deserializer) readError(resp *smithyhttp.Response, secrets *redact.Secrets) error {
	buffer := bodies.Get().(*[]byte)
	defer func() {
		clear(*buffer) // an error response may quote a session token
		release(buffer)
	}()
	limit := min(m.options.MaxResponseBytes, maxErrorBytes)
	err := readAll(resp, limit, buffer)
	body := (*buffer)[:min(int64(len(*buffer)), limit)]
	return m.client.service.responseError(&errorResponse{resp.StatusCode, resp.Header, body, err}, secrets)
}

func (m deserializer) readOutput(ctx context.Context, resp *smithyhttp.Response) (any, error) {
	limit := m.options.MaxResponseBytes
	if resp.ContentLength > limit {
		return nil, &smithy.DeserializationError{Err: responseTooLarge(limit)}
	}
	buffer := bodies.Get().(*[]byte)
	defer release(buffer)
	err := readAll(resp, limit, buffer)
	if err != nil && ctx.Err() != nil {
		return nil, &smithy.CanceledError{Err: ctx.Err()}
	} else if err != nil {
		return nil, &smithy.DeserializationError{Err: err}
	}
	return m.op.deserialize(*buffer)
}

// bodies is a pool of buffers for response bodies. A body is half of the memory that a page
// allocates. It is not needed after decoding, because outputs contain copies.
var bodies = sync.Pool{New: func() any { return new([]byte) }}

// maxPooled is the size of the largest buffer that is reused. A page of 100 loops takes 20 KB.
const maxPooled = 64 << 10

func release(buffer *[]byte) {
	if cap(*buffer) <= maxPooled {
		bodies.Put(buffer)
	}
}

// maxErrorBytes is the number of bytes of an error response that are read. A documented
// message has at most 1024 characters.
const maxErrorBytes = 1 << 20

// firstRead limits the memory that is allocated because of a Content-Length.
const firstRead = 1 << 20

// minRead is the initial size of the buffer if the length is unknown.
const minRead = 512

// readAll reads a body of at most limit bytes into a buffer.
func readAll(resp *smithyhttp.Response, limit int64, buffer *[]byte) error {
	// One byte more than the Content-Length, to detect the end without growing the buffer.
	body := slices.Grow((*buffer)[:0], int(min(max(resp.ContentLength, minRead), firstRead))+1)
	defer func() { *buffer = body }()
	for {
		n, err := resp.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case int64(len(body)) > limit:
			return responseTooLarge(limit)
		case err == io.EOF:
			return nil
		case err != nil:
			return &apierrors.BodyReadError{Err: err}
		case len(body) == cap(body):
			body = slices.Grow(body, cap(body))
		}
	}
}

// responseTooLarge returns the error for a response larger than Options.MaxResponseBytes.
func responseTooLarge(limit int64) error {
	return apierrors.ClientErrorf(apierrors.CodeResponseTooLarge, "the response is larger than %d bytes: raise Options.MaxResponseBytes if this size is expected", limit)
}
