package awsclient

import (
	"context"
	"io"
	"net/http"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// sender sends requests and notes what was sent. It is the end of every stack.
type sender struct{ smithyhttp.ClientHandler }

func (c *Client) newSender(o *Options) sender {
	return sender{smithyhttp.NewClientHandlerWithOptions(readOnlyBodies{o.httpClient()}, func(h *smithyhttp.ClientHandler) {
		h.Meter = o.MeterProvider.Meter(c.scope())
	})}
}

// Handle sends a request. A redirect that the HTTP client has followed is an error.
func (s sender) Handle(ctx context.Context, request any) (any, middleware.Metadata, error) {
	if call, err := callOf(ctx); err == nil {
		call.sent.Add(1)
		call.underWay.Add(1)
		defer call.underWay.Add(-1)
		if req, ok := request.(*smithyhttp.Request); ok {
			call.secrets.AddRequest(req.Request)
		}
	}
	response, metadata, err := s.ClientHandler.Handle(ctx, request)
	return response, metadata, redirectError(request, response, err)
}

// readOnlyBodies sends requests whose bodies have no method but Read and Close. smithy-go
// closes a body when the response begins. After that, the WriteTo of its bytes.Reader
// returns io.EOF, which net/http takes for a failed write: it closes the connection
// while the response is read. An io.EOF of Read is the end of the body.
type readOnlyBodies struct{ HTTPClient }

// Do changes the request that smithy-go has built for it.
func (c readOnlyBodies) Do(r *http.Request) (*http.Response, error) {
	if _, ok := r.Body.(io.WriterTo); ok {
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return c.HTTPClient.Do(r)
}
