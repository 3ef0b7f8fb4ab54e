package flowstest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

const mismatch = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."

func TestCredentials(t *testing.T) {
	accepted := aws.Credentials{AccessKeyID: "ASIAACCEPTED", SecretAccessKey: "secret", SessionToken: "token"}
	with := func(change func(*aws.Credentials)) func(*bedrockflows.Options) {
		c := accepted
		change(&c)
		return signAs(c)
	}
	unknown := refusal{"UnrecognizedClientException", 403, "The security token included in the request is invalid."}
	tests := []struct {
		name   string
		client func(*bedrockflows.Options)
		want   refusal
		isType func(error) bool
	}{
		{"accepted", signAs(accepted), refusal{}, nil},
		{"wrong secret", with(func(c *aws.Credentials) { c.SecretAccessKey = "wrong" }), refusal{"InvalidSignatureException", 403, mismatch}, is[*types.InvalidSignatureException]},
		{"unknown key", with(func(c *aws.Credentials) { c.AccessKeyID = "ASIANOBODY" }), unknown, is[*types.UnrecognizedClientException]},
		{"wrong session token", with(func(c *aws.Credentials) { c.SessionToken = "other" }), unknown, is[*types.UnrecognizedClientException]},
		{"signed for A2I", bedrockflows.WithSigV4SigningName("sagemaker"), refusal{"InvalidSignatureException", 403, "Credential should be scoped to correct service: 'bedrock'."}, is[*types.InvalidSignatureException]},
		{"unsigned", func(o *bedrockflows.Options) { o.Credentials = aws.AnonymousCredentials{} }, refusal{"MissingAuthenticationTokenException", 403, "Missing Authentication Token"}, is[*types.MissingAuthenticationTokenException]},
	}
	for _, tt := range tests {
		for _, identifier := range []string{flow, flowArn} { // the signature escapes an ARN's path twice
			t.Run(tt.name+", "+identifier, func(t *testing.T) {
				srv := newServer(t, func(o *flowstest.Options) { o.Credentials = []aws.Credentials{accepted} })
				_, err := list(newClient(srv, tt.client), identifier)
				if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if tt.isType != nil && !tt.isType(err) {
					t.Errorf("got %T, want the type of %s in it", err, tt.want.Code)
				}
				if got := len(srv.Calls()); got != 1 {
					t.Errorf("attempts: got %d, want 1", got)
				}
			})
		}
	}
}

// Every documented error has the client's type.
func TestInjectedErrors(t *testing.T) {
	tests := []struct {
		fault    flowstest.Fault
		want     refusal
		isType   func(error) bool
		attempts int
	}{
		{flowstest.Fault{Code: "AccessDeniedException", Message: "Not you."}, refusal{"AccessDeniedException", 403, "Not you."}, is[*types.AccessDeniedException], 1},
		{flowstest.Fault{Code: "ResourceNotFoundException", Message: "Gone."}, refusal{"ResourceNotFoundException", 404, "Gone."}, is[*types.ResourceNotFoundException], 1},
		{flowstest.Fault{Code: "ValidationException", Message: "No."}, refusal{"ValidationException", 400, "No."}, is[*types.ValidationException], 1},
		{flowstest.Fault{Code: "ThrottlingException", Message: "Slow down.", Times: -1}, refusal{"ThrottlingException", 429, "Slow down."}, is[*types.ThrottlingException], 3},
		{flowstest.Fault{Code: "InternalServerException", Message: "Oh.", Times: -1}, refusal{"InternalServerException", 500, "Oh."}, is[*types.InternalServerException], 3},
		{flowstest.Fault{Code: "OptInRequired", Message: "Subscribe."}, refusal{"OptInRequired", 403, "Subscribe."}, is[*types.OptInRequired], 1},
		{flowstest.Fault{Code: "ThrottlingException", Times: 2}, refusal{}, nil, 3},
		{flowstest.Fault{Status: 502, Body: "<html>"}, refusal{}, nil, 2},
		{flowstest.Fault{Cut: true, CutAfter: 5}, refusal{}, nil, 2},
		{flowstest.Fault{Reset: true}, refusal{}, nil, 2},
		{flowstest.Fault{ClockSkew: 10 * time.Minute, Times: -1}, refusal{}, nil, 2},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%+v", tt.fault), func(t *testing.T) {
			srv := newServer(t)
			tt.fault.Operation = "ListFlowExecutions"
			srv.Inject(tt.fault)
			_, err := list(newClient(srv), flow)
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.isType != nil && !tt.isType(err) {
				t.Errorf("got %T, want the type of %s in it", err, tt.want.Code)
			}
			calls := srv.Calls()
			if len(calls) != tt.attempts {
				t.Fatalf("attempts: got %d, want %d", len(calls), tt.attempts)
			}
			for i, c := range calls {
				if c.Operation != "ListFlowExecutions" || c.Attempt != i+1 || c.InvocationID != calls[0].InvocationID {
					t.Errorf("call %d: got %+v, want attempt %d of ListFlowExecutions, invocation %s", i, c, i+1, calls[0].InvocationID)
				}
			}
			srv.ClearFaults()
			if _, err := list(newClient(srv), flow); err != nil {
				t.Errorf("after ClearFaults: %v", err)
			}
		})
	}
}

