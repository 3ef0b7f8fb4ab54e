package awsclient

import (
	"net/http"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// redirectError is the error of a response to another request than the one that was sent:
// the caller's HTTP client has followed a redirect. The signature does not cover the other
// request, and the service has not carried out the first one.
func redirectError(response any) error {
	resp, ok := response.(*smithyhttp.Response)
	if !ok || resp.Response == nil || resp.Request == nil {
		return nil
	}
	answered := resp.Request
	if answered.Response == nil { // which net/http sets in a request that follows a redirect
		return nil
	}
	sent := answered
	for sent.Response != nil && sent.Response.Request != nil {
		sent = sent.Response.Request
	}
	return finalErrorf("the HTTP client followed a redirect from %s to %s, so the response is not that of the service: "+
		"set CheckRedirect of your http.Client to a function that returns http.ErrUseLastResponse, and check the endpoint",
		target(sent), target(answered))
}

// target is what a request asks for, without its query.
func target(r *http.Request) string {
	return r.Method + " " + r.URL.Scheme + "://" + r.URL.Host + r.URL.EscapedPath()
}
