package awsclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"
)

// The sender does what smithy-go's handler does.
func TestSender(t *testing.T) {
	refused := errors.New("connection refused")
	page := func() *http.Response {
		return &http.Response{StatusCode: 200, Header: http.Header{"A": {"b"}}, Body: io.NopCloser(strings.NewReader("{}"))}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for name, tc := range map[string]struct {
		ctx  context.Context
		host string
		do   func(*http.Request) (*http.Response, error)
	}{
		"a response":              {context.Background(), "h", func(*http.Request) (*http.Response, error) { return page(), nil }},
		"an error":                {context.Background(), "h", func(*http.Request) (*http.Response, error) { return nil, refused }},
		"a response and an error": {context.Background(), "h", func(*http.Request) (*http.Response, error) { return page(), refused }},
		"nothing":                 {context.Background(), "h", func(*http.Request) (*http.Response, error) { return nil, nil }},
		"an error of the context": {ended, "h", func(r *http.Request) (*http.Response, error) { return nil, r.Context().Err() }},
		"an error after its end":  {ended, "h", func(*http.Request) (*http.Response, error) { return nil, refused }},
		"a bad host":              {context.Background(), "h/../x", func(*http.Request) (*http.Response, error) { return page(), nil }},
		"a bad host of the URL":   {context.Background(), "", func(*http.Request) (*http.Response, error) { return page(), nil }},
	} {
		t.Run(name, func(t *testing.T) {
			sent := []string{}
			client := clienttest.DoFunc(func(r *http.Request) (*http.Response, error) {
				sent = append(sent, fmt.Sprint(r.Method, r.URL, r.Host, r.Header, r.ContentLength, r.Body == nil || r.Body == http.NoBody))
				return tc.do(r)
			})
			full := smithyhttp.NewClientHandlerWithOptions(client)
			outcome := func(h interface {
				Handle(context.Context, any) (any, middleware.Metadata, error)
			}) string {
				req := newRequest()
				req.Method, req.URL, req.Host = "GET", &url.URL{Scheme: "https", Host: "h x", Path: "/p"}, tc.host
				req.Header.Set("C", "d")
				out, metadata, err := h.Handle(tc.ctx, req)
				response, _ := out.(*smithyhttp.Response)
				body := ""
				if response != nil && response.Response != nil && response.Body != nil {
					read, readErr := io.ReadAll(response.Body)
					body = fmt.Sprint(response.StatusCode, response.Header, string(read), readErr)
				}
				return fmt.Sprintf("%T %s %v %T %v", out, body, metadata, err, err)
			}
			got := outcome(sender{client, full})
			gotSent := sent
			sent = []string{}
			want := outcome(full)
			if diff := cmp.Diff([]any{want, sent}, []any{got, gotSent}); diff != "" {
				t.Errorf("smithy-go's handler (-) and the sender (+):\n%s", diff)
			}
		})
	}
}

// An attempt's request is a copy: its steps change headers and URL, and neither
// another attempt nor the call sees it.
func TestCloneRequest(t *testing.T) {
	req := newRequest()
	req.Method, req.URL.Path = "GET", "/p"
	req.Header.Set("A", "b")
	clone, reference := cloneRequest(req).(*smithyhttp.Request), smithyhttp.RequestCloner(req).(*smithyhttp.Request)
	for name, c := range map[string]*smithyhttp.Request{"ours": clone, "smithy-go's": reference} {
		c.Header.Set("A", "changed")
		c.Header.Set("B", "added")
		c.URL.Path, c.Method = "/changed", "POST"
		if req.Header.Get("A") != "b" || req.Header.Get("B") != "" || req.URL.Path != "/p" || req.Method != "GET" {
			t.Errorf("%s: the call's request is %+v now", name, req)
		}
	}
	if clone.ContentLength != reference.ContentLength || clone.GetStream() != reference.GetStream() {
		t.Error("the copy is not that of smithy-go")
	}
}
