package faults

import "runtime"

// allocated returns how many bytes all goroutines of this process allocate while do runs:
// an upper bound of the memory in use at any time.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
