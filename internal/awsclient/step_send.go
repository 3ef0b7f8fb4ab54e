package awsclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// sender sends requests and records what was sent. It is the last handler of every stack.
type sender struct{ smithyhttp.ClientHandler }

func (c *Client) newSender(o *Options) sender {
	return sender{smithyhttp.NewClientHandlerWithOptions(readOnlyBodies{o.httpClient()}, func(h *smithyhttp.ClientHandler) {
		h.Meter = o.MeterProvider.Meter(c.scope())
	})}
}

// Handle sends a request. It returns an error if the HTTP client followed a redirect.
func (s sender) Handle(ctx context.Context, request any) (any, middleware.Metadata, error) {
	if call, err := callOf(ctx); err == nil {
		call.sent.Add(1)
		if req, ok := request.(*smithyhttp.Request); ok {
			call.secrets.AddRequest(req.Request)
		}
	}
	response, metadata, err := s.ClientHandler.Handle(ctx, request)
	return response, metadata, redirectError(request, response, err)
}

// readOnlyBodies hides the WriteTo method of request bodies. smithy-go closes a body when
// the response begins. After that, WriteTo returns io.EOF, which net/http treats as a failed
// write: it closes the connection while the response is being read. If Read returns io.EOF
// instead, net/http treats it as the end of the body.
type readOnlyBodies struct{ HTTPClient }

// Do may change the request, because smithy-go builds it for each attempt.
func (c readOnlyBodies) Do(r *http.Request) (*http.Response, error) {
	if _, ok := r.Body.(io.WriterTo); ok {
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return c.HTTPClient.Do(r)
}

// redirectError returns an error if the caller's HTTP client followed a redirect, and
// otherwise err. After a redirect, the response belongs to another request: the signature
// does not cover it, and the service has not carried out the original one. A different host
// alone does not mean a redirect, because a transport may send requests elsewhere.
func redirectError(request, response any, err error) error {
	sent, ok := request.(*smithyhttp.Request)
	if !ok || sent.URL == nil {
		return err
	}
	if err != nil {
		return failedRedirectError(sent, err)
	}
	resp, ok := response.(*smithyhttp.Response)
	if !ok || resp.Response == nil || resp.Request == nil || resp.Request.URL == nil {
		return nil
	}
	final := resp.Request
	// net/http sets Response in a request that follows a redirect.
	if final.Response == nil && final.Method == sent.Method && final.URL.Path == sent.URL.Path {
		return nil
	}
	return configurationErrorf("the HTTP client followed a redirect from %s %s to %s %s, so the response does not belong to this call: %s",
		sent.Method, withoutQuery(sent.URL), final.Method, withoutQuery(final.URL), redirectAdvice)
}

// failedRedirectError returns an error that mentions the redirect if the HTTP client
// followed one and the next request failed. Otherwise it returns err.
func failedRedirectError(sent *smithyhttp.Request, err error) error {
	var failed *url.Error
	var canceled *smithy.CanceledError
	if !errors.As(err, &failed) || errors.As(err, &canceled) {
		return err
	}
	to, parseErr := url.Parse(failed.URL) // the URL of the last request that net/http sent
	if parseErr != nil || to.Host == sent.URL.Host && to.Path == sent.URL.Path {
		return err
	}
	return configurationErrorf("the HTTP client followed a redirect from %s %s to %s, which failed: %s: %w",
		sent.Method, withoutQuery(sent.URL), withoutQuery(to), redirectAdvice, err)
}

const redirectAdvice = "set CheckRedirect of your http.Client to a function that returns http.ErrUseLastResponse, and check the endpoint"

// withoutQuery returns a URL without its query.
func withoutQuery(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }
