//go:build linux

// Growth measures the cost of one loop among 1,000, 10,000, 100,000 and 1,000,000 loops, and
// writes GROWTH.md next to this module's go.mod. Each measurement runs in a separate process.
// Growth needs Linux's /proc. The second command draws the report's chart.
//
//	go -C internal/bench run ./growth
//	go generate ./internal/pictures
//	go -C internal/bench run ./growth -max 1000 -out /tmp/growth
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	if child, ok := childOf(os.Args); ok {
		exitWith(child(context.Background()))
		return
	}
	maxLoops := flag.Int("max", 1_000_000, "the largest number of `loops`, 1000 or more")
	out := flag.String("out", ".", "the `folder` to write GROWTH.md to, from internal/bench")
	flag.Parse()
	exitWith(run(context.Background(), *maxLoops, *out))
}

func exitWith(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

const minLoops = 1000

// run measures all series at each size up to maxLoops, and writes the report to out.
func run(ctx context.Context, maxLoops int, out string) error {
	if maxLoops < minLoops {
		return fmt.Errorf("-max is %d: set %d or more", maxLoops, minLoops)
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	programs, err := os.MkdirTemp("", "growth")
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	if err := build(ctx, programs); err != nil {
		return err
	}
	start := time.Now()
	r := &report{costs: map[string]map[int]cost{}}
	sizes := []int{0}
	for n := minLoops; n <= maxLoops; n *= 10 {
		sizes = append(sizes, n)
		r.sizes = append(r.sizes, n)
	}
	for _, n := range sizes {
		for _, w := range works {
			fmt.Fprintf(os.Stderr, "measuring %s, %d loops\n", w.name, n)
			if err := r.measure(ctx, w, n, programs); err != nil {
				return fmt.Errorf("%s, %d loops: %w", w.name, n, err)
			}
		}
	}
	r.took = time.Since(start)
	return os.WriteFile(filepath.Join(out, "GROWTH.md"), r.markdown(), 0o666)
}

const module = "github.com/a2iflows/a2iflows-go"

// build builds the example programs that are measured, in a folder.
func build(ctx context.Context, folder string) error {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return fmt.Errorf("find the folder of %s: %w", module, err)
	}
	for _, name := range []string{exportloops, localservice} {
		command := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(folder, name), module+"/examples/"+name)
		command.Dir = strings.TrimSpace(string(root)) // its go.mod lists the programs' dependencies
		if out, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", name, err, out)
		}
	}
	return nil
}
