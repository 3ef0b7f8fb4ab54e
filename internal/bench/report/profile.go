//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/bench"
)

// profile contains a work's CPU time and allocations by package. The costs of the standard
// library count for the packages that call it.
type profile struct {
	work   string
	cpu    map[string]float64 // percent
	allocs map[string]float64 // per call
}

const (
	profileTime  = 4 * time.Second
	profileCalls = 5_000
)

// measureProfiles profiles our subject of the works that miss their aims.
func measureProfiles(ctx context.Context, _ int, r *report) error {
	for _, work := range []bench.Work{bench.Describe(bench.InMemory), bench.ListLoops(bench.InMemory, 100)} {
		fmt.Fprintln(os.Stderr, "profiling", work.Name)
		cpu, err := profileCPU(ctx, work.Subjects[0])
		if err != nil {
			return err
		}
		allocs, err := profileAllocs(ctx, work.Subjects[0])
		if err != nil {
			return err
		}
		r.profiles = append(r.profiles, profile{work.Name, cpu, allocs})
	}
	return nil
}

func profileCPU(ctx context.Context, s bench.Subject) (map[string]float64, error) {
	return byPackage(ctx, "%", func(file *os.File) error {
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
		for start := time.Now(); time.Since(start) < profileTime; {
			if err := s.Do(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// profileAllocs counts every allocation of profileCalls calls.
func profileAllocs(ctx context.Context, s bench.Subject) (map[string]float64, error) {
	rate := runtime.MemProfileRate
	defer func() { runtime.MemProfileRate = rate }()
	dump := func(file *os.File) error {
		runtime.GC()
		return pprof.Lookup("allocs").WriteTo(file, 0)
	}
	runtime.MemProfileRate = 1 // set before the first dump, because pprof scales the counts by it
	before, err := byPackage(ctx, "alloc_objects", dump)
	if err != nil {
		return nil, err
	}
	for range profileCalls {
		if err := s.Do(ctx); err != nil {
			return nil, err
		}
	}
	after, err := byPackage(ctx, "alloc_objects", dump)
	for name := range after {
		after[name] = (after[name] - before[name]) / profileCalls
	}
	return after, err
}

// byPackage takes a profile and adds up its lines by package, with pprof. It hides the frames
// of the standard library, so that their costs count for their callers. Costs without a
// caller in another module, such as the garbage collector's, are not included.
func byPackage(ctx context.Context, unit string, take func(*os.File) error) (map[string]float64, error) {
	dir, err := os.MkdirTemp("", "profile")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "profile")
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(take(file), file.Close()); err != nil {
		return nil, err
	}
	args := []string{"tool", "pprof", "-top", "-show=^github", "-nodecount=100000", "-nodefraction=0"}
	if unit != "%" {
		args = append(args, "-sample_index="+unit, "-unit=count")
	}
	out, err := exec.CommandContext(ctx, "go", append(args, name)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go tool pprof: %w", err)
	}
	_, rows, found := strings.Cut(string(out), "flat%")
	if !found {
		return nil, fmt.Errorf("unknown output of pprof: %.200q", out)
	}
	packages := map[string]float64{}
	for line := range strings.Lines(rows[strings.IndexByte(rows, '\n')+1:]) { // flat, %, sum, cum, %, function
		fields := strings.Fields(line)
		if len(fields) < 6 {
			continue
		}
		text := fields[0]
		if unit == "%" {
			text = strings.TrimSuffix(fields[1], "%")
		}
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("unknown output of pprof: %.200q", line)
		}
		packages[symbolPackage(fields[5])] += value
	}
	return packages, nil
}

// modules shortens the names of packages.
var modules = strings.NewReplacer("github.com/a2iflows/a2iflows-go/", "", "github.com/aws/", "")

func (r *report) writeProfiles(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## Where our time goes\n\nBy package, including its calls of the standard library and their allocations. The rest is the garbage collector and the scheduler.\n\n")
	for _, p := range r.profiles {
		fmt.Fprintf(b, "- %s, CPU time: %s.\n", p.work, largest(p.cpu, 1.5, "%s %.0f %%"))
		fmt.Fprintf(b, "- %s, allocations of a call: %s.\n", p.work, largest(p.allocs, 0.5, "%s %.1f"))
	}
}

// largest lists the values that are at least threshold.
func largest(values map[string]float64, threshold float64, format string) string {
	var named []string
	for _, name := range slices.SortedFunc(maps.Keys(values), func(a, b string) int { return int(1e6 * (values[b] - values[a])) }) {
		if values[name] >= threshold {
			named = append(named, fmt.Sprintf(format, name, values[name]))
		}
	}
	return strings.Join(named, ", ")
}
