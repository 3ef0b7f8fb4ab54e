//go:build linux

package main

import (
	"context"
	"time"
)

// warmUp is how many loops a process works on before it measures: first calls cost
// more.
const warmUp = 2000

// repeats returns how often a process measures n loops: a short work once would be
// mostly noise.
func repeats(n int) int { return max(1, 20_000/max(n, 1)) }

// repeat does a work on n loops as often as repeats says, and returns what it cost once.
func repeat(n int, do func() error) (cost, error) {
	times := repeats(n)
	begun := watch()
	for range times {
		if err := do(); err != nil {
			return cost{}, err
		}
	}
	return begun.cost().dividedBy(times), nil
}

func (c cost) dividedBy(times int) cost {
	return cost{c.CPU / time.Duration(times), c.Elapsed / time.Duration(times), c.Memory / float64(times)}
}

func (c cost) plus(d cost) cost {
	return cost{c.CPU + d.CPU, c.Elapsed + d.Elapsed, c.Memory + d.Memory}
}

// repeatedly returns the work that does another one as often as repeats says, and
// returns what that costs once.
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
