package awsclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// retryWithoutDelay retries as the standard retryer does, without delays.
func retryWithoutDelay(o *a2iruntime.Options) {
	o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
		so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

var (
	startInput = &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("loop"),
		FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f"),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"a":1}`)},
	}
)

func start(ctx context.Context, c *a2iruntime.Client, optFns ...func(*a2iruntime.Options)) (*a2iruntime.StartHumanLoopOutput, error) {
	return c.StartHumanLoop(ctx, startInput, optFns...)
}

func TestRetries(t *testing.T) {
	throttled := clienttest.Response{Status: 429}
	reset := clienttest.Response{Err: errors.New("read: connection reset by peer")}
	short := clienttest.Response{Body: `{"HumanLoopArn"`}
	ok := clienttest.Response{Body: `{"HumanLoopArn":"arn"}`}
	for _, tc := range []struct {
		name      string
		responses []clienttest.Response
		optFns    []func(*a2iruntime.Options)
		attempts  int
		ok        bool
	}{
		{"throttled twice, then succeeds", []clienttest.Response{throttled, throttled, ok}, nil, 3, true},
		{"connection reset, then succeeds", []clienttest.Response{reset, ok}, nil, 2, true},
		{"502 with HTML, then succeeds", []clienttest.Response{{Status: 502, Body: "<html>"}, ok}, nil, 2, true},
		{"status 500 every time", []clienttest.Response{{Status: 500}}, nil, 3, false},
		{"validation is not retried", []clienttest.Response{{Status: 400, Header: map[string]string{"X-Amzn-Errortype": "ValidationException"}}}, nil, 1, false},
		{"an invalid response is not retried", []clienttest.Response{short, ok}, nil, 1, false},
		{"RetryMaxAttempts of a call", []clienttest.Response{throttled}, []func(*a2iruntime.Options){func(o *a2iruntime.Options) { o.RetryMaxAttempts = 5 }}, 5, false},
		{"one attempt for a call", []clienttest.Response{throttled}, []func(*a2iruntime.Options){func(o *a2iruntime.Options) { o.RetryMaxAttempts = 1 }}, 1, false},
		{"no limit", []clienttest.Response{throttled, throttled, throttled, throttled, throttled, throttled, ok}, []func(*a2iruntime.Options){func(o *a2iruntime.Options) { o.RetryMaxAttempts = -1 }}, 7, true},
		{"a custom retryer for a call", []clienttest.Response{throttled}, []func(*a2iruntime.Options){func(o *a2iruntime.Options) { o.Retryer = retry.AddWithMaxAttempts(o.Retryer, 2) }}, 2, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			exchange := &clienttest.Exchange{Responses: tc.responses}
			out, err := start(context.Background(), newClient(exchange, retryWithoutDelay, func(o *a2iruntime.Options) { o.RetryMaxAttempts = 3 }), tc.optFns...)
			if (err == nil) != tc.ok {
				t.Fatalf("got %v, want success = %t", err, tc.ok)
			}
			requests := exchange.Requests()
			if len(requests) != tc.attempts {
				t.Fatalf("%d attempts, want %d", len(requests), tc.attempts)
			}
			for i, r := range requests {
				if r.Header.Get("Amz-Sdk-Invocation-Id") != requests[0].Header.Get("Amz-Sdk-Invocation-Id") || string(r.Body) != string(requests[0].Body) || len(r.Body) == 0 {
					t.Errorf("attempt %d differs from the first in its invocation ID or body %q", i+1, r.Body)
				}
				var number int
				if _, err := fmt.Sscanf(r.Header.Get("Amz-Sdk-Request"), "attempt=%d;", &number); err != nil || number != i+1 {
					t.Errorf("attempt %d has the Amz-Sdk-Request header %q", i+1, r.Header.Get("Amz-Sdk-Request"))
				}
			}
			if tc.ok {
				if results, found := retry.GetAttemptResults(out.ResultMetadata); !found || len(results.Results) != tc.attempts {
					t.Errorf("ResultMetadata has the attempts %v, want %d", results, tc.attempts)
				}
			}
		})
	}
}

