// Package export is a workflow that writes all human loops of a time range to one file,
// on several workers at once. A worker that dies costs what it had read since its last
// heartbeat; no loop is missing in the file, and none is in it twice.
package export

import "time"

// DefaultWindows is the default of Request.Windows.
const DefaultWindows = 8

// DefaultHeartbeatTimeout is the default of Request.HeartbeatTimeout.
const DefaultHeartbeatTimeout = 30 * time.Second

// Request is the input of Export.
type Request struct {
	FlowDefinitionArn string
	After, Before     time.Time // the range of creation times

	// File is the absolute path of the file to write, as JSON lines. Every worker must
	// reach it, and its folder.
	File string

	// Windows is the number of parts that the range is split into, at most 1,000. The
	// workers read as many at once as they have room for. Default: 8.
	Windows int

	// HeartbeatTimeout is how long a worker may be silent until another one takes over,
	// and how much is read again then. Default: 30 s.
	HeartbeatTimeout time.Duration
}

// Result is the result of Export.
type Result struct {
	Loops int
	Files int // that the attempts wrote: one for each window, and one more for each that was interrupted
}

// Part is the beginning of a file that an attempt wrote. The rest of the file does not
// count: a worker that was taken for dead may still write.
type Part struct {
	File  string
	Bytes int64
	Loops int
}

func (r Request) withDefaults() Request {
	if r.Windows == 0 {
		r.Windows = DefaultWindows
	}
	if r.HeartbeatTimeout == 0 {
		r.HeartbeatTimeout = DefaultHeartbeatTimeout
	}
	return r
}
