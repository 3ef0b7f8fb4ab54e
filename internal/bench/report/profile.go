//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/bench"
)

// profile tells which packages a work's time was spent in, in percent.
type profile struct {
	work     string
	packages map[string]float64
}

const profileTime = 4 * time.Second

// measureProfiles profiles our subject of the works that miss their aims.
func measureProfiles(ctx context.Context, _ int, r *report) error {
	for _, work := range []bench.Work{bench.Describe(bench.InMemory), bench.ListLoops(bench.InMemory, 100)} {
		fmt.Fprintln(os.Stderr, "profiling", work.Name)
		p, err := takeProfile(ctx, work.Subjects[0])
		if err != nil {
			return err
		}
		r.profiles = append(r.profiles, profile{work.Name, p})
	}
	return nil
}

func takeProfile(ctx context.Context, s bench.Subject) (map[string]float64, error) {
	dir, err := os.MkdirTemp("", "profile")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "cpu")
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, err
	}
	for begun := time.Now(); time.Since(begun) < profileTime; {
		if err = s.Do(ctx); err != nil {
			break
		}
	}
	pprof.StopCPUProfile()
	if err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-top", "-nodecount=100000", "-nodefraction=0", name).Output()
	if err != nil {
		return nil, fmt.Errorf("go tool pprof: %w", err)
	}
	return byPackage(string(out))
}

// byPackage adds up the lines of pprof's table: time, percent, sum, and the same with
// what is called, and the function.
func byPackage(table string) (map[string]float64, error) {
	packages := map[string]float64{}
	_, rows, found := strings.Cut(table, "flat%")
	if !found {
		return nil, fmt.Errorf("unknown output of pprof: %.200q", table)
	}
	for line := range strings.Lines(rows[strings.IndexByte(rows, '\n')+1:]) {
		fields := strings.Fields(line)
		if len(fields) < 6 {
			continue
		}
		percent, err := strconv.ParseFloat(strings.TrimSuffix(fields[1], "%"), 64)
		if err != nil {
			return nil, fmt.Errorf("unknown output of pprof: %.200q", line)
		}
		packages[packageOf(fields[5])] += percent
	}
	return packages, nil
}

// packageOf is the package of a function's full name, without the hosts and modules
// that all share.
func packageOf(function string) string {
	function, _, _ = strings.Cut(function, "[") // type arguments
	slash := strings.LastIndexByte(function, '/') + 1
	if dot := strings.IndexByte(function[slash:], '.'); dot >= 0 {
		function = function[:slash+dot]
	}
	switch {
	case strings.HasPrefix(function, "runtime"), strings.HasPrefix(function, "internal/runtime"), !strings.Contains(function, "/") && strings.ContainsAny(function, "_ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
		strings.HasPrefix(function, "mem"), strings.HasPrefix(function, "aes"), strings.HasPrefix(function, "gc"):
		return "runtime: allocation, garbage collection, maps"
	case strings.HasPrefix(function, "crypto"):
		return "crypto"
	}
	return strings.NewReplacer("github.com/a2iflows/a2iflows-go/", "", "github.com/aws/", "").Replace(function)
}

// least is what a package must have to be named, in percent.
const least = 1.5

func (r *report) writeProfiles(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## Where our time goes\n\nCPU profiles of %v each, by package, without those under %.1f %%.\n\n", profileTime, least)
	for _, p := range r.profiles {
		var named []string
		for _, name := range slices.SortedFunc(maps.Keys(p.packages), func(a, b string) int { return int(1e6 * (p.packages[b] - p.packages[a])) }) {
			if p.packages[name] >= least {
				named = append(named, fmt.Sprintf("%s %.0f %%", name, p.packages[name]))
			}
		}
		fmt.Fprintf(b, "- %s: %s.\n", p.work, strings.Join(named, ", "))
	}
}
