package awsclient

import (
	"context"
	"net/http"
	"net/url"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// newSender returns what sends requests: smithy-go's handler, and before it one that
// does the same for requests without a body and does not copy their headers and URL.
// An HTTP client may change these, so it is for where nobody sees them afterwards: no
// steps but our own, nobody who traces or meters.
func (c *Client) newSender(o *Options, changed bool) middleware.Handler {
	client := newHTTPClient(o)
	full := smithyhttp.NewClientHandlerWithOptions(plainBodies{client}, func(h *smithyhttp.ClientHandler) {
		h.Meter = o.MeterProvider.Meter(c.scope())
	})
	_, unmetered := o.MeterProvider.(metrics.NopMeterProvider)
	if _, untraced := o.TracerProvider.(tracing.NopTracerProvider); !untraced || !unmetered || changed {
		return full
	}
	return sender{client, full}
}

type sender struct {
	client HTTPClient
	full   smithyhttp.ClientHandler
}

func (s sender) Handle(ctx context.Context, request any) (any, middleware.Metadata, error) {
	req, ok := request.(*smithyhttp.Request)
	if !ok || req.GetStream() != nil || req.Body != nil {
		return s.full.Handle(ctx, request)
	}
	send := req.WithContext(ctx)
	if send.ContentLength == -1 {
		send.ContentLength = 0
	}
	if err := smithyhttp.ValidateEndpointHost(send.Host); err != nil {
		return nil, middleware.Metadata{}, err
	}
	resp, err := s.client.Do(send)
	if resp == nil {
		resp = &http.Response{Header: http.Header{}, Body: http.NoBody} // middlewares look at it, also beside an error
	}
	if err != nil {
		err = &smithyhttp.RequestSendError{Err: err}
		if ctx.Err() != nil {
			err = &smithy.CanceledError{Err: ctx.Err()}
		}
	}
	return &smithyhttp.Response{Response: resp}, middleware.Metadata{}, err
}

// wholeRequest is a request in one allocation instead of three.
type wholeRequest struct {
	request smithyhttp.Request
	http    http.Request
	url     url.URL
}

// newRequest is smithyhttp.NewStackRequest.
func newRequest() *smithyhttp.Request {
	r := new(wholeRequest)
	r.http = http.Request{URL: &r.url, Header: http.Header{}, ContentLength: -1}
	r.request.Request = &r.http
	return &r.request
}

// cloneRequest copies a request for one attempt. Its steps set headers and change
// the URL, so these are copied; what else a request has, none of them changes.
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
