package waiters_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/smithy-go"
)

// Each error says what happened. Each poll of these waits takes one minute.
func TestErrorMessages(t *testing.T) {
	const minute = time.Minute
	throttled := &smithy.GenericAPIError{Code: "ThrottlingException", Message: "Rate exceeded"}
	denied, cause := errors.New("denied"), errors.New("enough")
	going := &state{"going"}
	for _, tc := range []struct {
		name    string
		look    poll
		maxWait time.Duration
		cancel  bool // the first poll ends the context
		want    string
	}{
		{"no time for another poll", answers(going), 130 * time.Second, false,
			"waiters: wait for Uploaded gave up after 2m10s of 2m10s, polls: 2: maxWait is over; last status: going"},
		{"too little time", answers(going), 65 * time.Second, false,
			"waiters: wait for Uploaded gave up after 1m0s of 1m5s, polls: 1: too little time is left for another poll with MinDelay 10s: set Options.MinDelay lower, or maxWait higher; last status: going"},
		{"throttled at the end", answers(throttled), minute, false,
			"waiters: wait for Uploaded gave up after 1m0s of 1m0s, polls: 1: maxWait is over; the last poll failed: api error ThrottlingException: Rate exceeded"},
		{"error before the end", answers(going, denied), 130*time.Second + 1, false, "waiters: wait for Uploaded: denied"},
		{"error at the end", answers(going, denied), 130 * time.Second, false,
			"waiters: wait for Uploaded gave up after 2m10s of 2m10s, polls: 2: maxWait is over; last status: going; the last poll failed: denied"},
		{"context", answers(going), time.Hour, true,
			"waiters: wait for Uploaded gave up after 1m0s of 1h0m0s, polls: 1: enough; last status: going"},
		{"error after the context", answers(denied), time.Hour, true,
			"waiters: wait for Uploaded gave up after 1m0s of 1h0m0s, polls: 1: enough; the last poll failed: denied"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			clock := clienttest.NewClock()
			ctx, cancel := context.WithCancelCause(context.Background())
			defer cancel(nil)
			look := func(ctx context.Context, in *upload, optFns ...func(*options)) (*state, error) {
				_ = clock.Sleep(context.Background(), minute) //nolint:contextcheck // the clock is not the wait
				if tc.cancel {
					cancel(cause)
				}
				return tc.look(ctx, in, optFns...)
			}
			err := uploaded(look, func(o *waiters.Options) { o.Clock = clock }).Wait(ctx, nil, tc.maxWait)
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	for _, tc := range []struct {
		err  error
		want string
	}{
		{&waiters.TimeoutError{Waiter: "X", Cause: cause}, "waiters: wait for X gave up after 0s of 0s, polls: 0: enough"},
		{&waiters.FailureError{Waiter: "X"}, "waiters: wait for X failed"},
		{&waiters.FailureError{Waiter: "X", Status: "Failed"}, "waiters: wait for X failed: it is Failed"},
		{&waiters.FailureError{Waiter: "X", Status: "Failed", Code: "E", Reason: "late"}, "waiters: wait for X failed: it is Failed, E: late"},
		{&waiters.FailureError{Waiter: "X", Err: denied}, "waiters: wait for X failed: denied"},
	} {
		if got := tc.err.Error(); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

// An acceptor may treat an error as a failure or as a reason to wait.
func TestPollError(t *testing.T) {
	gone := errors.New("gone")
	w := waiters.New(waiters.Definition[options, upload, state]{
		Name: "Uploaded", Poll: answers(errMissing, gone),
		Acceptors: []waiters.Acceptor[state]{
			{State: waiters.Retry, Match: func(_ *state, err error) bool { return errors.Is(err, errMissing) }},
			{State: waiters.Failure, Match: func(_ *state, err error) bool { return err != nil }},
		},
		Describe: func(*state) (status, code, reason string) { return "described", "", "" },
	})
	var polls []waiters.Poll
	out, err := w.WaitForOutput(context.Background(), nil, time.Hour, func(o *waiters.Options) {
		o.Clock, o.OnPoll = clienttest.NewClock(), func(p waiters.Poll) { polls = append(polls, p) }
	})
	var failure *waiters.FailureError
	if !errors.As(err, &failure) || !errors.Is(failure.Err, gone) || failure.Status != "" || out != nil {
		t.Errorf("got %+v, %v, want a FailureError without a status", out, err)
	}
	if len(polls) != 2 || !errors.Is(polls[0].Err, errMissing) || polls[0].Next <= 0 || !errors.Is(polls[1].Err, gone) || polls[1].Next != 0 {
		t.Errorf("polls %+v", polls)
	}
}

// An output that is returned with an error becomes the last output, but not the status of
// its poll.
func TestOutputWithError(t *testing.T) {
	throttled := &smithy.GenericAPIError{Code: "ThrottlingException"}
	w := uploaded(func(context.Context, *upload, ...func(*options)) (*state, error) { return &state{"half"}, throttled })
	out, err := w.WaitForOutput(context.Background(), nil, time.Second, func(o *waiters.Options) {
		o.OnPoll = func(p waiters.Poll) {
			if p.Status != "" || !errors.Is(p.Err, throttled) {
				t.Errorf("poll %+v", p)
			}
		}
	})
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || timeout.Status != "half" || out == nil || out.status != "half" {
		t.Errorf("got %+v, %v, want the output and a TimeoutError with its status", out, err)
	}
}
