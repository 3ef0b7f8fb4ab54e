package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/smithy-go"
)

// soak contains what all callers share.
type soak struct {
	client *a2iruntime.Client
	flow   string

	started, succeeded, failed, lost atomic.Int64

	mu    sync.Mutex
	kinds map[string]int // the number of failures that a fault explains, by kind
	err   error          // the first error that no fault explains
	heaps []uint64       // the live bytes of each printed line
}

// noteError records the first error that no fault explains.
func (s *soak) noteError(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
}

func (s *soak) firstError() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// noteFailure counts a failed call by the fault of its last attempt. It returns false if no
// fault explains the failure.
func (s *soak) noteFailure(err error) bool {
	kind := ""
	var response interface{ HTTPStatusCode() int }
	var api smithy.APIError
	var reading *smithy.DeserializationError
	switch {
	case errors.As(err, &api) && errors.As(err, &response):
		switch code := api.ErrorCode(); code {
		case "ThrottlingException", "InternalServerException", "ServiceUnavailable", "UnknownError", "InvalidSignatureException":
			kind = fmt.Sprintf("%d %s", response.HTTPStatusCode(), code)
		}
	case errors.As(err, &reading):
		kind = "a truncated body, or HTML instead of JSON"
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		kind = "a connection reset"
	}
	if kind == "" {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kinds[kind]++
	return true
}

// printFailures prints the number of failures of each kind.
func (s *soak) printFailures() {
	for _, kind := range slices.Sorted(maps.Keys(s.kinds)) {
		fmt.Printf("%7d ended by %s\n", s.kinds[kind], kind)
	}
}

// pending returns the number of calls that have not ended.
func (s *soak) pending() int64 {
	return s.started.Load() - s.succeeded.Load() - s.failed.Load()
}

// lineEvery is the time between two lines of report.
const lineEvery = 10 * time.Second

// report prints the counts, memory and goroutines until ctx ends.
func (s *soak) report(ctx context.Context) {
	fmt.Println("   time      started    succeeded       failed  lost  heap KiB  goroutines")
	startedAt := time.Now()
	tick := time.NewTicker(lineEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			s.line(time.Since(startedAt))
			return
		case <-tick.C:
			s.line(time.Since(startedAt))
		}
	}
}

func (s *soak) line(since time.Duration) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s.heaps = append(s.heaps, m.HeapAlloc)
	fmt.Printf("%7s %12d %12d %12d %5d %9d %11d\n", since.Round(time.Second), s.started.Load(), s.succeeded.Load(), s.failed.Load(), s.lost.Load(), m.HeapAlloc/1024, runtime.NumGoroutine())
}

// growth returns how much the heap has grown from the first line to the last one, in KiB.
func (s *soak) growth() int64 {
	return (int64(s.heaps[len(s.heaps)-1]) - int64(s.heaps[0])) / 1024
}

// maxGrowth is the maximum growth of the heap, in KiB. The number of calls in progress varies,
// but memory must not accumulate. A leak of a hundred bytes for each of a million calls would
// be 100,000 KiB.
const maxGrowth = 4 << 10

// check returns an error if the run was interrupted, a call failed without a fault, no call
// succeeded, a loop was lost or is left, or memory has grown.
func (s *soak) check(ctx context.Context) error {
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted: %w", context.Cause(ctx))
	}
	left := 0
	pages := a2iruntime.NewListHumanLoopsPaginator(s.client, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: &s.flow})
	for _, err := range pages.Items(ctx) {
		if err != nil {
			return fmt.Errorf("list the remaining loops: %w", err)
		}
		left++
	}
	switch {
	case s.firstError() != nil:
		return s.firstError()
	case s.lost.Load() > 0:
		return fmt.Errorf("%d acknowledged loops are missing or have the wrong status", s.lost.Load())
	case s.succeeded.Load() == 0:
		return fmt.Errorf("none of %d calls succeeded", s.started.Load())
	case left > 0:
		return fmt.Errorf("%d deleted loops still exist", left)
	case s.growth() > maxGrowth:
		return fmt.Errorf("the heap has grown by %d KiB since the first line", s.growth())
	}
	return nil
}
