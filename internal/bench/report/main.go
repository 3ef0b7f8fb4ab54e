//go:build unix

// Report measures all works, interleaved in rounds, and writes REPORT.md next to
// this module's go.mod. The second command draws its charts.
//
//	go -C internal/bench run ./report
//	go generate ./internal/pictures
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/a2iflows/a2iflows-go/internal/bench"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == listingArg {
		listing(os.Args[2]) // measureMemory has started this process
		return
	}
	rounds := flag.Int("rounds", 41, "how often each subject is measured")
	out := flag.String("out", ".", "the `FOLDER` to write REPORT.md to, from internal/bench")
	flag.Parse()
	if err := run(context.Background(), *rounds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int, out string) error {
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	runtime.GOMAXPROCS(min(2, runtime.NumCPU()))
	var r report
	for _, work := range []bench.Work{
		bench.Describe(bench.InMemory), bench.ListLoops(bench.InMemory, 100), bench.ListExecutions(bench.InMemory),
		bench.First(bench.InMemory), bench.Decode(100),
	} {
		fmt.Fprintln(os.Stderr, "measuring", work.Name)
		measured, err := measure(ctx, work, rounds, roundTime)
		if err != nil {
			return err
		}
		r.works = append(r.works, measured)
	}
	for _, step := range []func(context.Context, int, *report) error{measureMatrix, measureLoopback, measurePrefetch, measureMemory, measureSize, measureProfiles} {
		if err := step(ctx, rounds, &r); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(out, "REPORT.md"), r.markdown(rounds), 0o666)
}
