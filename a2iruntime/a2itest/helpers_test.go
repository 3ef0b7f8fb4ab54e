package a2itest_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// began is the initial time of the tests' clocks. It has milliseconds, as AWS's times do.
var began = time.Date(2026, 3, 4, 5, 6, 7, 891_000_000, time.UTC)

// clock is a clock that advances only when a test calls add.
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

// at makes a server use this clock.
func (c *clock) at(o *a2itest.Options) { o.Now = c.Now }

func newServer(t *testing.T, fns ...func(*a2itest.Options)) *a2itest.Server {
	t.Helper()
	srv := a2itest.NewServer(fns...)
	if err := srv.Err(); err != nil {
		t.Fatalf("start the server: %v", err)
	}
	t.Cleanup(srv.Close)
	return srv
}

func newClient(srv *a2itest.Server, fns ...func(*a2iruntime.Options)) *a2iruntime.Client {
	return a2iruntime.NewFromConfig(srv.Config(), append([]func(*a2iruntime.Options){retryWithoutDelay}, fns...)...)
}

// retryWithoutDelay is the standard retryer without delays.
func retryWithoutDelay(o *a2iruntime.Options) {
	o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
		so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// skipInputValidation disables the client's input validation, so that the server checks
// the limits.
func skipInputValidation(o *a2iruntime.Options) { o.SkipInputValidation = true }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refusal is the content of an error response. The zero value is a success.
type refusal struct {
	Code    string
	Status  int
	Message string
}

// refused returns the content of a client's error. If the error has no response of the
// service, Message is the error's message, so it is never mistaken for a success.
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

// is reports whether err contains an error of type T.
func is[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

// broken is the server's response to a member that violates limits.
func broken(member, value string, constraints ...string) refusal {
	if runes := []rune(value); len(runes) > 128 {
		value = string(runes[:128]) + "..."
	}
	count := "1 validation error"
	if len(constraints) == 2 {
		count = "2 validation errors"
	}
	var violations []string
	for _, c := range constraints {
		violations = append(violations, "Value '"+value+"' at '"+member+"' failed to satisfy constraint: "+c)
	}
	return refusal{"ValidationException", 400, count + " detected: " + strings.Join(violations, "; ")}
}
