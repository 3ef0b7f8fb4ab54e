package faults

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// flows returns a client of ListFlowExecutions that calls the scene.
func (s *scene) flows() *bedrockflows.Client {
	s.clients++
	o := s.client.Options()
	return bedrockflows.New(bedrockflows.Options{
		Region: o.Region, Credentials: o.Credentials, BaseEndpoint: o.BaseEndpoint, HTTPClient: o.HTTPClient,
		Logger: o.Logger, ClientLogMode: o.ClientLogMode, APIOptions: o.APIOptions, Retryer: o.Retryer,
	})
}

// A name that is not a valid path segment is not sent. Any other name is escaped once in
// the path and once more for the signature. It never ends a header or a line.
func TestPathNames(t *testing.T) {
	const arn = "arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456"
	for _, tc := range []struct{ name, value, path string }{
		{"empty", "", ""},
		{"dot", ".", ""},
		{"two dots", "..", ""},
		{"slash", "/", "/flows/%2F/executions"},
		{"up", "../../human-loops", "/flows/..%2F..%2Fhuman-loops/executions"},
		{"escaped slash", "%2f", "/flows/%252f/executions"},
		{"CR LF", "a\r\nX-Evil: 1", "/flows/a%0D%0AX-Evil%3A%201/executions"},
		{"NUL", "a\x00b", "/flows/a%00b/executions"},
		{"not ASCII", "Prüfung/日本", "/flows/Pr%C3%BCfung%2F%E6%97%A5%E6%9C%AC/executions"},
		{"query", "a?b=c&d#e", "/flows/a%3Fb%3Dc%26d%23e/executions"},
		{"plus and space", "a+ b~", "/flows/a%2B%20b~/executions"},
		{"ARN", arn, "/flows/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aflow%2FFLOW123456/executions"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			srv := flowstest.NewServer(func(o *flowstest.Options) { o.Credentials = []aws.Credentials{clienttest.Credentials} })
			defer srv.Close()
			s := newScene(t, times(1, served(srv)))
			_, err := s.flows().ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: &tc.value, FlowAliasIdentifier: aws.String("a&b=\r\n ü")})
			_ = s.note(err)
			arrived := s.arrived()
			if tc.path == "" {
				var invalid *smithy.InvalidParamsError
				if len(arrived) > 0 || !errors.As(err, &invalid) && !strings.Contains(err.Error(), "not a valid path segment") {
					t.Errorf("%d requests, %v, want a refusal before the network", len(arrived), err)
				}
			} else if path := strings.TrimSuffix(arrived[0].RequestURI, "?flowAliasIdentifier=a%26b%3D%0D%0A%20%C3%BC"); len(arrived) != 1 || path != tc.path {
				t.Errorf("the request's path is %s, want %s", path, tc.path)
			}
			// The service verifies the signature before it reports that the flow does not
			// exist.
			var api smithy.APIError
			if tc.path != "" && (!errors.As(err, &api) || api.ErrorCode() != "ValidationException" && api.ErrorCode() != "ResourceNotFoundException") {
				t.Errorf("got %v, want an error of a request that was signed right", err)
			}
			for _, r := range arrived {
				if r.Header.Get("X-Evil") != "" {
					t.Error("the name has become a header")
				}
			}
			s.end()
		})
	}
}

// The client leaves the pattern of an existing loop's name to the service. It does not
// send a name that is not a valid path segment or is longer than 63 characters.
func TestLoopNames(t *testing.T) {
	for _, tc := range []struct{ name, path string }{
		{"", ""},
		{".", ""},
		{"..", ""},
		{strings.Repeat("a", 64), ""},
		{"Loop-Review-1613668909838", "/human-loops/Loop-Review-1613668909838"},
		{"/", "/human-loops/%2F"},
		{"../stop", "/human-loops/..%2Fstop"},
		{"%2f", "/human-loops/%252f"},
		{"a\r\nX-Evil: 1", "/human-loops/a%0D%0AX-Evil%3A%201"},
		{"a\x00", "/human-loops/a%00"},
		{"prüfung", "/human-loops/pr%C3%BCfung"},
	} {
		srv := a2itest.NewServer(func(o *a2itest.Options) { o.Credentials = []aws.Credentials{clienttest.Credentials} })
		s := newScene(t, times(1, served(srv)))
		_, err := s.client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(tc.name)})
		_ = s.note(err)
		var api smithy.APIError // the service verifies the signature before it returns this error
		refused := errors.As(err, &api) && (api.ErrorCode() == "ValidationException" || api.ErrorCode() == "ResourceNotFoundException")
		switch arrived := s.arrived(); {
		case tc.path == "" && (len(arrived) > 0 || err == nil || !strings.Contains(err.Error(), "HumanLoopName")):
			t.Errorf("%q: %d requests, %v, want an error that names the member", tc.name, len(arrived), err)
		case tc.path != "" && (len(arrived) != 1 || arrived[0].RequestURI != tc.path || arrived[0].Header.Get("X-Evil") != "" || !refused):
			t.Errorf("%q: %d requests, %v, want one to %s that the service refuses", tc.name, len(arrived), err, tc.path)
		}
		s.end()
		srv.Close()
	}
}

// A Region is one label of a host name, so no Region can lead to another host.
func TestRegions(t *testing.T) {
	for _, region := range []string{"x@evil", "a.b/c", "us-east-1.evil.example/", "us east 1", "us-east-1#", "us-east-1?", "-us", "us-", "ü", "us-east-1\r\n", "[::1]", strings.Repeat("a", 300)} {
		sent := 0
		client := a2iruntime.New(a2iruntime.Options{
			Region: region, Credentials: clienttest.Provider,
			HTTPClient: clienttest.DoFunc(func(*http.Request) (*http.Response, error) { sent++; return nil, http.ErrServerClosed }),
		})
		_, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
		checkError(t, err)
		if err == nil || sent > 0 || !strings.Contains(err.Error(), "invalid region") || len(err.Error()) > 500 {
			t.Errorf("%.20q: %d requests, %v, want a refusal before the network", region, sent, err)
		}
	}
}
