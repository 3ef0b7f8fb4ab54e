//go:build go1.25

package faults

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// These tests run in synctest bubbles, so they do not wait and use no network.

// describe calls a client that receives the exchange's responses.
func describe(exchange *clienttest.Exchange, optFns ...func(*a2iruntime.Options)) error {
	client := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange}, optFns...)
	_, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
	return err
}

// The package guide states the delays. They are random, so the test draws many: none is
// longer than the limit, and some are longer than half of it.
func TestRetryDelays(t *testing.T) {
	for _, tc := range []struct {
		name    string
		failure clienttest.Response
		retry   int
		max     time.Duration
	}{
		{"first retry", clienttest.Response{Status: 500}, 1, 50 * time.Millisecond},
		{"second retry", clienttest.Response{Status: 502}, 2, 100 * time.Millisecond},
		{"sixth retry", clienttest.Response{Status: 504}, 6, 1600 * time.Millisecond},
		{"twelfth retry", clienttest.Response{Status: 500}, 12, 20 * time.Second},
		{"first retry of a throttled call", clienttest.Response{Status: 429}, 1, time.Second},
		{"second retry of a throttled call", clienttest.Response{Status: 429}, 2, 2 * time.Second},
		{"seventh retry of a throttled call", clienttest.Response{Status: 429}, 7, 20 * time.Second},
		{"first retry of a call with a throttling code", clienttest.Response{Status: 400, Header: map[string]string{"X-Amzn-Errortype": "ThrottlingException"}}, 1, time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var longest time.Duration
				for range 100 {
					answers := make([]clienttest.Response, tc.retry, tc.retry+1)
					for i := range answers {
						answers[i] = tc.failure
					}
					exchange := &clienttest.Exchange{Responses: append(answers, clienttest.Response{Body: loopDocument})}
					if err := describe(exchange, func(o *a2iruntime.Options) { o.RetryMaxAttempts = tc.retry + 1 }); err != nil {
						t.Fatal(err)
					}
					sent := exchange.Requests()
					longest = max(longest, sent[tc.retry].Time.Sub(sent[tc.retry-1].Time))
				}
				if longest > tc.max || longest < tc.max/2 {
					t.Errorf("the longest of 100 delays is %v, want it between %v and %v", longest, tc.max/2, tc.max)
				}
			})
		})
	}
}

// The client waits as long as X-Amz-Retry-After says, in milliseconds, but at most five
// seconds longer than without it. It ignores Retry-After, which other services send in
// seconds.
func TestRetryAfterIsClamped(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"0":                             0,
		"1500":                          1500 * time.Millisecond,
		"5000":                          5 * time.Second,
		"5001":                          5 * time.Second,
		"86400000":                      5 * time.Second,
		"9223372036854775807":           0, // overflows a time.Duration
		"9223372036854775808":           0,
		"-1":                            0,
		"1.5":                           0,
		"1e99":                          0,
		"NaN":                           0,
		"next week":                     0,
		"Fri, 01 Jan 9999 00:00:00 GMT": 0,
	} {
		t.Run(value, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				exchange := &clienttest.Exchange{Responses: []clienttest.Response{
					{Status: http.StatusServiceUnavailable, Header: map[string]string{"X-Amz-Retry-After": value, "Retry-After": "3"}}, {Body: loopDocument},
				}}
				startedAt := time.Now()
				if err := describe(exchange, retryWithoutDelay); err != nil {
					t.Fatal(err)
				}
				if waited := time.Since(startedAt); waited != want {
					t.Errorf("the second attempt came after %v, want %v", waited, want)
				}
			})
		})
	}
}

func retryWithoutDelay(o *a2iruntime.Options) {
	o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
		so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// A client has 500 retry tokens. The package guide states how many a retry costs and what
// returns them.
func TestRetryQuota(t *testing.T) {
	failed, throttled, fine := clienttest.Response{Status: 500}, clienttest.Response{Status: 429}, clienttest.Response{Body: loopDocument}
	for _, mode := range []aws.RetryMode{aws.RetryModeStandard, aws.RetryModeAdaptive} {
		for _, tc := range []struct {
			name    string
			before  []clienttest.Response // to the requests of earlier calls
			failure clienttest.Response   // to each request of the counted calls
			retries int                   // of the counted calls, until no tokens are left
		}{
			{"a retry costs 14", nil, failed, 500 / 14},
			{"a retry of a throttled call costs 5", nil, throttled, 500 / 5},
			{"a retry that succeeds costs nothing", []clienttest.Response{failed, fine}, failed, 500 / 14},
			{"a call that fails costs all its retries", repeat(failed, 3), failed, (500 - 2*14) / 14},
			{"a first attempt that succeeds adds 1", append(repeat(failed, 3), repeat(fine, 10)...), failed, (500 - 2*14 + 10) / 14},
			{"sixty calls that fail, a thousand that succeed", append(repeat(failed, 60+500/14), repeat(fine, 1000)...), failed, 500 / 14},
		} {
			if mode == aws.RetryModeAdaptive && tc.failure.Status == 429 {
				continue // adaptive mode also slows down the attempts
			}
			t.Run(string(mode)+"/"+tc.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					exchange := &clienttest.Exchange{Responses: append(tc.before, tc.failure)}
					client := a2iruntime.New(a2iruntime.Options{
						Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, RetryMode: mode,
					})
					call := func() { // the error does not matter here
						_, _ = client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
					}
					for len(exchange.Requests()) < len(tc.before) {
						call()
					}
					before, calls := len(exchange.Requests()), 100
					for range calls {
						call()
					}
					if retries := len(exchange.Requests()) - before - calls; retries != tc.retries {
						t.Errorf("%d retries before the tokens were used up, want %d", retries, tc.retries)
					}
				})
			})
		}
	}
}

func repeat(answer clienttest.Response, n int) []clienttest.Response {
	answers := make([]clienttest.Response, n)
	for i := range answers {
		answers[i] = answer
	}
	return answers
}
