//go:build linux

package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"time"
)

// report contains all measurements.
type report struct {
	sizes []int                   // numbers of loops, ascending, without 0
	costs map[string]map[int]cost // by series and number of loops
	took  time.Duration
}

// maxFactor is the aim for the largest cost of a loop divided by the smallest, among all
// numbers of loops.
const maxFactor = 2.0

// part is a part of the costs: a table of the report.
type part struct {
	title, unit string
	of          func(cost) float64 // in unit
	whole       bool               // the value itself is shown, not its share per loop
	includes    func(series) bool
}

// Titles of parts.
const (
	elapsedTime     = "Elapsed time per loop"
	memoryPerLoop   = "Memory per loop"
	peakMemoryTitle = "Peak memory of the process"
)

var parts = []part{
	{"CPU time per loop", "µs", func(c cost) float64 { return float64(c.CPU) / 1e3 }, false, func(series) bool { return true }},
	{elapsedTime, "µs", func(c cost) float64 { return float64(c.Elapsed) / 1e3 }, false, func(series) bool { return true }},
	{memoryPerLoop, "bytes", func(c cost) float64 { return c.Memory }, false, func(s series) bool { return s.memory != wholePeak }},
	{peakMemoryTitle, "MiB", func(c cost) float64 { return c.Memory / (1 << 20) }, true, func(s series) bool { return s.memory == wholePeak }},
}

// constant returns the cost of a work without loops. ok is false if it was not measured, or
// if the values of the table include it.
func (r *report) constant(p part, w work, s series) (value float64, ok bool) {
	if p.whole || !w.processes {
		return 0, false
	}
	return p.of(r.costs[s.name][0]), true
}

// values returns the values of a series for each number of loops.
func (r *report) values(p part, w work, s series) []float64 {
	constant, _ := r.constant(p, w, s)
	var values []float64
	for _, n := range r.sizes {
		value := p.of(r.costs[s.name][n])
		if !p.whole {
			value = (value - constant) / float64(n)
		}
		values = append(values, value)
	}
	return values
}

// factor returns the largest value divided by the smallest.
func factor(values []float64) float64 {
	smallest, largest := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		smallest, largest = min(smallest, v), max(largest, v)
	}
	if smallest <= 0 {
		return math.Inf(1)
	}
	return largest / smallest
}

func (r *report) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Growth\n\nMade by `go -C internal/bench run ./growth`. It shows the cost of one loop among %s. "+
		"A cost that is proportional to the number of loops is the same in each column. The factor is the largest value of a row divided by its smallest; the aim is at most %.1f.\n\n",
		strings.Join(counts(r.sizes), ", ")+" loops", maxFactor)
	b.WriteString("Each measurement runs in a separate process. It repeats work on few loops until it has processed about 20,000. " +
		"Tables show the median of 5 processes for 1,000 loops, of 3 for up to 100,000, and 1 process for more. " +
		"If work includes the start of a process, the column \"0 loops\" shows that constant for the whole process, and the other columns do not include it. " +
		"Compare CPU times: elapsed time includes waiting for the disk and for other programs.\n\n")
	fmt.Fprintf(&b, "Machine: %s, %d cores, %s/%s, %s. The run took %s.\n\n<picture>\n  <source media=\"(prefers-color-scheme: dark)\" srcset=\"growth.dark.svg\">\n  <img alt=\"Line charts: CPU time and memory per loop, and peak memory, against the number of loops\" src=\"growth.light.svg\">\n</picture>\n", cpuName(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), r.took.Round(time.Second))
	r.writeSeries(&b)
	for _, p := range parts {
		r.writeTable(&b, p)
	}
	r.writeReasons(&b)
	return b.Bytes()
}

func (r *report) writeSeries(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## What is measured\n\n| series | work | memory |\n|---|---|---|\n")
	for _, w := range works {
		for _, s := range w.series {
			fmt.Fprintf(b, "| %s | %s | %s |\n", s.name, s.what, s.memory)
		}
	}
}

func (r *report) writeTable(b *bytes.Buffer, p part) {
	fmt.Fprintf(b, "\n## %s, %s\n\n| series | 0 loops, total | %s | factor |\n|---|---|%s---|\n", p.title, p.unit, strings.Join(counts(r.sizes), " | "), strings.Repeat("---|", len(r.sizes)))
	for _, w := range works {
		for _, s := range w.series {
			if !p.includes(s) {
				continue
			}
			constant := ""
			if value, ok := r.constant(p, w, s); ok {
				constant = number(value)
			}
			values := r.values(p, w, s)
			fmt.Fprintf(b, "| %s | %s |", s.name, constant)
			for _, v := range values {
				fmt.Fprintf(b, " %s |", number(v))
			}
			fmt.Fprintf(b, " %.2f |\n", factor(values))
		}
	}
}

// writeReasons writes the reason for each row over maxFactor.
func (r *report) writeReasons(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## Rows over a factor of %.1f\n\n", maxFactor)
	over := false
	for _, p := range parts {
		for _, w := range works {
			for _, s := range w.series {
				values := r.values(p, w, s)
				if !p.includes(s) || factor(values) <= maxFactor {
					continue
				}
				over = true
				fmt.Fprintf(b, "- %s, %s: %.2f. %s\n", s.name, strings.ToLower(p.title[:1])+p.title[1:], factor(values), r.reasonFor(p, w, s))
			}
		}
	}
	if !over {
		b.WriteString("There are none.\n")
	}
}

// number writes a value with three digits, or all digits before the point.
func number(v float64) string {
	switch {
	case math.Abs(v) < 10:
		return fmt.Sprintf("%.2f", v)
	case math.Abs(v) < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return count(int(math.Round(v)))
}

func counts(numbers []int) []string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = count(n)
	}
	return texts
}

// count writes a number with commas.
func count(n int) string {
	if n < 0 {
		return "-" + count(-n)
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", count(n/1000), n%1000)
}

func cpuName() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.SplitSeq(string(info), "\n") {
			if name, ok := strings.CutPrefix(line, "model name"); ok {
				return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
			}
		}
	}
	return "unknown CPU"
}
