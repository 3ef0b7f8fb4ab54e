package clienttest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Clock is a clock that advances only while something sleeps on it. It runs planned
// functions when their time comes.
type Clock struct {
	mu      sync.Mutex
	now     time.Time
	planned []plan
	// Slept records the duration of each sleep.
	Slept []time.Duration
}

type plan struct {
	at time.Time
	do func()
}

// NewClock returns a clock that starts at SigningTime.
func NewClock() *Clock { return &Clock{now: SigningTime} }

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After plans a function to run in d.
func (c *Clock) After(d time.Duration, do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := plan{c.now.Add(d), do}
	i, _ := slices.BinarySearchFunc(c.planned, p, func(a, b plan) int { return a.at.Compare(b.at) })
	c.planned = slices.Insert(c.planned, i, p)
}

// Sleep advances the clock by d without waiting.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	c.Slept = append(c.Slept, d)
	end := c.now.Add(d)
	for len(c.planned) > 0 && !c.planned[0].at.After(end) {
		next := c.planned[0]
		c.planned = c.planned[1:]
		c.now = next.at
		c.mu.Unlock()
		next.do()
		c.mu.Lock()
	}
	c.now = end
	c.mu.Unlock()
	return ctx.Err()
}
