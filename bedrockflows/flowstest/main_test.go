package flowstest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
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

// began is when the tests' clocks begin. It has milliseconds, as AWS's times do.
var began = time.Date(2026, 3, 4, 5, 6, 7, 891_000_000, time.UTC)

// clock is a time that moves only when a test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: began} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// at makes a server live by this clock.
func (c *clock) at(o *flowstest.Options) { o.Now = c.Now }

func newServer(t *testing.T, fns ...func(*flowstest.Options)) *flowstest.Server {
	t.Helper()
	srv := flowstest.NewServer(fns...)
	if err := srv.Err(); err != nil {
		t.Fatalf("start the server: %v", err)
	}
	t.Cleanup(srv.Close)
	return srv
}

// newClient is a client that retries without pauses.
func newClient(srv *flowstest.Server, fns ...func(*bedrockflows.Options)) *bedrockflows.Client {
	return bedrockflows.NewFromConfig(srv.Config(), append([]func(*bedrockflows.Options){func(o *bedrockflows.Options) {
		o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
			so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	}}, fns...)...)
}

// unchecked leaves the limits to the server.
func unchecked(o *bedrockflows.Options) { o.SkipInputValidation = true }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// startMany starts executions named 00, 01 and so on, a millisecond apart, and
// returns the names, newest first.
func startMany(t *testing.T, srv *flowstest.Server, now *clock, n int) []string {
	t.Helper()
	var all []string
	for i := range n {
		name := fmt.Sprintf("%02d", i)
		_, err := srv.Start(flowstest.Execution{Flow: flow, Name: name})
		must(t, err)
		now.add(time.Millisecond)
		all = append(all, name)
	}
	slices.Reverse(all)
	return all
}

func list(c *bedrockflows.Client, identifier string) (*bedrockflows.ListFlowExecutionsOutput, error) {
	return c.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: &identifier})
}

// names are the last parts of the executions' ARNs.
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

// pages reads a list to its end and returns the executions' names, page by page.
func pages(t *testing.T, c *bedrockflows.Client, in bedrockflows.ListFlowExecutionsInput) [][]string {
	t.Helper()
	var all [][]string
	for {
		out, err := c.ListFlowExecutions(context.Background(), &in)
		must(t, err)
		all = append(all, names(out))
		if in.NextToken = out.NextToken; in.NextToken == nil {
			return all
		}
		if len(all) > 1000 {
			t.Fatalf("the list %+v has no end", in)
		}
	}
}

// refusal is what an error answer says; the zero value is a success.
type refusal struct {
	Code    string
	Status  int
	Message string
}

// refused reads an error of a client. One that is no service's answer has its
// text as Message, so that it is never taken for a success.
func refused(err error) refusal {
	var r refusal
	if err == nil {
		return r
	}
	r.Message = err.Error()
	if api := smithy.APIError(nil); errors.As(err, &api) {
		r.Code, r.Message = api.ErrorCode(), api.ErrorMessage()
	}
	if response := new(awshttp.ResponseError); errors.As(err, &response) {
		r.Status = response.HTTPStatusCode()
	}
	return r
}

// is tells whether err holds an error of type T.
func is[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

// as makes a client sign with these credentials.
func as(c aws.Credentials) func(*bedrockflows.Options) {
	return func(o *bedrockflows.Options) {
		o.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return c, nil })
	}
}
