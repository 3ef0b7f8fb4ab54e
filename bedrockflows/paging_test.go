package bedrockflows_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

const flowID = "FLOW123456"

func runs(t *testing.T, executions int) (*clienttest.Clock, *flowstest.Server, *bedrockflows.Client) {
	t.Helper()
	clock := clienttest.NewClock()
	srv := flowstest.NewServer(func(o *flowstest.Options) { o.Now, o.Ascending = clock.Now, true })
	t.Cleanup(srv.Close)
	for i := 0; i < executions; i++ {
		if _, err := srv.Start(flowstest.Execution{Flow: flowID, Name: fmt.Sprintf("run-%03d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	return clock, srv, bedrockflows.NewFromConfig(srv.Config())
}

func TestListFlowExecutionsPaginator(t *testing.T) {
	_, srv, client := runs(t, 35)
	in := &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(srv.FlowArn(flowID)), MaxResults: aws.Int32(1000)}
	var want, got []string
	for i := 0; i < 35; i++ {
		want = append(want, fmt.Sprintf("run-%03d", i))
	}
	token := ""
	for {
		p := bedrockflows.NewListFlowExecutionsPaginator(client, in, func(o *paginators.Options) { o.StartingToken, o.MaxItems = token, 12 })
		for x, err := range p.Items(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, (*x.ExecutionArn)[strings.LastIndexByte(*x.ExecutionArn, '/')+1:])
		}
		if token = p.ResumeToken(); token == "" {
			break
		}
		if text, err := base64.StdEncoding.DecodeString(token); err != nil || !strings.HasPrefix(string(text), `{"nextToken": `) {
			t.Errorf("resume token %q, want botocore's key nextToken", text)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for _, c := range srv.Calls() {
		if !strings.Contains(c.UserAgent, "m/C,") {
			t.Errorf("User-Agent %q does not name the paginator", c.UserAgent)
		}
	}
}

// A page token of the service belongs in the input, not in StartingToken.
func TestServicePageToken(t *testing.T) {
	_, srv, client := runs(t, 15)
	in := &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(srv.FlowArn(flowID))}
	page, err := client.ListFlowExecutions(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	from := *in
	from.NextToken = page.NextToken
	for _, tc := range []struct {
		name string
		p    *bedrockflows.ListFlowExecutionsPaginator
		left int
	}{
		{"the input's NextToken", bedrockflows.NewListFlowExecutionsPaginator(client, &from), 5},
		{"botocore's old form", bedrockflows.NewListFlowExecutionsPaginator(client, in, func(o *paginators.Options) { o.StartingToken = *page.NextToken + "___2" }), 3},
		{"StartingToken", bedrockflows.NewListFlowExecutionsPaginator(client, in, func(o *paginators.Options) { o.StartingToken = *page.NextToken }), -1},
	} {
		rest, err := tc.p.NextPage(context.Background())
		if refused := new(paginators.StartingTokenError); tc.left < 0 {
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), "set it in the input") {
				t.Errorf("%s: got %v, want a StartingTokenError that names the input", tc.name, err)
			}
		} else if err != nil || len(rest.FlowExecutionSummaries) != tc.left {
			t.Errorf("%s: got %+v, %v, want the last %d executions", tc.name, rest, err, tc.left)
		}
	}
}

func TestFlowExecutionSucceededWaiter(t *testing.T) {
	arn := func(srv *flowstest.Server, name string) string {
		return srv.FlowArn(flowID) + "/alias/TSTALIASID/execution/" + name
	}
	for _, tc := range []struct {
		name   string
		life   func(*clienttest.Clock, *flowstest.Server)
		byArn  bool
		status types.FlowExecutionStatus
		want   string // in the error; "" if it succeeds
	}{
		{"succeeded, by ARN", func(c *clienttest.Clock, s *flowstest.Server) {
			c.After(time.Hour, func() { _ = s.Finish(arn(s, "run-020"), types.FlowExecutionStatusSucceeded) })
		}, true, "Succeeded", ""},
		{"succeeded, by ID", func(c *clienttest.Clock, s *flowstest.Server) {
			c.After(time.Hour, func() { _ = s.Finish(arn(s, "run-020"), types.FlowExecutionStatusSucceeded) })
		}, false, "Succeeded", ""},
		{"failed", func(_ *clienttest.Clock, s *flowstest.Server) {
			_ = s.Finish(arn(s, "run-020"), types.FlowExecutionStatusFailed)
		}, false, "Failed", "wait for FlowExecutionSucceeded failed: it is Failed"},
		{"aborted", func(_ *clienttest.Clock, s *flowstest.Server) {
			_ = s.Finish(arn(s, "run-020"), types.FlowExecutionStatusAborted)
		}, false, "Aborted", "it is Aborted"},
		{"timed out after a day", func(*clienttest.Clock, *flowstest.Server) {}, true, "TimedOut", "it is TimedOut"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			clock, srv, client := runs(t, 25)
			tc.life(clock, srv)
			in := &bedrockflows.FlowExecutionWaiterInput{FlowIdentifier: aws.String(flowID), ExecutionIdentifier: aws.String("run-020")}
			if tc.byArn {
				in.ExecutionIdentifier = aws.String(arn(srv, "run-020"))
			}
			out, err := bedrockflows.NewFlowExecutionSucceededWaiter(client, func(o *waiters.Options) { o.Clock = clock }).WaitForOutput(context.Background(), in, 48*time.Hour)
			var failure *waiters.FailureError
			if tc.want == "" && err != nil || tc.want != "" && (!errors.As(err, &failure) || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if out == nil || out.Status != tc.status {
				t.Errorf("output %+v, want %s", out, tc.status)
			}
		})
	}
}

// The waiter waits for an execution that is not listed yet. A flow that does not exist,
// and a missing member, are errors at once.
func TestFlowExecutionNotListedYet(t *testing.T) {
	clock, srv, client := runs(t, 3)
	clock.After(time.Hour, func() {
		if arn, err := srv.Start(flowstest.Execution{Flow: flowID, Name: "late"}); err == nil {
			_ = srv.Finish(arn, types.FlowExecutionStatusSucceeded)
		}
	})
	w := bedrockflows.NewFlowExecutionSucceededWaiter(client, func(o *waiters.Options) { o.Clock = clock })
	in := &bedrockflows.FlowExecutionWaiterInput{FlowIdentifier: aws.String(flowID), ExecutionIdentifier: aws.String("late")}
	if err := w.Wait(context.Background(), in, 48*time.Hour); err != nil {
		t.Errorf("not listed yet: %v", err)
	}
	slept := len(clock.Slept)
	var notFound *types.ResourceNotFoundException
	if err := w.Wait(context.Background(), &bedrockflows.FlowExecutionWaiterInput{FlowIdentifier: aws.String("arn:aws:bedrock:eu-west-1:123456789012:flow/FLOW123456"), ExecutionIdentifier: aws.String("late")}, time.Hour); !errors.As(err, &notFound) {
		t.Errorf("other flow: %v", err)
	}
	if err := w.Wait(context.Background(), &bedrockflows.FlowExecutionWaiterInput{FlowIdentifier: aws.String(flowID)}, time.Hour); err == nil || !strings.Contains(err.Error(), "ExecutionIdentifier") {
		t.Errorf("no execution: %v", err)
	}
	if err := w.Wait(context.Background(), nil, time.Hour); err == nil || !strings.Contains(err.Error(), "FlowExecutionWaiterInput") {
		t.Errorf("nil input: %v", err)
	}
	if len(clock.Slept) != slept {
		t.Error("the waiter waited despite an error")
	}
}