// A presigned URL, also for a flow's ARN, and a tampered one.
func TestPresignedURL(t *testing.T) {
	for _, identifier := range []string{flow, flowArn} {
		srv := newServer(t)
		_, err := srv.Start(flowstest.Execution{Flow: flow, Name: "run-1"})
		must(t, err)
		client := newClient(srv)
		p, err := bedrockflows.NewPresignClient(client).PresignListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{
			FlowIdentifier: &identifier, FlowAliasIdentifier: aws.String("TSTALIASID"), MaxResults: aws.Int32(3),
		})
		must(t, err)
		for url, want := range map[string]int{p.URL: 200, p.URL + "&nextToken=x": 403} {
			r, err := http.NewRequestWithContext(context.Background(), p.Method, url, nil)
			must(t, err)
			response, err := srv.Config().HTTPClient.Do(r)
			must(t, err)
			must(t, response.Body.Close())
			if response.StatusCode != want {
				t.Errorf("GET %s: got %d, want %d", url, response.StatusCode, want)
			}
		}
	}
}

// A flow is named by its identifier or ARN. Any other string is an error.
func TestFlowArn(t *testing.T) {
	const prefix = "arn:aws:bedrock:us-east-1:123456789012:flow/"
	for _, tt := range []struct {
		name, idOrARN, want string
		valid               bool
	}{
		{"identifier", flow, flowArn, true},
		{"ARN", flowArn, flowArn, true},
		{"too short", "FLOW", "FLOW", false},
		{"ARN in an ARN", prefix + flowArn, prefix + flowArn, false},
		{"ARN of another account", "arn:aws:bedrock:us-east-1:000000000042:flow/" + flow, "arn:aws:bedrock:us-east-1:000000000042:flow/" + flow, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, nil)
			if got := srv.FlowArn(tt.idOrARN); got != tt.want {
				t.Errorf("FlowArn(%q) = %q, want %q", tt.idOrARN, got, tt.want)
			}
			if _, err := list(newClient(srv), srv.FlowArn(tt.idOrARN)); (err == nil) != tt.valid {
				t.Errorf("ListFlowExecutions of %q: %v", tt.want, err)
			}
			one := flowstest.NewUnstartedServer(func(o *flowstest.Options) { o.Flows = []string{tt.idOrARN} })
			if (one.Err() == nil) != tt.valid {
				t.Errorf("Options.Flows of %q: Err() = %v", tt.idOrARN, one.Err())
			}
			if _, err := one.Start(flowstest.Execution{Flow: flow}); tt.valid && err != nil {
				t.Errorf("Start with Options.Flows of %q: %v", tt.idOrARN, err)
			}
		})
	}
}

func TestARNsFollowOptions(t *testing.T) {
	srv := newServer(t, nil, func(o *flowstest.Options) { o.Region, o.AccountID = "eu-central-1", "000000000042" })
	want := "arn:aws:bedrock:eu-central-1:000000000042:flow/FLOW123456"
	if got := srv.FlowArn(flow); got != want {
		t.Errorf("FlowArn: got %s, want %s", got, want)
	}
	arn, err := srv.Start(flowstest.Execution{Flow: flow, Name: "run-1"})
	must(t, err)
	out, err := list(newClient(srv), want)
	must(t, err)
	if got := *out.FlowExecutionSummaries[0].ExecutionArn; got != arn || got != want+"/alias/TSTALIASID/execution/run-1" {
		t.Errorf("execution: got %s, Start returned %s", got, arn)
	}
}

// The service is mounted in another server, which must keep an ARN's escaped path.
func TestMountedInAnotherServer(t *testing.T) {
	srv := newServer(t)
	_, err := srv.Start(flowstest.Execution{Flow: flow, Name: "run-1"})
	must(t, err)
	outer := httptest.NewServer(srv)
	t.Cleanup(outer.Close)
	client := newClient(srv, func(o *bedrockflows.Options) { o.BaseEndpoint, o.HTTPClient = aws.String(outer.URL), outer.Client() })
	for _, identifier := range []string{flow, flowArn} {
		out, err := list(client, identifier)
		must(t, err)
		if got := names(out); !slices.Equal(got, []string{"run-1"}) {
			t.Errorf("%s: got %v, want [run-1]", identifier, got)
		}
	}
}

// 64 goroutines start, list and finish executions concurrently.
func TestConcurrentCalls(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv)
	var group sync.WaitGroup
	for w := range 64 {
		group.Add(1)
		go func() {
			defer group.Done()
			arn, err := srv.Start(flowstest.Execution{Flow: flow, Name: fmt.Sprint("w", w)})
			_, errList := list(client, flow)
			srv.Inject(flowstest.Fault{Operation: "NoSuchOperation"})
			_ = srv.Calls()
			errFinish := srv.Finish(arn, types.FlowExecutionStatusSucceeded)
			_, errAgain := list(client, flowArn)
			if err := errors.Join(err, errList, errFinish, errAgain); err != nil {
				t.Errorf("worker %d: %v", w, err)
			}
		}()
	}
	group.Wait()
	got := slices.Concat(pages(t, client, bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(flow)})...)
	slices.Sort(got)
	if different := len(slices.Compact(slices.Clone(got))); len(got) != 64 || different != 64 {
		t.Errorf("executions: got %d, %d different ones, want 64", len(got), different)
	}
}

func TestClose(t *testing.T) {
	srv := flowstest.NewServer()
	client := newClient(srv)
	_, err := list(client, flow)
	must(t, err)
	srv.Close()
	srv.Close()
	if _, err := list(client, flow); err == nil || refused(err).Status != 0 {
		t.Errorf("list after Close: got %v, want an error without a response", err)
	}
	if _, err := srv.Start(flowstest.Execution{Flow: flow}); err != nil {
		t.Errorf("Start after Close: %v", err)
	}
	if got := len(srv.Calls()); got != 1 {
		t.Errorf("calls: got %d, want 1", got)
	}
}

// A server that does not listen works as a handler in another server.
func TestUnstartedServer(t *testing.T) {
	srv := flowstest.NewUnstartedServer()
	defer srv.Close()
	if srv.Err() != nil || srv.URL() != "" {
		t.Errorf("Err() = %v and URL %q, want neither", srv.Err(), srv.URL())
	}
	if _, err := srv.Config().Credentials.Retrieve(context.Background()); err == nil || !strings.Contains(err.Error(), "does not listen") {
		t.Errorf("the credentials of Config: %v", err)
	}
	if _, err := srv.Start(flowstest.Execution{Flow: "FLOW123456"}); err != nil {
		t.Error(err)
	}
	broken := flowstest.NewUnstartedServer(func(o *flowstest.Options) { o.MaxPageSize = -1 })
	if err := broken.Err(); err == nil || !strings.Contains(err.Error(), "Options.MaxPageSize") {
		t.Errorf("Err() of broken options = %v", err)
	}
}
