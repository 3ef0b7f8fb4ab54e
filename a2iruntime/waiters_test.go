package a2iruntime_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// review is a local service that uses a test's clock, with one InProgress loop.
type review struct {
	clock  *clienttest.Clock
	srv    *a2itest.Server
	client *a2iruntime.Client
}

var reviewed = &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}

func newReview(t *testing.T, optFns ...func(*a2itest.Options)) *review {
	t.Helper()
	clock := clienttest.NewClock()
	srv := a2itest.NewServer(append(optFns, func(o *a2itest.Options) { o.Now = clock.Now })...)
	t.Cleanup(srv.Close)
	client := a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) {
		o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
			so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	})
	_, err := client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
		HumanLoopName: reviewed.HumanLoopName, FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("f")),
		HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String("{}")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &review{clock, srv, client}
}

func (r *review) options(o *waiters.Options) { o.Clock = r.clock }

func (r *review) stop() {
	_, _ = r.client.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: reviewed.HumanLoopName})
}

func (r *review) remove() {
	_, _ = r.client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: reviewed.HumanLoopName})
}

// The result of each waiter for every lifecycle of a loop.
func TestWaiters(t *testing.T) {
	const hour = time.Hour
	completed, stopped, deleted := a2iruntime.NewHumanLoopCompletedWaiter, a2iruntime.NewHumanLoopStoppedWaiter, a2iruntime.NewHumanLoopDeletedWaiter
	type newWaiter = func(a2iruntime.DescribeHumanLoopAPIClient, ...func(*waiters.Options)) *a2iruntime.HumanLoopCompletedWaiter
	for _, tc := range []struct {
		name       string
		waiter     newWaiter
		life       func(*review)
		wantStatus types.HumanLoopStatus // of the output; "" if there is none
		want       string                // in the error; "" if it succeeds
		failure    bool
		within     time.Duration
	}{
		{"completed at once", completed, func(r *review) { _ = r.srv.Complete("loop") }, "Completed", "", false, 0},
		{"completed after hours", completed, func(r *review) { r.clock.After(5*hour, func() { _ = r.srv.Complete("loop") }) }, "Completed", "", false, 6 * hour},
		{"failed", completed, func(r *review) { r.clock.After(hour, func() { _ = r.srv.Fail("loop", "InternalError", "no worker") }) }, "Failed",
			"wait for HumanLoopCompleted failed: it is Failed, InternalError: no worker", true, 2 * hour},
		{"expired", completed, func(*review) {}, "Failed", "it is Failed, Expired", true, 9 * hour},
		{"stopping, then stopped", completed, func(r *review) { r.clock.After(hour, r.stop) }, "Stopped", "it is Stopped", true, 2 * hour},
		{"deleted", completed, func(r *review) { r.clock.After(hour, func() { _ = r.srv.Complete("loop"); r.remove() }) }, "InProgress", "ResourceNotFoundException", true, 2 * hour},

		{"stop seen by the stopped waiter", stopped, func(r *review) { r.clock.After(hour, r.stop) }, "Stopped", "", false, 2 * hour},
		{"completion seen by the stopped waiter", stopped, func(r *review) { _ = r.srv.Complete("loop") }, "Completed", "wait for HumanLoopStopped failed: it is Completed", true, 0},
		{"deletion seen by the stopped waiter", stopped, func(r *review) { r.stop(); r.clock.After(hour, r.remove) }, "Stopped", "", false, hour},

		{"deletion seen by the deleted waiter", deleted, func(r *review) {
			_ = r.srv.Complete("loop")
			r.clock.After(hour, r.remove)
		}, "Completed", "", false, 2 * hour},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newReview(t, func(o *a2itest.Options) { o.ExpireAfter, o.StoppingFor = 8*hour, 10*time.Minute })
			tc.life(r)
			start := r.clock.Now()
			out, err := tc.waiter(r.client, r.options).WaitForOutput(context.Background(), reviewed, 24*hour)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			var failure *waiters.FailureError
			if errors.As(err, &failure) != tc.failure {
				t.Errorf("got %T, want a FailureError = %t", err, tc.failure)
			}
			if out == nil || out.HumanLoopStatus != tc.wantStatus {
				t.Errorf("output %+v, want the status %s", out, tc.wantStatus)
			}
			if took := r.clock.Now().Sub(start); took > tc.within {
				t.Errorf("it took %v, want at most %v", took, tc.within)
			}
			for _, call := range r.srv.Calls() {
				if call.Operation == "DescribeHumanLoop" && !strings.Contains(call.UserAgent, "m/B,E") {
					t.Errorf("User-Agent %q does not name the waiter", call.UserAgent)
				}
			}
		})
	}
}

