//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// measureSize links programs and compares them.
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
	over := func(name string) float64 { return float64(size[name]-size["bare"]) / 1000 }
	r.add(fmt.Sprintf("linked size over the bare program (scheduler %+.0f KB, lambda %+.0f KB, the parts of aws-sdk-go-v2 and smithy-go alone %+.0f KB)",
		over("scheduler"), over("lambda"), over("parts")),
		"at most +350 KB", over("ours"), 350, atMost, "%+.0f KB")
	return nil
}
