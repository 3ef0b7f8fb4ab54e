//go:build unix

package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/bench"
)

// loopbackCalls is the total number of calls of all goroutines.
const loopbackCalls = 313 * bench.LoopbackCallers

// measureLoopback measures 64 goroutines that call a server on this machine.
func measureLoopback(ctx context.Context, rounds int, r *report) error {
	var ratios []float64
	var opened int64
	for round := range loopbackRounds(rounds) {
		rates := map[string]float64{}
		names := []string{bench.Ours, bench.BareName}
		if round%2 > 0 { // the second subject benefits from a warm machine, so alternate
			slices.Reverse(names)
		}
		for _, name := range names {
			rate, connections, err := loopbackRate(ctx, name)
			if err != nil {
				return err
			}
			rates[name] = rate
			if name == bench.Ours {
				opened = max(opened, connections)
			}
		}
		ratios = append(ratios, rates[bench.Ours]/rates[bench.BareName])
	}
	r.addSpread("64 goroutines against loopback, calls a second", "at least 0.90 × bare request", ratios, 0.9, atLeast)
	r.add(fmt.Sprintf("… connections opened in %d calls, including replacements of dropped connections", loopbackCalls), "at most 64", float64(opened), 64, "%.0f")
	return nil
}

func loopbackRounds(rounds int) int { return max(6, rounds/3) }

func loopbackRate(ctx context.Context, subject string) (rate float64, connections int64, err error) {
	var loopback bench.Loopback
	defer loopback.Close()
	work := bench.Describe(loopback.Open)
	do := work.Subjects[slices.IndexFunc(work.Subjects, func(s bench.Subject) bool { return s.Name == subject })].Do
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	start := time.Now()
	for range bench.LoopbackCallers {
		all.Add(1)
		go func() {
			defer all.Done()
			for range loopbackCalls / bench.LoopbackCallers {
				if err := do(ctx); err != nil {
					failed.Store(&err)
					return
				}
			}
		}()
	}
	all.Wait()
	rate = loopbackCalls / time.Since(start).Seconds()
	if err := failed.Load(); err != nil {
		return 0, 0, *err
	}
	return rate, loopback.Connections.Load(), nil
}
