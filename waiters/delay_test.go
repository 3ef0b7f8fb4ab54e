package waiters_test

import (
	"math"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/waiters"
)

func TestDelay(t *testing.T) {
	const s = time.Second
	for _, tc := range []struct {
		name                string
		attempt             int
		min, max, remaining time.Duration
		random              float64
		want                time.Duration
	}{
		{"first", 1, 10 * s, 120 * s, time.Hour, 0.5, 10 * s},
		{"second, shortest", 2, 10 * s, 120 * s, time.Hour, 0, 10 * s},
		{"second, longest", 2, 10 * s, 120 * s, time.Hour, 1, 20 * s},
		{"third, halfway", 3, 10 * s, 120 * s, time.Hour, 0.5, 25 * s},
		{"fifth reaches the maximum", 5, 10 * s, 120 * s, time.Hour, 1, 120 * s},
		{"thousandth", 1000, 10 * s, 120 * s, time.Hour, 0.5, 65 * s},
		{"attempt 0", 0, 10 * s, 120 * s, time.Hour, 0.5, 10 * s},
		{"negative attempt", math.MinInt, 10 * s, 120 * s, time.Hour, 0.5, 10 * s},
		{"leaves time for the last poll", 5, 10 * s, 120 * s, 60 * s, 1, 50 * s},
		{"the remaining time", 5, 10 * s, 120 * s, 15 * s, 1, 5 * s},
		{"remaining time below the minimum", 5, 10 * s, 120 * s, 7 * s, 1, 0},
		{"no remaining time", 5, 10 * s, 120 * s, 0, 1, 0},
		{"min over max", 5, 10 * s, 2 * s, time.Hour, 1, 2 * s},
		{"just below half the maximum", 2, 12500 * time.Millisecond, 25*s + 1, time.Hour, 1, 25 * s},
		{"random over 1", 5, 10 * s, 120 * s, time.Hour, 2, 120 * s},
		{"random is NaN", 5, 10 * s, 120 * s, time.Hour, math.NaN(), 10 * s},
	} {
		if got := waiters.Delay(tc.attempt, tc.min, tc.max, tc.remaining, tc.random); got != tc.want {
			t.Errorf("%s: Delay = %v, want %v", tc.name, got, tc.want)
		}
	}
}

// A delay is never negative, over the maximum, or over the remaining time.
func FuzzDelay(f *testing.F) {
	f.Add(5, int64(time.Second), int64(time.Minute), int64(time.Hour), 0.5)
	f.Add(math.MaxInt, int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), math.Inf(1))
	f.Add(-1, int64(math.MinInt64), int64(-1), int64(math.MinInt64), math.NaN())
	f.Fuzz(func(t *testing.T, attempt int, min, max, remaining int64, random float64) {
		got := waiters.Delay(attempt, time.Duration(min), time.Duration(max), time.Duration(remaining), random)
		if got < 0 || max >= 0 && got > time.Duration(max) || remaining >= 0 && got > time.Duration(remaining) {
			t.Errorf("Delay(%d, %d, %d, %d, %v) = %d", attempt, min, max, remaining, random, got)
		}
		if min > 0 && max >= min && remaining > 2*min && remaining > min && got < time.Duration(min) && time.Duration(remaining)-got != time.Duration(min) {
			t.Errorf("Delay(%d, %d, %d, %d, %v) = %d, below the minimum", attempt, min, max, remaining, random, got)
		}
	})
}

// All polls, from the first to the last, happen within maxWait. After the last one, at
// most MinDelay remains.
func TestPollsFitMaxWait(t *testing.T) {
	for _, maxWait := range []time.Duration{time.Second, 10 * time.Second, 11 * time.Second, time.Minute, time.Hour, 24 * time.Hour} {
		for _, random := range []float64{0, 0.3, 0.99, 1} {
			var at time.Duration
			for attempt := 1; maxWait-at > waiters.DefaultMinDelay; attempt++ {
				delay := waiters.Delay(attempt, waiters.DefaultMinDelay, waiters.DefaultMaxDelay, maxWait-at, random)
				if at += delay; delay <= 0 || at > maxWait {
					t.Fatalf("maxWait %v, attempt %d: delay %v, at %v", maxWait, attempt, delay, at)
				}
			}
			if maxWait > waiters.DefaultMinDelay && maxWait-at != waiters.DefaultMinDelay {
				t.Errorf("maxWait %v: the last poll is at %v", maxWait, at)
			}
		}
	}
}
