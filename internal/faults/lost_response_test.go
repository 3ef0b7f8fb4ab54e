package faults

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// loops is a local service that accepts the signatures of the scene's client.
func loops(t *testing.T) *a2itest.Server {
	srv := a2itest.NewServer(func(o *a2itest.Options) { o.Credentials = []aws.Credentials{clienttest.Credentials} })
	t.Cleanup(srv.Close)
	return srv
}

// served lets a service process the request and sends its response.
func served(srv http.Handler) answer {
	return func(_ *scene, conn net.Conn, r request) bool {
		response := process(srv, r)
		defer response.Body.Close()
		return response.Write(conn) == nil
	}
}

// processedThen lets a service process the request and discards its response.
func processedThen(srv http.Handler, lose answer) answer {
	return func(s *scene, conn net.Conn, r request) bool {
		_ = process(srv, r).Body.Close()
		return lose(s, conn, r)
	}
}

func process(srv http.Handler, r request) *http.Response {
	r.Request.Body = io.NopCloser(bytes.NewReader(r.body))
	recorder := httptest.NewRecorder()
	srv.ServeHTTP(recorder, r.Request)
	response := recorder.Result()
	response.ContentLength = int64(recorder.Body.Len())
	return response
}

var losses = map[string]answer{
	"closed":            rawThenClose(""),
	"reset":             rawThenReset(""),
	"reset in the body": rawThenReset("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"),
	"a proxy's 502":     respond(http.StatusBadGateway, "", html),
}

// The response is lost after the loop was started. The client sends the same bytes again,
// and the service recognizes them: there is one loop.
func TestLostResponseOfStart(t *testing.T) {
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			srv := loops(t)
			s := newScene(t, []answer{processedThen(srv, lose), served(srv), served(srv)})
			defer s.end()
			out, err := s.client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
				HumanLoopName: aws.String("loop"), FlowDefinitionArn: aws.String(flowDefinition),
				HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{"é\u0000":["<",1.50]}`)},
			})
			if s.note(err) != nil {
				t.Fatal(err)
			}
			if arn := aws.ToString(out.HumanLoopArn); arn != "arn:aws:sagemaker:us-east-1:123456789012:human-loop/loop" {
				t.Errorf("the loop's ARN is %q", arn)
			}
			arrived := s.arrived()
			if len(arrived) != 2 || !bytes.Equal(arrived[0].body, arrived[1].body) || len(arrived[0].body) == 0 {
				t.Errorf("%d requests, or not of the same bytes", len(arrived))
			}
			if first, second := arrived[0].Header.Get("Amz-Sdk-Invocation-Id"), arrived[1].Header.Get("Amz-Sdk-Invocation-Id"); first != second || first == "" {
				t.Errorf("invocation IDs %q and %q", first, second)
			}
			if results, ok := retry.GetAttemptResults(out.ResultMetadata); !ok || len(results.Results) != 2 || results.Results[0].Err == nil {
				t.Errorf("ResultMetadata has the attempts %+v", results)
			}
			page, err := s.client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition)})
			if s.note(err) != nil || len(page.HumanLoopSummaries) != 1 {
				t.Errorf("%+v, %v, want one loop", page, err)
			}
		})
	}
}

// The response is lost after the loop was deleted. The second attempt finds no loop, and
// the error says that it was the second.
func TestLostResponseOfDelete(t *testing.T) {
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			srv := loops(t)
			s := newScene(t, []answer{served(srv), processedThen(srv, lose), served(srv)})
			defer s.end()
			if _, err := s.client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
				HumanLoopName: aws.String("loop"), FlowDefinitionArn: aws.String(flowDefinition),
				HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{}`)},
			}); err != nil {
				t.Fatal(err)
			}
			if err := srv.Complete("loop", `{}`); err != nil {
				t.Fatal(err)
			}
			_, err := s.client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop")})
			var notFound *types.ResourceNotFoundException
			if !errors.As(s.note(err), &notFound) {
				t.Fatalf("got %v, want a ResourceNotFoundException", err)
			}
			arrived := s.arrived()
			if n := len(arrived); n != 3 || arrived[2].Header.Get("Amz-Sdk-Request") != "attempt=2; max=3" {
				t.Errorf("%d requests, the last says %q", n, arrived[n-1].Header.Get("Amz-Sdk-Request"))
			}
			var retried *types.CallError
			if !errors.As(err, &retried) || retried.Attempts != 2 || len(retried.Earlier) != 1 || !types.MayHaveSucceeded(err) || !strings.Contains(err.Error(), "attempts = 2") {
				t.Errorf("the error %v does not say attempts = 2", err)
			}
		})
	}
}
