package a2itest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/google/go-cmp/cmp"
)

// Each fault end to end: the client's error and the recorded calls.
func TestFaults(t *testing.T) {
	const op, throttling = "DescribeHumanLoop", "ThrottlingException"
	// Status 0 is a connection reset.
	tests := []struct {
		name   string
		faults []a2itest.Fault
		want   refusal
		calls  []attempt
	}{
		{name: "none", calls: []attempt{{op, 1, 200, ""}}},
		{
			name:   "throttled twice, then succeeds",
			faults: []a2itest.Fault{{Operation: op, Code: throttling, Times: 2}},
			calls:  []attempt{{op, 1, 429, throttling}, {op, 2, 429, throttling}, {op, 3, 200, ""}},
		},
		{
			name:   "throttled for good",
			faults: []a2itest.Fault{{Code: throttling, Message: "Rate exceeded", Times: -1}},
			want:   refusal{throttling, 429, "Rate exceeded"},
			calls:  []attempt{{op, 1, 429, throttling}, {op, 2, 429, throttling}, {op, 3, 429, throttling}},
		},
		{
			name:   "throttled with a common error",
			faults: []a2itest.Fault{{Code: throttling, Status: 400}},
			calls:  []attempt{{op, 1, 400, throttling}, {op, 2, 200, ""}},
		},
		{
			name:   "InternalServerException",
			faults: []a2itest.Fault{{Code: "InternalServerException"}},
			calls:  []attempt{{op, 1, 500, "InternalServerException"}, {op, 2, 200, ""}},
		},
		{
			name:   "ServiceUnavailable",
			faults: []a2itest.Fault{{Code: "ServiceUnavailable"}},
			calls:  []attempt{{op, 1, 503, "ServiceUnavailable"}, {op, 2, 200, ""}},
		},
		{
			name:   "a bare status",
			faults: []a2itest.Fault{{Status: 503}, {Status: 504}},
			calls:  []attempt{{op, 1, 503, ""}, {op, 2, 504, ""}, {op, 3, 200, ""}},
		},
		{
			name:   "a load balancer's HTML",
			faults: []a2itest.Fault{{Status: 502, Body: "<html>Bad Gateway</html>"}},
			calls:  []attempt{{op, 1, 502, ""}, {op, 2, 200, ""}},
		},
		{
			name:   "HTML, and a code in the header",
			faults: []a2itest.Fault{{Code: throttling, Body: "<html>"}},
			calls:  []attempt{{op, 1, 429, throttling}, {op, 2, 200, ""}},
		},
		{
			name:   "a truncated body",
			faults: []a2itest.Fault{{Cut: true, CutAfter: 20}},
			calls:  []attempt{{op, 1, 200, ""}, {op, 2, 200, ""}},
		},
		{
			name:   "a body truncated before its first byte and near its last",
			faults: []a2itest.Fault{{Cut: true}, {Cut: true, CutAfter: 1 << 20}},
			calls:  []attempt{{op, 1, 200, ""}, {op, 2, 200, ""}, {op, 3, 200, ""}},
		},
		{
			name:   "a connection reset",
			faults: []a2itest.Fault{{Reset: true}},
			calls:  []attempt{{op, 1, 0, ""}, {op, 2, 200, ""}},
		},
		{
			name:   "an error that is not retried",
			faults: []a2itest.Fault{{Code: "ValidationException", Message: "No."}},
			want:   refusal{"ValidationException", 400, "No."},
			calls:  []attempt{{op, 1, 400, "ValidationException"}},
		},
		{
			name:   "an access error",
			faults: []a2itest.Fault{{Code: "AccessDeniedException", Status: 403, Message: "Not you."}},
			want:   refusal{"AccessDeniedException", 403, "Not you."},
			calls:  []attempt{{op, 1, 403, "AccessDeniedException"}},
		},
		{
			name:   "an unknown code",
			faults: []a2itest.Fault{{Code: "TeapotException", Status: 418, Message: "Short and stout."}},
			want:   refusal{"TeapotException", 418, "Short and stout."},
			calls:  []attempt{{op, 1, 418, "TeapotException"}},
		},
		{
			name:   "another operation's",
			faults: []a2itest.Fault{{Operation: "ListHumanLoops", Code: throttling, Times: -1}},
			calls:  []attempt{{op, 1, 200, ""}},
		},
		{
			name:   "one after the other",
			faults: []a2itest.Fault{{Operation: op, Status: 503}, {Code: throttling}},
			calls:  []attempt{{op, 1, 503, ""}, {op, 2, 429, throttling}, {op, 3, 200, ""}},
		},
		{
			name:   "a delay, then an error",
			faults: []a2itest.Fault{{Delay: time.Millisecond, Code: throttling}},
			calls:  []attempt{{op, 1, 429, throttling}, {op, 2, 200, ""}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			start(t, newClient(srv), "loop")
			// net/http retries a GET itself if a reused connection is reset, so the call must
			// start with a new connection.
			srv.Config().HTTPClient.(interface{ CloseIdleConnections() }).CloseIdleConnections()
			before := len(srv.Calls())
			for _, f := range tt.faults {
				srv.Inject(f)
			}
			_, err := describe(newClient(srv), "loop")
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			calls := srv.Calls()[before:]
			if diff := cmp.Diff(tt.calls, attempts(srv)[before:]); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
			requests := map[string]bool{}
			for _, c := range calls {
				if c.InvocationID == "" || c.InvocationID != calls[0].InvocationID {
					t.Errorf("invocation ID of attempt %d: got %q, want the first attempt's, %q", c.Attempt, c.InvocationID, calls[0].InvocationID)
				}
				requests[c.RequestID] = true
			}
			if len(requests) != len(calls) {
				t.Errorf("request IDs: got %d, want %d, one for each attempt", len(requests), len(calls))
			}
			srv.ClearFaults()
			if got := status(newClient(srv), "loop"); got != "InProgress" {
				t.Errorf("after ClearFaults: got %s, want InProgress", got)
			}
		})
	}
}

