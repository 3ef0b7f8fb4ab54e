//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"
)

// Arguments of this program's child processes.
const (
	measureArg = "measure" // a work, a number of loops, and the folder of the programs
	serveArg   = "serve"   // a number of loops
	startArg   = "start"   // a number of loops, and the URL of a service
	warmUpArg  = "warm-up" // the same
)

// childOf returns the function of a child process with these arguments. ok is false if the
// process is not a child.
func childOf(args []string) (child func(context.Context) error, ok bool) {
	switch {
	case len(args) == 5 && args[1] == measureArg:
		return func(ctx context.Context) error { return measureHere(ctx, args[2], args[3], args[4]) }, true
	case len(args) == 3 && args[1] == serveArg:
		return func(context.Context) error { return serveLoops(args[2]) }, true
	case len(args) == 4 && args[1] == startArg:
		return func(ctx context.Context) error { return callService(ctx, args[2], args[3], startLoop) }, true
	case len(args) == 4 && args[1] == warmUpArg:
		return func(ctx context.Context) error { return callService(ctx, args[2], args[3], listEmpty) }, true
	}
	return nil, false
}

// measureHere measures a work in this process and prints its costs, by series.
func measureHere(ctx context.Context, name, loops, programs string) error {
	i := slices.IndexFunc(works, func(w work) bool { return w.name == name })
	n, err := strconv.Atoi(loops)
	if i < 0 || err != nil {
		return fmt.Errorf("%s, %s loops: unknown work or number", name, loops)
	}
	costs, err := works[i].do(ctx, n, programs)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(costs)
}

// measure measures a work in child processes and records the median of their results.
func (r *report) measure(ctx context.Context, w work, n int, programs string) error {
	if n == 0 && !w.processes {
		return nil // the work has no constant cost
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	results := map[string][]cost{}
	for range runs(n) {
		var stderr bytes.Buffer
		command := exec.CommandContext(ctx, self, measureArg, w.name, strconv.Itoa(n), programs)
		command.Stderr = &stderr
		out, err := command.Output()
		if err != nil {
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
		}
		var costs map[string]cost
		if err := json.Unmarshal(out, &costs); err != nil {
			return err
		}
		for name, c := range costs {
			results[name] = append(results[name], c)
		}
	}
	for _, s := range w.series {
		if len(results[s.name]) == 0 {
			return errors.New(s.name + " was not measured")
		}
		if r.costs[s.name] == nil {
			r.costs[s.name] = map[int]cost{}
		}
		r.costs[s.name][n] = medians(results[s.name])
	}
	return nil
}

// runs returns how many processes measure n loops.
func runs(n int) int {
	switch {
	case n <= 1000:
		return 5
	case n <= 100_000:
		return 3
	}
	return 1
}

// medians returns the median of each part of the costs.
func medians(costs []cost) cost {
	return cost{
		CPU:     median(costs, func(c cost) time.Duration { return c.CPU }),
		Elapsed: median(costs, func(c cost) time.Duration { return c.Elapsed }),
		Memory:  median(costs, func(c cost) float64 { return c.Memory }),
	}
}

func median[V time.Duration | float64](costs []cost, part func(cost) V) V {
	values := make([]V, len(costs))
	for i, c := range costs {
		values[i] = part(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
