//go:build unix

package main

import (
	"os"
	"runtime/debug"
	"strings"
)

func cpuName() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown CPU"
	}
	for line := range strings.SplitSeq(string(info), "\n") {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return "unknown CPU"
}

// versions returns the peers' versions.
func versions() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	var all []string
	for _, dep := range build.Deps {
		if strings.Contains(dep.Path, "aws-sdk-go-v2/service/") && !strings.Contains(dep.Path, "/internal/") || strings.HasSuffix(dep.Path, "/aws-sdk-go-v2") || strings.HasSuffix(dep.Path, "/smithy-go") {
			all = append(all, dep.Path[strings.LastIndexByte(dep.Path, '/')+1:]+" "+dep.Version)
		}
	}
	return strings.Join(all, ", ")
}
