//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cost is the total cost of all loops of a measurement.
type cost struct {
	CPU     time.Duration // of all threads of the measured process
	Elapsed time.Duration
	Memory  float64 // bytes, of the kind that the series measures
}

// stopwatch measures a part of this process's work.
type stopwatch struct {
	elapsed time.Time
	cpu     time.Duration
	held    float64
}

// watch starts a stopwatch. It collects garbage first, so that earlier work does not count.
func watch() stopwatch {
	held := heap()
	return stopwatch{elapsed: time.Now(), cpu: ownCPU(), held: held}
}

// cost returns the time since the stopwatch was started, and by how much the heap in use has
// grown.
func (w stopwatch) cost() cost {
	c := cost{CPU: ownCPU() - w.cpu, Elapsed: time.Since(w.elapsed)}
	c.Memory = heap() - w.held
	return c
}

// heap returns the bytes of the heap that are in use.
func heap() float64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // frees what the first one found in sync.Pool
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc)
}

// allocated returns the bytes that this process has allocated so far.
func allocated() float64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.TotalAlloc)
}

// ownCPU returns the CPU time of this process.
func ownCPU() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // never fails for this process
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// cpuOf returns the CPU time of all current threads of a running process. The threads of a Go
// program do not end before the program does.
func cpuOf(pid int) (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		return 0, fmt.Errorf("process %d has no threads in /proc: %w", pid, err)
	}
	var sum int64
	for _, name := range threads {
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		first, _, _ := strings.Cut(string(text), " ") // nanoseconds on a CPU
		ns, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		sum += ns
	}
	return time.Duration(sum), nil
}

// peakOf returns the peak of a process's resident memory so far, in bytes. Unlike
// getrusage's, it does not include the process before exec.
func peakOf(pid int) (float64, error) {
	name := fmt.Sprintf("/proc/%d/status", pid)
	text, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(text), "VmHWM:")
	if !found {
		return 0, fmt.Errorf("%s has no VmHWM", name)
	}
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kib * 1024, err
}
