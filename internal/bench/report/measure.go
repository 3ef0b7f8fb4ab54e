//go:build unix

package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/bench"
)

// measured is a work with the costs of each subject in each round.
type measured struct {
	work  string
	costs map[string][]cost
	order []string
}

// cost is the cost of one call.
type cost struct {
	cpu    float64 // microseconds of this process, including garbage collection
	allocs float64
	bytes  float64
}

// Approximate time of one subject in a round, in the works and in the matrix.
const (
	roundTime       = 300 * time.Millisecond
	matrixRoundTime = 100 * time.Millisecond
)

// measure measures the subjects of a work in turn, round after round, so that other load on
// the machine affects all of them.
func measure(ctx context.Context, work bench.Work, rounds int, roundTime time.Duration) (measured, error) {
	m := measured{work: work.Name, costs: map[string][]cost{}}
	calls := map[string]int{}
	for _, s := range work.Subjects {
		m.order = append(m.order, s.Name)
		start := time.Now()
		n := 0
		for ; n < 5 || time.Since(start) < roundTime/3; n++ {
			if err := s.Do(ctx); err != nil {
				return m, fmt.Errorf("%s, %s: %w", work.Name, s.Name, err)
			}
		}
		calls[s.Name] = max(3, int(float64(n)*float64(roundTime)/float64(time.Since(start))))
	}
	for round := range rounds {
		subjects := slices.Clone(work.Subjects)
		if round%2 > 0 { // a subject must not always follow the same one
			slices.Reverse(subjects)
		}
		for _, s := range subjects {
			c, err := measureOnce(ctx, s, calls[s.Name])
			if err != nil {
				return m, err
			}
			m.costs[s.Name] = append(m.costs[s.Name], c)
		}
	}
	return m, nil
}

func measureOnce(ctx context.Context, s bench.Subject, n int) (cost, error) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpuTime()
	for range n {
		if err := s.Do(ctx); err != nil {
			return cost{}, err
		}
	}
	spent := cpuTime() - start
	runtime.ReadMemStats(&after)
	return cost{
		cpu:    float64(spent.Nanoseconds()) / 1e3 / float64(n),
		allocs: float64(after.Mallocs-before.Mallocs) / float64(n),
		bytes:  float64(after.TotalAlloc-before.TotalAlloc) / float64(n),
	}, nil
}

// cpuTime returns the CPU time of this process.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // never fails for this process
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// median returns the median of a subject's rounds. of selects a part of the cost.
func (m *measured) median(subject string, of func(cost) float64) float64 {
	values := make([]float64, len(m.costs[subject]))
	for i, c := range m.costs[subject] {
		values[i] = of(c)
	}
	return middle(values)
}

// ratios returns the ratio of two subjects' costs in each round.
func (m *measured) ratios(a, b string, of func(cost) float64) []float64 {
	values := make([]float64, len(m.costs[a]))
	for i := range values {
		values[i] = of(m.costs[a][i]) / of(m.costs[b][i])
	}
	return values
}

// ratio returns the median of the ratios.
func (m *measured) ratio(a, b string, of func(cost) float64) float64 {
	return middle(m.ratios(a, b, of))
}

func middle(values []float64) float64 { return quantile(values, 0.5) }

// quantile returns the number that this part of the values is less than. It interpolates
// between two values.
func quantile(values []float64, part float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := part * float64(len(sorted)-1)
	below := int(at)
	if below+1 == len(sorted) {
		return sorted[below]
	}
	return sorted[below] + (at-float64(below))*(sorted[below+1]-sorted[below])
}

func byCPU(c cost) float64    { return c.cpu }
func byAllocs(c cost) float64 { return c.allocs }
func byBytes(c cost) float64  { return c.bytes }
