package faults

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A redirect is not followed, wherever it leads: nothing that is signed leaves for
// another host.
func TestRedirect(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			other := newScene(t, nil)
			s := newScene(t, []answer{says(status, "Location: "+other.url()+"/human-loops/loop\r\n", "")})
			_, err := s.describe(context.Background())
			if err == nil || !strings.Contains(err.Error(), "never followed") {
				t.Errorf("got %v, want an error that says it is never followed", err)
			}
			s.wantAttempts(1)
			if n := len(other.arrived()); n > 0 {
				t.Errorf("%d requests arrived at the other host", n)
			}
			s.end()
			other.end()
		})
	}
}

// An http.Client of the caller's may follow redirects. The response that it then returns
// is not the service's, whatever it says: nothing was deleted.
func TestRedirectThatTheCallerFollows(t *testing.T) {
	for _, tc := range []struct {
		status int
		path   string // of the same host; "" is another host
		method string // that the redirect arrives with
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
			other := newScene(t, times(2, says(http.StatusOK, "", "{}")))
			location := other.url() + "/human-loops/loop"
			answers := []answer{nil, says(http.StatusOK, "", "{}")}
			s := newScene(t, answers)
			if tc.path != "" {
				location = s.url() + tc.path
			}
			answers[0] = says(tc.status, "Location: "+location+"\r\n", "")
			httpClient := &http.Client{Transport: &http.Transport{}}
			_, err := s.client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop")},
				func(o *a2iruntime.Options) { o.HTTPClient = httpClient })
			s.note(err)
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

// rerouted sends requests to another host without a redirect, as programs do in tests.
type rerouted struct{ host string }

func (r rerouted) RoundTrip(req *http.Request) (*http.Response, error) {
	clone := req.Clone(req.Context())
	clone.URL.Scheme, clone.URL.Host = "http", r.host
	return http.DefaultTransport.RoundTrip(clone)
}

// A transport that sends requests elsewhere has not followed a redirect.
func TestReroutedRequest(t *testing.T) {
	s := newScene(t, []answer{says(http.StatusOK, "Connection: close\r\n", loopDocument)})
	defer s.end()
	_, err := s.client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}, func(o *a2iruntime.Options) {
		o.BaseEndpoint, o.HTTPClient = nil, &http.Client{Transport: rerouted{strings.TrimPrefix(s.url(), "http://")}}
	})
	if err != nil {
		t.Errorf("got %v, want the response", err)
	}
}
