//go:build linux

package main

import "fmt"

// fewLoops explains the peaks of processes that have not collected garbage yet.
const fewLoops = "A Go program does not collect garbage before its heap has 4 MiB, which is 4 KB for each of 1,000 loops."

// reasons explains why a row may be over the factor.
var reasons = []struct{ part, series, reason string }{
	{memoryPerLoop, loading, fewLoops},
	{memoryPerLoop, saving, fewLoops},
	{memoryPerLoop, restart, fewLoops},
	{memoryPerLoop, ending, "The server remembers the events of at most 65,536 loops, so with more loops, each loop takes less memory."},
}

// reasonFor returns the reason why a row is over the factor.
func (r *report) reasonFor(p part, w work, s series) string {
	for _, known := range reasons {
		if known.part == p.title && known.series == s.name {
			return known.reason
		}
	}
	if cpu := factor(r.values(parts[0], w, s)); p.title == elapsedTime && cpu <= maxFactor {
		return fmt.Sprintf("The CPU time of the same work differs by %.2f. The rest is waiting: for the disk, for other processes, or for the time that other programs take.", cpu)
	}
	return "The reason is not known yet."
}
