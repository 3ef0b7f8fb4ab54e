//go:build linux

package main

import (
	"context"
	"time"
)

// warmUp is the number of loops that a process works on before it measures, because first
// calls cost more.
const warmUp = 2000

// repeats returns how often a process measures n loops, because a single short measurement
// would be mostly noise.
func repeats(n int) int { return max(1, 20_000/max(n, 1)) }

// repeat calls do as often as repeats returns, and returns the average cost of a call.
func repeat(n int, do func() error) (cost, error) {
	times := repeats(n)
	timer := watch()
	for range times {
		if err := do(); err != nil {
			return cost{}, err
		}
	}
	return timer.cost().dividedBy(times), nil
}

func (c cost) dividedBy(times int) cost {
	return cost{c.CPU / time.Duration(times), c.Elapsed / time.Duration(times), c.Memory / float64(times)}
}

func (c cost) plus(d cost) cost {
	return cost{c.CPU + d.CPU, c.Elapsed + d.Elapsed, c.Memory + d.Memory}
}

// repeatedly returns a work that repeats another one, and returns its average cost.
func repeatedly(do func(ctx context.Context, n int) (map[string]cost, error)) func(context.Context, int, string) (map[string]cost, error) {
	return func(ctx context.Context, n int, _ string) (map[string]cost, error) {
		if _, err := do(ctx, warmUp); err != nil {
			return nil, err
		}
		sums := map[string]cost{}
		times := repeats(n)
		for range times {
			costs, err := do(ctx, n)
			if err != nil {
				return nil, err
			}
			for name, c := range costs {
				sums[name] = sums[name].plus(c)
			}
		}
		for name, c := range sums {
			sums[name] = c.dividedBy(times)
		}
		return sums, nil
	}
}
