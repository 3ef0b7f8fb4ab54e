//go:build linux

package main

import "fmt"

// reasons say why a row may be over the factor.
var reasons = []struct{ part, series, reason string }{
	{memoryPerLoop, loading, "A Go program does not collect garbage before its heap has 4 MiB. Among 1,000 loops, " +
		"the peak contains that much garbage; without loops, it contains little."},
	{memoryPerLoop, saving, "Among few loops, the peak contains buffers and garbage whose size does not depend on the loops."},
	{memoryPerLoop, restart, "Among few loops, the peak contains garbage whose size does not depend on the loops."},
	{memoryPerLoop, ending, "The server remembers the events of at most 65,536 loops, so among more a loop takes less."},
	{peakMemoryTitle, listing, "The heap in use stays near 1 MiB. A collection that other programs delay leaves more garbage, " +
		"and a longer work has more collections."},
}

// reasonFor returns why a row is over the factor.
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
