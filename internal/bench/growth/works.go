//go:build linux

package main

import "context"

// work is measured by one process. It has one series, or several that depend on each other.
type work struct {
	name      string
	processes bool // it measures processes, so its costs include a constant start
	series    []series

	// do measures n loops and returns the costs by series. Programs is the folder of
	// the example programs.
	do func(ctx context.Context, n int, programs string) (map[string]cost, error)
}

// series is one row of a table.
type series struct {
	name   string
	what   string // describes the measured work
	memory memory
}

// memory is the kind of memory that a series measures.
type memory string

const (
	heldMemory      memory = "heap in use after garbage collection"
	allocatedMemory memory = "all bytes allocated"
	peakMemory      memory = "peak of the process, less the peak with 0 loops"
	wholePeak       memory = "peak of the process" // must not grow with the number of loops
)

// Names of series.
const (
	listing  = "paginator: Items"
	waiting  = "HumanLoopsWaiter: Each"
	starting = "a2itest: Start"

	startingUnordered = "a2itest: Start, creation times not in order"
	startingLimited   = "a2itest: Start, MaxActiveLoops"

	paging  = "a2itest: ListHumanLoops"
	ending  = "a2itest: Complete"
	export  = "exportloops"
	saving  = "localservice -data: StartHumanLoop"
	loading = "localservice -data: load"
	restart = "localservice -data: restart"
)

// works are all works, in the report's order.
var works = []work{
	{name: "list", do: listItems, series: []series{
		{listing, "Items over a transport in memory that writes pages of 100 loops; the transport's cost counts", wholePeak},
	}},
	{name: "wait", do: waitForAll, series: []series{
		{waiting, "three polls over the same transport: no loop has ended, every second one has, all have. Memory is the maximum that the waiter holds after a poll", heldMemory},
	}},
	{name: "serve", do: repeatedly(serve), series: []series{
		{starting, "Server.Start", heldMemory},
		{paging, "Items over the loopback interface, 100 loops a page; the client's cost counts", allocatedMemory},
		{ending, "Server.Complete with one answer; memory is in addition to Start's", heldMemory},
	}},
	{name: "start", do: repeatedly(startVariants), series: []series{
		{startingUnordered, "Server.Start with a clock that jumps back and forth, and one page of the list", heldMemory},
		{startingLimited, "Server.Start with Options.MaxActiveLoops, which is not exceeded, and one page of the list", heldMemory},
	}},
	{name: "export", do: exportAll, processes: true, series: []series{
		{export, "the program writes JSON lines with checkpoints, from an a2itest.Server in another process", wholePeak},
	}},
	{name: "data", do: saveAndLoad, processes: true, series: []series{
		{saving, "64 goroutines call the program, which saves each loop to its file before it answers. CPU time is the program's. With 0 loops, the peak is measured after 2,000 list calls", peakMemory},
		{loading, "from the start of the process until it listens", peakMemory},
		{restart, "from SIGTERM until the next process listens; memory is the peak of the process that loaded and ended", peakMemory},
	}},
}