func TestRetryModes(t *testing.T) {
	for _, tc := range []struct {
		name     string
		options  a2iruntime.Options
		fn       func(*a2iruntime.Options)
		adaptive bool
		attempts int
	}{
		{"default", a2iruntime.Options{}, nil, false, 3},
		{"standard", a2iruntime.Options{RetryMode: aws.RetryModeStandard}, nil, false, 3},
		{"no limit", a2iruntime.Options{RetryMaxAttempts: -1}, nil, false, -1},
		{"no limit set by a function", a2iruntime.Options{}, func(o *a2iruntime.Options) { o.RetryMaxAttempts = -1 }, false, -1},
		{"adaptive", a2iruntime.Options{RetryMode: aws.RetryModeAdaptive}, nil, true, 3},
		{"adaptive, 7 attempts", a2iruntime.Options{RetryMode: aws.RetryModeAdaptive, RetryMaxAttempts: 7}, nil, true, 7},
		{"defaults mode", a2iruntime.Options{DefaultsMode: aws.DefaultsModeInRegion}, nil, false, 3},
		{"mode cleared by a function", a2iruntime.Options{RetryMode: aws.RetryModeAdaptive}, func(o *a2iruntime.Options) { o.RetryMode = "" }, false, 3},
		{"unknown mode", a2iruntime.Options{RetryMode: "foo"}, nil, false, 3},
		{"unknown mode set by a function", a2iruntime.Options{}, func(o *a2iruntime.Options) { o.RetryMode = "foo" }, false, 3},
		{"mode set by a function", a2iruntime.Options{}, func(o *a2iruntime.Options) { o.RetryMode = aws.RetryModeAdaptive }, true, 3},
		{"attempts set by a function", a2iruntime.Options{}, func(o *a2iruntime.Options) { o.RetryMaxAttempts = 9 }, false, 9},
		{"custom retryer with attempts", a2iruntime.Options{Retryer: aws.NopRetryer{}, RetryMaxAttempts: 4}, nil, false, 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := a2iruntime.New(tc.options, tc.fn).Options()
			r := o.Retryer
			if isAdaptive(r) != tc.adaptive || r.MaxAttempts() != tc.attempts {
				t.Errorf("got %T with %d attempts, want adaptive = %t with %d", r, r.MaxAttempts(), tc.adaptive, tc.attempts)
			}
			mode := aws.RetryModeStandard
			if tc.adaptive {
				mode = aws.RetryModeAdaptive
			}
			if custom := tc.options.Retryer != nil; !custom && o.RetryMode != mode {
				t.Errorf("Options.RetryMode is %q, want the mode in effect, %q", o.RetryMode, mode)
			}
		})
	}
}

// skewedService rejects signatures whose time differs from its clock by more than five
// minutes, as AWS does. Its clock is ahead of the client's.
type skewedService struct {
	ahead    time.Duration
	aged     bool // responses have an Age header, as from a cache
	lost     int  // the attempt whose response is lost
	attempts int
}

func (s *skewedService) Do(r *http.Request) (*http.Response, error) {
	if s.attempts++; s.attempts == s.lost {
		return nil, errors.New("connection reset by peer")
	}
	now := time.Now().Add(s.ahead)
	r.Host = r.URL.Host
	verifier := sigv4verify.Verifier{
		Region: "us-east-1", Service: "sagemaker", Now: func() time.Time { return now },
		Lookup: func(string) (aws.Credentials, bool) { return clienttest.Credentials, true },
	}
	response := clienttest.Response{Body: "{}", Header: map[string]string{"Date": now.UTC().Format(http.TimeFormat)}}
	if err := verifier.Verify(r, nil); err != nil {
		response.Status, response.Header["X-Amzn-Errortype"] = 403, "InvalidSignatureException"
	}
	if s.aged {
		response.Header["Age"] = "600"
	}
	return (&clienttest.Exchange{Responses: []clienttest.Response{response}}).Do(r)
}

func TestClockSkew(t *testing.T) {
	for _, tc := range []struct {
		name         string
		service      skewedService
		options      a2iruntime.Options
		first, later int // attempts
		ok           bool
	}{
		{"10 minutes ahead", skewedService{ahead: 10 * time.Minute}, a2iruntime.Options{}, 2, 1, true},
		{"10 minutes behind", skewedService{ahead: -10 * time.Minute}, a2iruntime.Options{}, 2, 1, true},
		{"no skew", skewedService{}, a2iruntime.Options{}, 1, 1, true},
		{"the first response is lost", skewedService{ahead: 10 * time.Minute, lost: 1}, a2iruntime.Options{}, 3, 2, true},
		{"the second response is lost", skewedService{ahead: 10 * time.Minute, lost: 2}, a2iruntime.Options{}, 3, 1, true},
		{"the Date of a cached response is ignored", skewedService{ahead: 10 * time.Minute, aged: true}, a2iruntime.Options{}, 1, 1, false},
		{"correction disabled", skewedService{ahead: 10 * time.Minute}, a2iruntime.Options{DisableClockSkewCorrection: true}, 1, 1, false},
		{"bad signature without skew", skewedService{}, a2iruntime.Options{HTTPSignerV4: wrongSigner{v4.NewSigner()}}, 1, 1, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.options.Region, tc.options.Credentials, tc.options.HTTPClient = "us-east-1", clienttest.Provider, &tc.service
			c := a2iruntime.New(tc.options, retryWithoutDelay)
			for call, want := range []int{tc.first, tc.later, tc.later} {
				tc.service.attempts = 0
				if _, err := c.DescribeHumanLoop(context.Background(), loop); (err == nil) != tc.ok {
					t.Fatalf("call %d: got %v, want success = %t", call+1, err, tc.ok)
				}
				if tc.service.attempts != want {
					t.Errorf("call %d took %d attempts, want %d", call+1, tc.service.attempts, want)
				}
			}
		})
	}
}

// wrongSigner signs with a wrong secret key.
type wrongSigner struct{ *v4.Signer }

func (s wrongSigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, at time.Time, fns ...func(*v4.SignerOptions)) error {
	c.SecretAccessKey = "wrong"
	return s.Signer.SignHTTP(ctx, c, r, hash, service, region, at, fns...)
}