func TestWaitTimeout(t *testing.T) {
	r := newReview(t)
	var polls []waiters.Poll
	out, err := a2iruntime.NewHumanLoopCompletedWaiter(r.client, r.options).WaitForOutput(context.Background(), reviewed, 10*time.Minute,
		func(o *waiters.Options) { o.OnPoll = func(p waiters.Poll) { polls = append(polls, p) } })
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || !errors.Is(err, context.DeadlineExceeded) || timeout.Status != "InProgress" || timeout.Attempts != len(polls) {
		t.Errorf("got %v, want a TimeoutError with InProgress after %d polls", err, len(polls))
	}
	if out == nil || out.HumanLoopStatus != "InProgress" {
		t.Errorf("output %+v, want the last one", out)
	}
	if timeout != nil && timeout.Elapsed > 10*time.Minute {
		t.Errorf("it took %v, want at most 10 minutes", timeout.Elapsed)
	}
	for i, p := range polls {
		if p.Attempt != i+1 || p.Status != "InProgress" || (p.Next == 0) != (i == len(polls)-1) || p.Next > 120*time.Second {
			t.Errorf("poll %d: %+v", i, p)
		}
	}
}

// With a maxWait below MinDelay, the waiter polls once.
func TestMaxWaitUnderMinDelay(t *testing.T) {
	r := newReview(t)
	err := a2iruntime.NewHumanLoopCompletedWaiter(r.client, r.options).Wait(context.Background(), reviewed, time.Second)
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || timeout.Attempts != 1 {
		t.Errorf("got %v, want a TimeoutError after 1 poll", err)
	}
	if err := r.srv.Complete("loop"); err != nil {
		t.Fatal(err)
	}
	if err := a2iruntime.NewHumanLoopCompletedWaiter(r.client, r.options).Wait(context.Background(), reviewed, time.Second); err != nil {
		t.Errorf("the loop is Completed, but: %v", err)
	}
}

// Throttling does not end a wait. Any other error that remains after the client's retries
// ends it at once.
func TestErrorsDuringWait(t *testing.T) {
	r := newReview(t)
	r.srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Code: "ThrottlingException", Times: 7})
	r.clock.After(time.Hour, func() { _ = r.srv.Complete("loop") })
	if err := a2iruntime.NewHumanLoopCompletedWaiter(r.client, r.options).Wait(context.Background(), reviewed, 24*time.Hour); err != nil {
		t.Errorf("throttled: %v", err)
	}
	for code, is := range map[string]func(error) bool{
		"AccessDeniedException": func(err error) bool { var e *types.AccessDeniedException; return errors.As(err, &e) },
		"InternalServerException": func(err error) bool {
			var e *types.InternalServerException
			return errors.As(err, &e)
		},
	} {
		r := newReview(t)
		r.srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Code: code, Times: -1})
		err := a2iruntime.NewHumanLoopCompletedWaiter(r.client, r.options).Wait(context.Background(), reviewed, 24*time.Hour)
		if !is(err) || len(r.clock.Slept) > 0 {
			t.Errorf("%s: got %v after %v, want it at once", code, err, r.clock.Slept)
		}
	}
	if err := a2iruntime.NewHumanLoopCompletedWaiter(r.client, r.options).Wait(context.Background(), nil, time.Hour); err == nil || !strings.Contains(err.Error(), "HumanLoopName") {
		t.Errorf("nil input: %v", err)
	}
}

func TestWaitContext(t *testing.T) {
	cause := errors.New("the shift is over")
	ctx, cancel := context.WithCancelCause(context.Background())
	r := newReview(t)
	r.clock.After(time.Hour, func() { cancel(cause) })
	err := a2iruntime.NewHumanLoopCompletedWaiter(r.client, r.options).Wait(ctx, reviewed, 24*time.Hour)
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || !errors.Is(err, cause) || !errors.Is(err, context.Canceled) || timeout.Status != "InProgress" {
		t.Errorf("got %v, want a TimeoutError with the context's error and cause", err)
	}
}

func TestInvalidWaiterInput(t *testing.T) {
	r := newReview(t)
	before := len(r.srv.Calls())
	for want, wait := range map[string]func(w *a2iruntime.HumanLoopCompletedWaiter) error{
		"maxWait is 0s": func(w *a2iruntime.HumanLoopCompletedWaiter) error { return w.Wait(context.Background(), reviewed, 0) },
		"maxWait is -1s": func(w *a2iruntime.HumanLoopCompletedWaiter) error {
			return w.Wait(context.Background(), reviewed, -time.Second)
		},
		"MaxDelay 1s is below MinDelay 2s": func(w *a2iruntime.HumanLoopCompletedWaiter) error {
			return w.Wait(context.Background(), reviewed, time.Hour, func(o *waiters.Options) { o.MinDelay, o.MaxDelay = 2*time.Second, time.Second })
		},
		"MinDelay is -1s": func(w *a2iruntime.HumanLoopCompletedWaiter) error {
			return w.Wait(context.Background(), reviewed, time.Hour, func(o *waiters.Options) { o.MinDelay = -time.Second })
		},
	} {
		if err := wait(a2iruntime.NewHumanLoopCompletedWaiter(r.client)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error that says %q", err, want)
		}
	}
	if len(r.srv.Calls()) != before {
		t.Error("a wait with invalid input called the service")
	}
	if err := new(a2iruntime.HumanLoopCompletedWaiter).Wait(context.Background(), reviewed, time.Hour); err == nil || !strings.Contains(err.Error(), "use a New function") {
		t.Errorf("zero waiter: %v", err)
	}
}
