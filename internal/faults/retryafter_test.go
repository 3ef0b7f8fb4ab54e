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

// The retries of 2026 heed a header in milliseconds, and are never kept waiting for more
// than five seconds by it. The time is that of a bubble, so there is no network.
func TestRetryAfterIsClamped(t *testing.T) {
	t.Setenv("AWS_NEW_RETRIES_2026", "true")
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
		"Fri, 01 Jan 9999 00:00:00 GMT": 0,
	} {
		t.Run(value, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				exchange := &clienttest.Exchange{Answers: []clienttest.Answer{
					{Status: http.StatusServiceUnavailable, Header: map[string]string{"X-Amz-Retry-After": value}}, {Body: loopDocument},
				}}
				client := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange,
					Retryer: retry.NewStandard(func(o *retry.StandardOptions) {
						o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
					})})
				begun := time.Now()
				if _, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}); err != nil {
					t.Fatal(err)
				}
				if waited := time.Since(begun); waited != want {
					t.Errorf("the second attempt came after %v, want %v", waited, want)
				}
			})
		})
	}
}
