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

// Handle sends a request. A redirect that the HTTP client has followed is an error.
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

// redirectError returns err, or an error that says that the caller's HTTP client has
// followed a redirect. The response is then to another request: the signature does not
// cover it, and the service has not carried out the one that was sent. Another host alone
// is not a redirect, because a transport may send requests elsewhere.
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
	return configurationErrorf("the HTTP client followed a redirect from %s %s to %s %s, so the response is not the service's: %s",
		sent.Method, withoutQuery(sent.URL), final.Method, withoutQuery(final.URL), redirectAdvice)
}

// failedRedirectError returns the error of a call whose redirect was followed, but whose
// next request failed.
func failedRedirectError(sent *smithyhttp.Request, err error) error {
	var failed *url.Error
	var canceled *smithy.CanceledError
	if !errors.As(err, &failed) || errors.As(err, &canceled) {
		return err
	}
	to, parseErr := url.Parse(failed.URL) // of the last request that net/http sent
	if parseErr != nil || to.Host == sent.URL.Host && to.Path == sent.URL.Path {
		return err
	}
	return configurationErrorf("the HTTP client followed a redirect from %s %s to %s, which failed: %s: %w",
		sent.Method, withoutQuery(sent.URL), withoutQuery(to), redirectAdvice, err)
}

const redirectAdvice = "set CheckRedirect of your http.Client to a function that returns http.ErrUseLastResponse, and check the endpoint"

// withoutQuery returns a URL without its query.
func withoutQuery(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }
