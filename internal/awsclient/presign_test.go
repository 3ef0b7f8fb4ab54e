package awsclient_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// presigned presigns a call of every operation.
func presigned(t *testing.T, exchange *clienttest.Exchange, optFns ...func(*a2iruntime.PresignOptions)) map[string]*v4.PresignedHTTPRequest {
	t.Helper()
	ctx := context.Background()
	c := newClient(exchange)
	p := a2iruntime.NewPresignClient(c, optFns...)
	flows := bedrockflows.NewPresignClient(bedrockflows.New(bedrockflows.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange}))
	all := map[string]*v4.PresignedHTTPRequest{}
	add := func(name string, r *v4.PresignedHTTPRequest, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = r
	}
	r, err := p.PresignDescribeHumanLoop(ctx, loop)
	add("DescribeHumanLoop", r, err)
	r, err = p.PresignDeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: loop.HumanLoopName})
	add("DeleteHumanLoop", r, err)
	r, err = p.PresignListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/a b+c")})
	add("ListHumanLoops", r, err)
	r, err = p.PresignStopHumanLoop(ctx, stopInput)
	add("StopHumanLoop", r, err)
	r, err = p.PresignStartHumanLoop(ctx, startInput)
	add("StartHumanLoop", r, err)
	r, err = flows.PresignListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456")})
	add("ListFlowExecutions", r, err)
	return all
}

func TestPresign(t *testing.T) {
	exchange := okExchange()
	bodies := map[string][]byte{}
	var err error
	if bodies["StopHumanLoop"], err = stopInput.RequestBody(); err != nil {
		t.Fatal(err)
	}
	if bodies["StartHumanLoop"], err = startInput.RequestBody(); err != nil {
		t.Fatal(err)
	}
	for name, p := range presigned(t, exchange) {
		t.Run(name, func(t *testing.T) {
			service := "sagemaker"
			if name == "ListFlowExecutions" {
				service = "bedrock"
			}
			verifier := sigv4verify.Verifier{Region: "us-east-1", Service: service, Now: time.Now,
				Lookup: func(string) (aws.Credentials, bool) { return clienttest.Credentials, true }}
			r, err := http.NewRequest(p.Method, p.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header, r.ContentLength = p.SignedHeader, int64(len(bodies[name]))
			if err := verifier.Verify(r, bodies[name]); err != nil {
				t.Errorf("the presigned request does not verify: %v\n%s", err, p.URL)
			}
			if err := verifier.Verify(r, []byte("other")); err == nil {
				t.Error("another body verifies")
			}
			for _, header := range []string{"Authorization", "User-Agent", "Amz-Sdk-Invocation-Id", "Amz-Sdk-Request"} {
				if p.SignedHeader.Get(header) != "" {
					t.Errorf("the presigned request has the header %s", header)
				}
			}
		})
	}
	if n := len(exchange.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestPresignExpires(t *testing.T) {
	for _, tc := range []struct {
		expires    time.Duration
		query, err string
	}{
		{0, "", ""},
		{time.Second, "1", ""},
		{90 * time.Minute, "5400", ""},
		{7 * 24 * time.Hour, "604800", ""},
		{7*24*time.Hour + time.Second, "", "at most 168h0m0s"},
		{-time.Second, "", "Expires is -1s"},
		{1500 * time.Millisecond, "", "whole seconds"},
	} {
		p, err := a2iruntime.NewPresignClient(newClient(okExchange())).PresignDescribeHumanLoop(context.Background(), loop,
			func(o *a2iruntime.PresignOptions) { o.Expires = tc.expires })
		if tc.err != "" {
			if !contains(err, tc.err) {
				t.Errorf("%v: got %v, want an error that says %q", tc.expires, err, tc.err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse(p.URL)
		if got := u.Query().Get("X-Amz-Expires"); got != tc.query {
			t.Errorf("%v: X-Amz-Expires = %q, want %q", tc.expires, got, tc.query)
		}
	}
}

func TestPresignOptions(t *testing.T) {
	region := func(region string) func(*a2iruntime.Options) {
		return func(o *a2iruntime.Options) { o.Region = region }
	}
	p := a2iruntime.NewPresignClient(newClient(okExchange()), a2iruntime.WithPresignClientFromClientOptions(region("eu-west-1")))
	for want, optFns := range map[string][]func(*a2iruntime.PresignOptions){
		"a2i-runtime.sagemaker.eu-west-1.": nil,
		"a2i-runtime.sagemaker.eu-west-2.": {a2iruntime.WithPresignClientFromClientOptions(region("eu-west-2"))},
	} {
		r, err := p.PresignDescribeHumanLoop(context.Background(), loop, optFns...)
		if err != nil || !strings.Contains(r.URL, want) {
			t.Errorf("got %v, %v; want a URL with %s", r, err, want)
		}
	}
	anonymous := func(o *a2iruntime.Options) { o.Credentials = aws.AnonymousCredentials{} }
	r, err := p.PresignDescribeHumanLoop(context.Background(), loop, a2iruntime.WithPresignClientFromClientOptions(anonymous))
	if err != nil || strings.Contains(r.URL, "X-Amz-") {
		t.Errorf("anonymous: got %v, %v; want an unsigned URL", r, err)
	}
	none := func(o *a2iruntime.Options) { o.Credentials = nil }
	if _, err := p.PresignDescribeHumanLoop(context.Background(), loop, a2iruntime.WithPresignClientFromClientOptions(none)); !contains(err, "no credentials") {
		t.Errorf("nil credentials: got %v", err)
	}
	if _, err := p.PresignDescribeHumanLoop(context.Background(), nil); !contains(err, "HumanLoopName") {
		t.Errorf("nil input: got %v", err)
	}
	// Steps that are inserted beside those that presigning takes out still fit.
	attempts := 0
	inserted := a2iruntime.WithPresignClientFromClientOptions(a2iruntime.WithAPIOptions(insertBeside("me", &attempts)))
	if r, err := p.PresignDescribeHumanLoop(context.Background(), loop, inserted); err != nil || r.SignedHeader.Get("X-Caller") != "me" {
		t.Errorf("got %v, %v; want the caller's header signed", r, err)
	}
}