// When the client stops retrying, the error says so and contains the service's last
// error.
func TestThrottlingExhaustsRetries(t *testing.T) {
	srv := newServer(t)
	srv.Inject(a2itest.Fault{Code: "ThrottlingException", Times: -1})
	_, err := describe(newClient(srv), "loop")
	if gaveUp := new(retry.MaxAttemptsError); !errors.As(err, &gaveUp) || gaveUp.Attempt != 3 {
		t.Errorf("got %v, want a *retry.MaxAttemptsError after 3 attempts", err)
	}
	if !is[*types.ThrottlingException](err) {
		t.Errorf("got %T, want a *types.ThrottlingException in it", err)
	}
}

// The response of StartHumanLoop is lost after the loop was started. The retry returns
// the same loop's ARN.
func TestLostResponseOfStart(t *testing.T) {
	const op = "StartHumanLoop"
	tests := []struct {
		name  string
		fault a2itest.Fault
		want  []attempt
	}{
		{"reset", a2itest.Fault{After: true, Reset: true}, []attempt{{op, 1, 0, ""}, {op, 2, 200, ""}}},
		{"truncated", a2itest.Fault{After: true, Cut: true, CutAfter: 3}, []attempt{{op, 1, 200, ""}, {op, 2, 200, ""}}},
		{"throttled", a2itest.Fault{After: true, Code: "ThrottlingException"}, []attempt{{op, 1, 429, "ThrottlingException"}, {op, 2, 200, ""}}},
		{"a bare status", a2itest.Fault{After: true, Status: 503}, []attempt{{op, 1, 503, ""}, {op, 2, 200, ""}}},
		{"HTML", a2itest.Fault{After: true, Status: 502, Body: "<html>"}, []attempt{{op, 1, 502, ""}, {op, 2, 200, ""}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			srv.Inject(tt.fault)
			client := newClient(srv)
			out, err := client.StartHumanLoop(context.Background(), input("loop"))
			must(t, err)
			if got, want := *out.HumanLoopArn, "arn:aws:sagemaker:us-east-1:123456789012:human-loop/loop"; got != want {
				t.Errorf("ARN: got %s, want %s", got, want)
			}
			calls := srv.Calls()
			if diff := cmp.Diff(tt.want, attempts(srv)); diff != "" {
				t.Fatalf("attempts (-want +got):\n%s", diff)
			}
			if calls[0].InvocationID != calls[1].InvocationID {
				t.Errorf("invocation IDs: got %s and %s, want the same", calls[0].InvocationID, calls[1].InvocationID)
			}
			if got := len(list(t, client, reviews).HumanLoopSummaries); got != 1 {
				t.Errorf("loops: got %d, want 1", got)
			}
		})
	}
}

// With After, the call takes effect before its response is lost. Without it, the call has
// no effect.
func TestFaultAfter(t *testing.T) {
	for after, want := range map[bool]string{false: "ResourceNotFoundException", true: "InProgress"} {
		srv := newServer(t)
		srv.Inject(a2itest.Fault{Operation: "StartHumanLoop", Code: "InternalServerException", Times: -1, After: after})
		client := newClient(srv)
		_, err := client.StartHumanLoop(context.Background(), input("loop"))
		if got := refused(err).Code; got != "InternalServerException" {
			t.Errorf("After %t: start got %v, want InternalServerException", after, err)
		}
		if got := status(client, "loop"); got != want {
			t.Errorf("After %t: the loop is %s, want %s", after, got, want)
		}
	}
}

// If a delete succeeds but its response is lost, the retry returns
// ResourceNotFoundException, as documented.
func TestLostResponseOfDelete(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv)
	start(t, client, "loop")
	must(t, srv.Complete("loop", `1`))
	srv.Inject(a2itest.Fault{Operation: "DeleteHumanLoop", Cut: true})
	err := remove(client, "loop")
	want := refusal{"ResourceNotFoundException", 404, "Human loop loop does not exist."}
	if diff := cmp.Diff(want, refused(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wantCalls := []attempt{{"DeleteHumanLoop", 1, 200, ""}, {"DeleteHumanLoop", 2, 404, "ResourceNotFoundException"}}
	if diff := cmp.Diff(wantCalls, attempts(srv)[1:]); diff != "" {
		t.Errorf("attempts (-want +got):\n%s", diff)
	}
}

// A delay blocks neither a caller whose context ends nor Close. The cases have requests
// with and without a body, because net/http watches a connection only after the body has
// been read.
func TestDelayEndsWithCaller(t *testing.T) {
	calls := map[string]func(context.Context, *a2iruntime.Client) error{
		"DescribeHumanLoop": func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
			return err
		},
		"StartHumanLoop": func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.StartHumanLoop(ctx, input("loop"))
			return err
		},
	}
	for op, call := range calls {
		t.Run(op, func(t *testing.T) {
			srv := newServer(t)
			srv.Inject(a2itest.Fault{Operation: op, Delay: 24 * time.Hour})
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			if err := call(ctx, newClient(srv)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want context.DeadlineExceeded", err)
			}
			srv.Close() // waits for all handlers, otherwise for a day
			if diff := cmp.Diff([]attempt{{op, 1, 0, ""}}, attempts(srv)); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
			if _, err := srv.Input("loop"); err == nil {
				t.Errorf("a call that was canceled during the delay took effect")
			}
		})
	}
}
