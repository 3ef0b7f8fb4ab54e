//go:build go1.25

package faults

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// What a service says of the delay is heeded by the retries of 2026 alone, and keeps
// nobody waiting for more than five seconds. The time is that of a bubble, so there is no
// network.
func TestRetryAfterIsClamped(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"0":                             0,
		"1500":                          1500 * time.Millisecond,
		"5000":                          5 * time.Second,
		"5001":                          5 * time.Second,
		"86400000":                      5 * time.Second,
		"9223372036854775807":           0, // which is more than a time.Duration has
		"9223372036854775808":           0,
		"-1":                            0,
		"1.5":                           0,
		"1e99":                          0,
		"NaN":                           0,
		"next week":                     0,
		"Fri, 01 Jan 9999 00:00:00 GMT": 0,
	} {
		for _, retries := range []string{"", "2026"} {
			t.Run(retries+" "+value, func(t *testing.T) {
				t.Setenv("AWS_NEW_RETRIES_2026", fmt.Sprint(retries != ""))
				want := want
				if retries == "" {
					want = 0
				}
				synctest.Test(t, func(t *testing.T) {
					begun := time.Now()
					retried(t, value)
					if waited := time.Since(begun); waited != want {
						t.Errorf("the second attempt came after %v, want %v", waited, want)
					}
				})
			})
		}
	}
}

// retried makes a call that a service first sends away with a delay.
func retried(t *testing.T, delay string) {
	exchange := &clienttest.Exchange{Answers: []clienttest.Answer{
		{Status: http.StatusServiceUnavailable, Header: map[string]string{"X-Amz-Retry-After": delay, "Retry-After": delay}}, {Body: loopDocument},
	}}
	client := a2iruntime.New(a2iruntime.Options{
		Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange,
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) {
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		}),
	})
	if _, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}); err != nil {
		t.Fatal(err)
	}
}
