package waiters

import (
	"context"
	"math/rand/v2"
	"time"
)

// timing keeps the time of one wait.
type timing struct {
	ctx      context.Context // of the polls; it ends with the wait
	cancel   context.CancelFunc
	parent   context.Context // the caller's
	options  Options
	start    time.Time
	maxWait  time.Duration
	jitter   float64 // the smallest random part of a delay
	attempts int     // the number of the current poll, from 1
}

// begin starts a wait with resolved options. The caller calls cancel when the wait ends.
func begin(ctx context.Context, o Options, maxWait time.Duration, jitter float64) *timing {
	t := &timing{parent: ctx, options: o, start: o.Clock.Now(), maxWait: maxWait, jitter: jitter, attempts: 1}
	t.ctx, t.cancel = context.WithTimeout(ctx, maxWait)
	return t
}

func (t *timing) elapsed() time.Duration { return t.options.Clock.Now().Sub(t.start) }

// ended reports whether maxWait is over or the context has ended.
func (t *timing) ended() bool { return t.ctx.Err() != nil || t.elapsed() >= t.maxWait }

// next returns the delay until the next poll, or false if the time is too short for
// another poll.
func (t *timing) next() (time.Duration, bool) {
	remaining := t.maxWait - t.elapsed()
	if remaining <= t.options.MinDelay || t.ctx.Err() != nil {
		return 0, false
	}
	random := t.jitter + (1-t.jitter)*rand.Float64()
	return Delay(t.attempts, t.options.MinDelay, t.options.MaxDelay, remaining, random), true
}

// sleep waits for the delay. It returns the context's error if the context ends first.
func (t *timing) sleep(delay time.Duration) error {
	err := t.options.Clock.Sleep(t.ctx, delay)
	if err == nil {
		t.attempts++
	}
	return err
}

// timeout returns the error of a wait that ended too early. status is the status in the
// last output, and err is the last poll's error.
func (t *timing) timeout(waiter, status string, err error) error {
	cause := context.Cause(t.parent)
	if cause == nil {
		cause = context.DeadlineExceeded
	}
	return &TimeoutError{
		Waiter: waiter, MaxWait: t.maxWait, Elapsed: t.elapsed(), Attempts: t.attempts, Status: status,
		Cause: cause, ContextErr: t.parent.Err(), Err: err,
		minDelay: t.options.MinDelay,
	}
}

// realClock is the machine's clock.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
