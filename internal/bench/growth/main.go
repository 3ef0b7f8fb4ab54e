//go:build unix

// Growth measures what a loop costs among a thousand, ten thousand, a hundred thousand and a
// million, and writes GROWTH.md and growth.svg.
//
//	go -C internal/bench run ./growth
//	go -C internal/bench run ./growth -max 1000 -least 1ms -out /tmp/growth
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	largest := flag.Int("max", 1_000_000, "the most `loops` to measure with")
	out := flag.String("out", ".", "the `FOLDER` to write GROWTH.md and growth.svg to, from internal/bench")
	only := flag.String("series", "", "measure only the series with this `NAME`, and write nothing")
	flag.DurationVar(&least, "least", time.Second, "how `long` each measurement lasts at least, over its repetitions")
	child := flag.Int("child", 0, "measure -series with this many `loops` in this process: for the program itself")
	flag.Parse()
	if err := run(*largest, *out, *only, *child); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func run(largest int, out, only string, child int) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if child > 0 {
		return measureHere(ctx, only, child)
	}
	programs, err := buildPrograms(ctx)
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	var measured []result
	for _, s := range allSeries {
		if only != "" && s.name != only {
			continue
		}
		r := result{series: s}
		for n := 1000; n <= largest; n *= 10 {
			p, err := measureInChild(ctx, s, n, programs)
			if err != nil {
				return fmt.Errorf("%s with %d loops: %w", s.name, n, err)
			}
			fmt.Fprintf(os.Stderr, "%-28s %9d loops %9.2f µs %9.0f bytes a loop\n", s.name, n, p.micros, p.bytes)
			r.points = append(r.points, p)
		}
		measured = append(measured, r)
	}
	if only != "" {
		return nil
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "GROWTH.md"), markdown(measured), 0o666); err != nil {
		return err
	}
	return chart(measured, filepath.Join(out, "growth.svg"))
}

// result is what a series cost.
type result struct {
	series series
	points []point
}

// point is what one of n loops costs.
type point struct {
	n      int
	micros float64 // elapsed
	bytes  float64 // in memory
}

// least is how long a measurement lasts at least, over its repetitions.
var least time.Duration

// measureInChild measures in a process of its own, whose memory is then the series' alone.
func measureInChild(ctx context.Context, s series, n int, programs string) (point, error) {
	self, err := os.Executable()
	if err != nil {
		return point{}, err
	}
	cmd := exec.CommandContext(ctx, self, "-series", s.name, "-child", strconv.Itoa(n), "-least", least.String())
	cmd.Env = append(os.Environ(), programsVar+"="+programs)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return point{}, err
	}
	p := point{n: n}
	_, err = fmt.Sscan(string(text), &p.micros, &p.bytes)
	return p, err
}

// measureHere measures a series and prints the median time and memory of a loop.
func measureHere(ctx context.Context, name string, n int) error {
	for _, s := range allSeries {
		if s.name != name {
			continue
		}
		var micros, bytes []float64
		for total := time.Duration(0); total < least; {
			c, err := s.measure(ctx, n)
			if err != nil {
				return err
			}
			if c.elapsed <= 0 {
				return errors.New("nothing was measured")
			}
			total += c.elapsed
			micros = append(micros, float64(c.elapsed.Nanoseconds())/1000/float64(n))
			bytes = append(bytes, c.bytes/float64(n))
		}
		fmt.Println(median(micros), median(bytes))
		return nil
	}
	return fmt.Errorf("there is no series %q", name)
}

// buildPrograms builds the examples that are measured as processes.
func buildPrograms(ctx context.Context) (dir string, err error) {
	dir, err = os.MkdirTemp("", "growth")
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", dir+string(filepath.Separator), "./examples/exportloops", "./examples/localservice")
	cmd.Dir = filepath.Join("..", "..")
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", errors.Join(fmt.Errorf("build the examples: %w: %s", err, strings.TrimSpace(string(text))), os.RemoveAll(dir))
	}
	return dir, nil
}
