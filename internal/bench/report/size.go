//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// measureSize links programs and compares their sizes.
func measureSize(ctx context.Context, _ int, r *report) error {
	dir, err := os.MkdirTemp("", "size")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	size := map[string]int64{}
	for _, name := range []string{"bare", "parts", "ours", "lambda", "scheduler"} {
		file := filepath.Join(dir, name)
		if out, err := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w", "-o", file, "./size/"+name).CombinedOutput(); err != nil {
			return fmt.Errorf("link %s: %w\n%s", name, err, out)
		}
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		size[name] = info.Size()
	}
	if r.sizes, err = sizesByPackage(ctx, dir); err != nil {
		return err
	}
	over := func(name string) float64 { return float64(size[name]-size["bare"]) / 1000 }
	r.add(fmt.Sprintf("linked size over the bare program (scheduler %+.0f KB, lambda %+.0f KB, the parts of aws-sdk-go-v2 and smithy-go alone %+.0f KB)",
		over("scheduler"), over("lambda"), over("parts")),
		"at most +750 KB", over("ours"), 750, "%+.0f KB")
	return nil
}

// packageSize is the size of a package's code and data in our program, minus its size in the
// bare program.
type packageSize struct {
	name  string
	bytes int64
}

// sizesByPackage adds up the symbols of both programs.
func sizesByPackage(ctx context.Context, dir string) ([]packageSize, error) {
	symbols := map[string]int64{}
	for name, sign := range map[string]int64{"ours": 1, "bare": -1} {
		file := filepath.Join(dir, name+"-symbols")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", file, "./size/"+name).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("link %s: %w\n%s", name, err, out)
		}
		out, err := exec.CommandContext(ctx, "go", "tool", "nm", "-size", file).Output()
		if err != nil {
			return nil, fmt.Errorf("go tool nm: %w", err)
		}
		for line := range strings.Lines(string(out)) { // address, size, kind, name
			fields := strings.Fields(line)
			if len(fields) < 4 || !strings.Contains("tTrRdD", fields[2]) {
				continue
			}
			size, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("unknown output of go tool nm: %q", line)
			}
			symbols[symbolPackage(fields[3])] += sign * size
		}
	}
	var sizes []packageSize
	for name, size := range symbols {
		sizes = append(sizes, packageSize{name, size})
	}
	slices.SortFunc(sizes, func(a, b packageSize) int { return int(b.bytes - a.bytes) })
	return sizes, nil
}

// symbolPackage returns the package of a symbol. The types and tables of the linker count as
// one package.
func symbolPackage(symbol string) string {
	if strings.HasPrefix(symbol, "type:") || strings.HasPrefix(symbol, "go:") {
		return "types and tables of the linker"
	}
	symbol, _, _ = strings.Cut(symbol, "[")
	slash := strings.LastIndexByte(symbol, '/') + 1
	if dot := strings.IndexByte(symbol[slash:], '.'); dot >= 0 {
		symbol = symbol[:slash+dot]
	}
	return modules.Replace(symbol)
}

const minSize = 4000 // the smallest package that the report lists, in bytes

func (r *report) writeSizes(b *bytes.Buffer) {
	var named []string
	for _, s := range r.sizes {
		if s.bytes >= minSize {
			named = append(named, fmt.Sprintf("%s %.0f KB", s.name, float64(s.bytes)/1000))
		}
	}
	fmt.Fprintf(b, "\n## What our linked size is made of\n\nCode and data in addition to the bare program's, by package, from %d KB. The rest of the size is their line tables and stack maps.\n\n%s.\n", minSize/1000, strings.Join(named, ", "))
}
