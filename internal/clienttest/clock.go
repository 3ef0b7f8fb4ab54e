package clienttest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Clock is a clock that passes only when something sleeps on it. What was
// planned for a time happens when it gets there.
type Clock struct {
	mu      sync.Mutex
	now     time.Time
	planned []plan
	// Slept are the sleeps so far.
	Slept []time.Duration
}

type plan struct {
	at time.Time
	do func()
}

// NewClock returns a clock that begins at SigningTime.
func NewClock() *Clock { return &Clock{now: SigningTime} }

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After plans something for a time from now.
func (c *Clock) After(d time.Duration, do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := plan{c.now.Add(d), do}
	i, _ := slices.BinarySearchFunc(c.planned, p, func(a, b plan) int { return a.at.Compare(b.at) })
	c.planned = slices.Insert(c.planned, i, p)
}

// Sleep lets the time pass at once.
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
