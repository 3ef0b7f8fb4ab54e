package awsclient

import (
	"context"
	"net/http"
	"net/url"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// serializer writes the input to the request.
type serializer struct{ *plan }

func (serializer) ID() string { return "OperationSerializer" }

func (m serializer) HandleSerialize(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (
	out middleware.SerializeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	_, span := startSpan(ctx, "OperationSerializer")
	stop := startTimer(ctx, serializeDuration)
	wire, err := m.op.serialize(in.Parameters)
	if err == nil {
		req, err = wire.Apply(req, m.op.row().Method)
	}
	stop()
	span.End()
	if err != nil {
		return out, metadata, err
	}
	in.Request = req
	return next.HandleSerialize(ctx, in)
}

func httpRequest(request any) (*smithyhttp.Request, error) {
	req, ok := request.(*smithyhttp.Request)
	if !ok {
		return nil, usageErrorf("unknown transport type %T", request)
	}
	return req, nil
}

// wholeRequest contains all parts of a request, to allocate them at once.
type wholeRequest struct {
	request smithyhttp.Request
	http    http.Request
	url     url.URL
}

// newRequest is smithyhttp.NewStackRequest with one allocation.
func newRequest() any {
	r := new(wholeRequest)
	r.http = http.Request{URL: &r.url, Header: http.Header{}, ContentLength: -1}
	r.request.Request = &r.http
	return &r.request
}

// cloneRequest copies a request for one attempt. It copies the headers and the URL, because
// the attempt's steps change them. The clones share the rest, which no step changes.
func cloneRequest(request any) any {
	req, ok := request.(*smithyhttp.Request)
	if !ok || req.URL == nil || req.Trailer != nil || req.TransferEncoding != nil {
		return smithyhttp.RequestCloner(request)
	}
	clone := &wholeRequest{*req, *req.Request, *req.URL}
	clone.http.URL = &clone.url
	clone.http.Header = req.Header.Clone()
	clone.request.Request = &clone.http
	return &clone.request
}
