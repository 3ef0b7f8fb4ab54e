package waiters_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/google/go-cmp/cmp"
)

// MinDelay and MaxDelay set the longest delays. Invalid values are an error before the
// first poll.
func TestMinDelayAndMaxDelay(t *testing.T) {
	const s = time.Second
	for _, tc := range []struct {
		name               string
		minDelay, maxDelay time.Duration
		maxWait            time.Duration
		slept              []time.Duration
		want               string // in the error; "" for the timeout
	}{
		{"defaults", 0, 0, 600 * s, []time.Duration{10 * s, 20 * s, 40 * s, 80 * s, 120 * s, 120 * s, 120 * s, 80 * s}, ""},
		{"MaxDelay below the default MinDelay", 0, 5 * s, 20 * s, []time.Duration{5 * s, 5 * s, 5 * s}, ""},
		{"MinDelay over the default MaxDelay", 200 * s, 0, 600 * s, []time.Duration{200 * s, 200 * s}, ""},
		{"MaxDelay is MinDelay", 7 * s, 7 * s, 15 * s, []time.Duration{7 * s, 1 * s}, ""},
		{"maxWait is MinDelay", 10 * s, 0, 10 * s, nil, ""},
		{"maxWait is over MinDelay", 10 * s, 0, 10*s + 1, []time.Duration{1}, ""},
		{"MaxDelay below MinDelay", 7 * s, 7*s - 1, 15 * s, nil, "MaxDelay 6.999999999s is below MinDelay 7s"},
		{"negative MinDelay", -s, 0, 15 * s, nil, "MinDelay is -1s and MaxDelay is 2m0s: they must not be negative"},
		{"negative MaxDelay", 0, -s, 15 * s, nil, "MaxDelay is -1s: they must not be negative"},
		{"maxWait of 0", 0, 0, 0, nil, "maxWait is 0s: it must be positive"},
		{"negative maxWait", 0, 0, -s, nil, "maxWait is -1s: it must be positive"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			clock, polls := clienttest.NewClock(), 0
			err := uploaded(answers(&state{"going"})).Wait(context.Background(), nil, tc.maxWait, nil, func(o *waiters.Options) {
				o.MinDelay, o.MaxDelay, o.Clock = tc.minDelay, tc.maxDelay, clock
				o.OnPoll = func(waiters.Poll) { polls++ }
			})
			if diff := cmp.Diff(tc.slept, clock.Slept); diff != "" {
				t.Errorf("delays (-want +got):\n%s", diff)
			}
			var timeout *waiters.TimeoutError
			switch {
			case tc.want == "":
				if !errors.As(err, &timeout) || timeout.Attempts != polls || polls != len(tc.slept)+1 {
					t.Errorf("got %v after %d polls, want a TimeoutError after %d", err, polls, len(tc.slept)+1)
				}
			case err == nil || !strings.Contains(err.Error(), tc.want) || polls > 0:
				t.Errorf("got %v after %d polls, want %q before the first", err, polls, tc.want)
			}
		})
	}
}

// Delays are random, between MinJitter and the longest delay.
func TestMinJitter(t *testing.T) {
	const minDelay, maxDelay = 10 * time.Second, 110 * time.Second
	for _, tc := range []struct {
		jitter   float64
		min, max time.Duration // the bounds of each delay; max is exclusive
	}{
		{0, 10 * time.Second, 110 * time.Second},
		{0.5, 60 * time.Second, 110 * time.Second},
		{0.75, 85 * time.Second, 110 * time.Second},
	} {
		clock := clienttest.NewClock()
		w := waiters.New(waiters.Definition[options, upload, state]{Poll: answers(&state{"going"}), MinJitter: tc.jitter})
		err := w.Wait(context.Background(), nil, 24*time.Hour, func(o *waiters.Options) {
			o.MinDelay, o.MaxDelay, o.Clock = minDelay, maxDelay, clock
		})
		var timeout *waiters.TimeoutError
		if !errors.As(err, &timeout) || timeout.Status != "" {
			t.Errorf("MinJitter %v: got %v, want a TimeoutError without a status", tc.jitter, err)
		}
		different := map[time.Duration]bool{}
		for _, d := range clock.Slept[4 : len(clock.Slept)-1] { // the limit is 110 s, and maxWait is not near
			different[d] = true
			if d < tc.min || d >= tc.max {
				t.Errorf("MinJitter %v: got a delay of %v, want %v to %v", tc.jitter, d, tc.min, tc.max)
			}
		}
		if len(different) < 100 {
			t.Errorf("MinJitter %v: got %d different delays", tc.jitter, len(different))
		}
	}
}
