package waiters

import (
	"context"
	"math/rand/v2"
	"time"
)

// Timing is the course of one wait: what a waiter of another kind than Waiter is
// built from.
type Timing struct {
	// Context ends with the wait. Polls must use it.
	Context context.Context

	// Attempts is the number of the current poll, from 1; Sleep counts on.
	Attempts int

	// Jitter gives the random part of each delay: see Delay.
	Jitter func() float64

	options Options
	parent  context.Context
	cancel  context.CancelFunc
	start   time.Time
	maxWait time.Duration
}

// Begin begins a wait with resolved options. End it.
func Begin(ctx context.Context, o Options, maxWait time.Duration) *Timing {
	t := &Timing{options: o, parent: ctx, start: o.Clock.Now(), maxWait: maxWait, Attempts: 1, Jitter: rand.Float64}
	t.Context, t.cancel = context.WithTimeout(ctx, maxWait)
	return t
}

// End frees what the wait holds.
func (t *Timing) End() { t.cancel() }

// Elapsed is the time since the wait began.
func (t *Timing) Elapsed() time.Duration { return t.options.Clock.Now().Sub(t.start) }

// Ended tells whether the wait's time or context is over.
func (t *Timing) Ended() bool { return t.Context.Err() != nil || t.Elapsed() >= t.maxWait }

// Next returns the delay until the next poll; false when there is no time for
// another.
func (t *Timing) Next() (time.Duration, bool) {
	remaining := t.maxWait - t.Elapsed()
	if remaining <= t.options.MinDelay || t.Context.Err() != nil {
		return 0, false
	}
	return Delay(t.Attempts, t.options.MinDelay, t.options.MaxDelay, remaining, t.Jitter()), true
}

// Sleep lets the delay pass. It returns the context's error when that ends
// first.
func (t *Timing) Sleep(delay time.Duration) error {
	err := t.options.Clock.Sleep(t.Context, delay)
	if err == nil {
		t.Attempts++
	}
	return err
}

// Timeout is the error of a wait that ended too early: seen is what the last
// poll saw, err its error.
func (t *Timing) Timeout(waiter, seen string, err error) error {
	cause := context.Cause(t.parent)
	if cause == nil {
		cause = context.DeadlineExceeded
	}
	return &TimeoutError{
		Waiter: waiter, MaxWait: t.maxWait, Elapsed: t.Elapsed(), Attempts: t.Attempts, Status: seen,
		Cause: cause, ContextErr: t.parent.Err(), Err: err,
		minDelay: t.options.MinDelay,
	}
}

// realClock is the machine's.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
