package faults

import "runtime"

// allocated is how much memory do allocates in this process, by all goroutines: an
// upper bound of what it needs at once.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
