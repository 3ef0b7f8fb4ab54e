package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// Redirects are not followed: no signed request is sent to another host.
func TestRedirect(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for method, call := range map[string]func(*scene) error{
			"GET": func(s *scene) error {
				_, err := s.describe(context.Background())
				s.wantAttempts(1)
				return err
			},
			"POST": func(s *scene) error { return s.note(startLoop(s.client, "loop")) },
		} {
			t.Run(fmt.Sprint(method, " ", status), func(t *testing.T) {
				other := newScene(t, nil)
				s := newScene(t, []answer{respond(status, "Location: "+other.url()+"/human-loops/loop\r\n", "")})
				err := call(s)
				var response *awshttp.ResponseError
				if !errors.As(err, &response) || response.HTTPStatusCode() != status || !strings.Contains(err.Error(), "does not follow redirects") {
					t.Errorf("got %v, want an error with status %d that says that the client does not follow redirects", err, status)
				}
				if n := len(s.arrived()); n != 1 {
					t.Errorf("got %d requests, want 1", n)
				}
				if n := len(other.arrived()); n > 0 {
					t.Errorf("%d requests arrived at the other host", n)
				}
				s.end()
				other.end()
			})
		}
	}
}

// A caller's http.Client may follow redirects. Its response is then not the service's,
// whatever it contains: the loop was not deleted.
func TestRedirectFollowedByCaller(t *testing.T) {
	for _, tc := range []struct {
		status int
		path   string // on the same host; "" redirects to another host
		method string // of the redirected request
	}{
		{301, "", http.MethodGet},
		{302, "", http.MethodGet},
		{303, "", http.MethodGet},
		{307, "", http.MethodDelete},
		{308, "", http.MethodDelete},
		{302, "/elsewhere", http.MethodGet},
		{307, "/elsewhere", http.MethodDelete},
		{307, "/human-loops/loop?again", http.MethodDelete},
	} {
		t.Run(fmt.Sprint(tc.status, tc.path), func(t *testing.T) {
			other := newScene(t, times(2, respond(http.StatusOK, "", "{}")))
			location := other.url() + "/human-loops/loop"
			answers := []answer{nil, respond(http.StatusOK, "", "{}")}
			s := newScene(t, answers)
			if tc.path != "" {
				location = s.url() + tc.path
			}
			answers[0] = respond(tc.status, "Location: "+location+"\r\n", "")
			httpClient := &http.Client{Transport: &http.Transport{}}
			_, err := s.client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop")},
				func(o *a2iruntime.Options) { o.HTTPClient = httpClient })
			_ = s.note(err)
			if err == nil || !strings.Contains(err.Error(), "followed a redirect from DELETE "+s.url()+"/human-loops/loop to "+tc.method) ||
				!strings.Contains(err.Error(), "CheckRedirect") || strings.Contains(err.Error(), "attempts") {
				t.Errorf("got %v, want an error that says that a redirect was followed, and how to turn that off", err)
			}
			if !types.MayHaveSucceeded(err) {
				t.Error("the error says that nothing can have been done")
			}
			httpClient.CloseIdleConnections()
			s.end()
			other.end()
		})
	}
}

// A redirect that the caller's client follows can fail, too. The call is not retried,
// because each attempt would send the session token to the other host.
func TestFollowedRedirectFails(t *testing.T) {
	for name, fails := range map[string]answer{
		"a host that resets": func(*scene, net.Conn, request) bool { return false },
		"a redirect without an end": func(s *scene, conn net.Conn, _ request) bool {
			return write(conn, response(307, "Location: /again\r\n", ""))
		},
	} {
		t.Run(name, func(t *testing.T) {
			other := newScene(t, times(12, fails))
			s := newScene(t, []answer{respond(307, "Location: "+other.url()+"/elsewhere\r\n", "")})
			httpClient := &http.Client{Transport: &http.Transport{}}
			_, err := s.client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop")},
				func(o *a2iruntime.Options) { o.HTTPClient = httpClient })
			_ = s.note(err)
			if err == nil || !strings.Contains(err.Error(), "followed a redirect from DELETE "+s.url()+"/human-loops/loop to ") || !strings.Contains(err.Error(), "CheckRedirect") {
				t.Errorf("got %v, want an error that says that a redirect was followed", err)
			}
			if n := len(s.arrived()); n != 1 {
				t.Errorf("%d attempts, want 1", n)
			}
			httpClient.CloseIdleConnections()
			s.end()
			other.end()
		})
	}
}

// following is an HTTP client, not from net/http, that follows a redirect.
func following(response *http.Response) clienttest.DoFunc {
	return func(r *http.Request) (*http.Response, error) {
		response.StatusCode, response.Header, response.Body = http.StatusOK, http.Header{}, io.NopCloser(strings.NewReader("{}"))
		return response, nil
	}
}

// An HTTP client can return any request with its response. The call must detect a
// redirect and accept everything else.
func TestResponseToOtherRequest(t *testing.T) {
	at := func(method, path string) *http.Request {
		return &http.Request{Method: method, URL: &url.URL{Scheme: "http", Host: "elsewhere", Path: path}}
	}
	circular := &http.Response{Request: at(http.MethodDelete, "/human-loops/loop")}
	circular.Request.Response = circular
	for name, tc := range map[string]struct {
		response *http.Response
		refused  bool
	}{
		"another method": {&http.Response{Request: at(http.MethodGet, "/human-loops/loop")}, true},
		"another path":   {&http.Response{Request: at(http.MethodDelete, "/login")}, true},
		"a redirect":     {circular, true},
		"another host":   {&http.Response{Request: at(http.MethodDelete, "/human-loops/loop")}, false},
		"no URL":         {&http.Response{Request: &http.Request{Method: http.MethodGet}}, false},
		"no request":     {&http.Response{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			client := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: following(tc.response)})
			_, err := client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop")})
			checkError(t, err)
			if refused := err != nil && strings.Contains(err.Error(), "followed a redirect"); refused != tc.refused {
				t.Errorf("got %v, want an error = %t", err, tc.refused)
			}
		})
	}
}

// rerouted sends requests to another host without a redirect, as programs do in tests.
type rerouted struct{ host string }

func (r rerouted) RoundTrip(req *http.Request) (*http.Response, error) {
	clone := req.Clone(req.Context())
	clone.URL.Scheme, clone.URL.Host = "http", r.host
	return http.DefaultTransport.RoundTrip(clone)
}

// A transport that sends requests to another host has not followed a redirect.
func TestReroutedRequest(t *testing.T) {
	s := newScene(t, []answer{respond(http.StatusOK, "Connection: close\r\n", loopDocument)})
	defer s.end()
	_, err := s.client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}, func(o *a2iruntime.Options) {
		o.BaseEndpoint, o.HTTPClient = nil, &http.Client{Transport: rerouted{strings.TrimPrefix(s.url(), "http://")}}
	})
	if err != nil {
		t.Errorf("got %v, want the response", err)
	}
}
