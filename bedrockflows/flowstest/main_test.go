package flowstest_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

const (
	flow      = "FLOW123456"
	otherFlow = "flow654321"
	flowArn   = "arn:aws:bedrock:us-east-1:123456789012:flow/" + flow
)

// startMany starts executions named 00, 01 and so on, one millisecond apart, and returns
// the names, newest first.
func startMany(t *testing.T, srv *flowstest.Server, now *clock, n int) []string {
	t.Helper()
	var started []string
	for i := range n {
		name := fmt.Sprintf("%02d", i)
		_, err := srv.Start(flowstest.Execution{Flow: flow, Name: name})
		must(t, err)
		now.add(time.Millisecond)
		started = append(started, name)
	}
	slices.Reverse(started)
	return started
}

func list(c *bedrockflows.Client, identifier string) (*bedrockflows.ListFlowExecutionsOutput, error) {
	return c.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: &identifier})
}

// names returns the last parts of the executions' ARNs.
func names(out *bedrockflows.ListFlowExecutionsOutput) []string {
	page := []string{}
	for _, s := range out.FlowExecutionSummaries {
		arn := *s.ExecutionArn
		for i := len(arn) - 1; i >= 0; i-- {
			if arn[i] == '/' {
				page = append(page, arn[i+1:])
				break
			}
		}
	}
	return page
}

// pages reads a list to its end and returns the executions' names by page.
func pages(t *testing.T, c *bedrockflows.Client, in bedrockflows.ListFlowExecutionsInput) [][]string {
	t.Helper()
	var started [][]string
	for {
		out, err := c.ListFlowExecutions(context.Background(), &in)
		must(t, err)
		started = append(started, names(out))
		if in.NextToken = out.NextToken; in.NextToken == nil {
			return started
		}
		if len(started) > 1000 {
			t.Fatalf("the list %+v does not end", in)
		}
	}
}

// signAs makes a client sign with these credentials.
func signAs(c aws.Credentials) func(*bedrockflows.Options) {
	return func(o *bedrockflows.Options) {
		o.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return c, nil })
	}
}
