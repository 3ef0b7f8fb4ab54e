package a2itest_test

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/google/go-cmp/cmp"
)

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// Each response's status, headers and body.
func TestResponsesOnTheWire(t *testing.T) {
	const json = "application/json"
	tests := []struct {
		name                         string
		method, path, body           string
		fault                        a2itest.Fault
		status                       int
		contentType, errorType, want string
	}{
		{
			name: "start", method: "POST", path: "/human-loops",
			body:   `{"HumanLoopName":"new","FlowDefinitionArn":"` + reviews + `","HumanLoopInput":{"InputContent":"1"}}`,
			status: 200, contentType: json, want: `{"HumanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/new"}`,
		},
		{
			name: "describe", method: "GET", path: "/human-loops/failed", status: 200, contentType: json,
			want: `{"CreationTime":"2026-03-04T05:06:07.891Z","FailureReason":"lost","FailureCode":"InternalError","HumanLoopStatus":"Failed",` +
				`"HumanLoopName":"failed","HumanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/failed","FlowDefinitionArn":"` + reviews + `",` +
				`"HumanLoopOutput":{"OutputS3Uri":"` + outputURI("failed") + `"}}`,
		},
		{
			name: "list", method: "GET", path: "/human-loops?FlowDefinitionArn=" + reviews, status: 200, contentType: json,
			want: `{"HumanLoopSummaries":[{"HumanLoopName":"failed","HumanLoopStatus":"Failed","CreationTime":"2026-03-04T05:06:07.891Z",` +
				`"FailureReason":"lost","FlowDefinitionArn":"` + reviews + `"}]}`,
		},
		{
			name: "an empty list", method: "GET", path: "/human-loops?FlowDefinitionArn=" + audits, status: 200, contentType: json,
			want: `{"HumanLoopSummaries":[]}`,
		},
		{name: "delete", method: "DELETE", path: "/human-loops/failed", status: 200},
		{
			name: "a service error", method: "GET", path: "/human-loops/nobody", status: 404, contentType: json,
			errorType: "ResourceNotFoundException", want: `{"Message":"Human loop nobody does not exist."}`,
		},
		{
			name: "an error before any operation", method: "GET", path: "/nowhere", status: 404, contentType: json,
			errorType: "UnknownOperationException", want: `{"message":"There is no operation GET /nowhere."}`,
		},
		{
			name: "an injected error", method: "GET", path: "/human-loops/failed", status: 429, contentType: json,
			fault:     a2itest.Fault{Code: "ThrottlingException", Message: "Rate exceeded"},
			errorType: "ThrottlingException", want: `{"Message":"Rate exceeded"}`,
		},
		{
			name: "an injected common error", method: "GET", path: "/human-loops/failed", status: 403, contentType: json,
			fault:     a2itest.Fault{Code: "OptInRequired", Message: "Subscribe."},
			errorType: "OptInRequired", want: `{"message":"Subscribe."}`,
		},
		{
			name: "injected HTML", method: "GET", path: "/human-loops/failed", status: 502, contentType: "text/html",
			fault: a2itest.Fault{Status: 502, Body: "<html>"}, want: "<html>",
		},
		{
			name: "injected text", method: "GET", path: "/human-loops/failed", status: 500, contentType: "text/plain",
			fault: a2itest.Fault{Status: 500, Body: "no", ContentType: "text/plain"}, want: "no",
		},
		{
			name: "an injected code with a custom body", method: "GET", path: "/human-loops/failed", status: 409, contentType: "text/html",
			fault: a2itest.Fault{Code: "ConflictException", Body: "<p>"}, errorType: "ConflictException", want: "<p>",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, newClock().at)
			start(t, newClient(srv), "failed")
			must(t, srv.Fail("failed", "InternalError", "lost"))
			if tt.fault != (a2itest.Fault{}) {
				srv.Inject(tt.fault)
			}
			got := raw(t, srv, tt.method, tt.path, tt.body)
			if got.Status != tt.status || got.Body != tt.want {
				t.Errorf("got %d %s, want %d %s", got.Status, got.Body, tt.status, tt.want)
			}
			if got := got.Header.Get("Content-Type"); got != tt.contentType {
				t.Errorf("Content-Type: got %q, want %q", got, tt.contentType)
			}
			if got := got.Header.Get("X-Amzn-Errortype"); got != tt.errorType {
				t.Errorf("X-Amzn-Errortype: got %q, want %q", got, tt.errorType)
			}
			if _, err := http.ParseTime(got.Header.Get("Date")); err != nil {
				t.Errorf("Date: got %q: %v", got.Header.Get("Date"), err)
			}
			calls := srv.Calls()
			last := calls[len(calls)-1]
			if id := got.Header.Get("X-Amzn-Requestid"); !uuid.MatchString(id) || id != last.RequestID {
				t.Errorf("X-Amzn-Requestid: got %q, want the call's %q, a UUID", id, last.RequestID)
			}
			if last.Status != tt.status || last.Code != tt.errorType {
				t.Errorf("Calls: got %d %q, want %d %q", last.Status, last.Code, tt.status, tt.errorType)
			}
		})
	}
}

func TestRetryAfterHeader(t *testing.T) {
	srv := newServer(t)
	srv.Inject(a2itest.Fault{Code: "ThrottlingException", RetryAfter: "1500"})
	if got := raw(t, srv, "GET", "/human-loops/loop", "").Header.Get("X-Amz-Retry-After"); got != "1500" {
		t.Errorf("X-Amz-Retry-After: got %q, want 1500", got)
	}
	if got := raw(t, srv, "GET", "/human-loops/loop", "").Header.Get("X-Amz-Retry-After"); got != "" {
		t.Errorf("X-Amz-Retry-After of the next call: got %q, want none", got)
	}
}

// Calls records the request ID and the other details that the client receives.
func TestCallsMatchResponses(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv, func(o *a2iruntime.Options) { o.AppID = "invoices" })
	before := time.Now()
	out, err := client.StartHumanLoop(context.Background(), input("loop"))
	must(t, err)
	_, missing := describe(client, "nobody")
	response := new(awshttp.ResponseError)
	if !errors.As(missing, &response) {
		t.Fatalf("describe: got %v, want a *awshttp.ResponseError in it", missing)
	}
	after := time.Now()
	id, _ := awsmiddleware.GetRequestIDMetadata(out.ResultMetadata)
	got := srv.Calls()
	want := []a2itest.Call{
		{Operation: "StartHumanLoop", Method: "POST", Path: "/human-loops", RequestID: id, Attempt: 1, Status: 200},
		{
			Operation: "DescribeHumanLoop", Method: "GET", Path: "/human-loops/nobody", RequestID: response.ServiceRequestID(),
			Attempt: 1, Status: 404, Code: "ResourceNotFoundException",
		},
	}
	appID := regexp.MustCompile(` app/invoices( |$)`)
	for i := range got {
		if got[i].Time.Before(before) || got[i].Time.After(after) {
			t.Errorf("time of call %d: got %v, want %v to %v", i, got[i].Time, before, after)
		}
		if !uuid.MatchString(got[i].InvocationID) {
			t.Errorf("invocation ID of call %d: got %q, want a UUID", i, got[i].InvocationID)
		}
		if !appID.MatchString(got[i].UserAgent) {
			t.Errorf("user agent of call %d: got %q, want app/invoices in it", i, got[i].UserAgent)
		}
		got[i].Time, got[i].InvocationID, got[i].UserAgent = time.Time{}, "", ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
