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

// soak is what all callers share.
type soak struct {
	client *a2iruntime.Client
	flow   string

	started, answered, failed, lost atomic.Int64

	mu    sync.Mutex
	kinds map[string]int // of failures that a fault explains
	err   error          // the first that none does
	heaps []uint64       // live bytes, line by line
}

// noteError keeps an error that no fault explains.
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

// noteFailure counts a failed call by what the last attempt's fault was, and tells
// whether there is such a fault.
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
		kind = "a cut body, or a page instead of a document"
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		kind = "a reset"
	}
	if kind == "" {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kinds[kind]++
	return true
}

// failures shows how often a call failed in which way.
func (s *soak) failures() {
	for _, kind := range slices.Sorted(maps.Keys(s.kinds)) {
		fmt.Printf("%7d ended by %s\n", s.kinds[kind], kind)
	}
}

func (s *soak) unanswered() int64 {
	return s.started.Load() - s.answered.Load() - s.failed.Load()
}

// lineEvery is how often report has a line.
const lineEvery = 10 * time.Second

// report shows how it goes, to the end.
func (s *soak) report(ctx context.Context) {
	fmt.Println("   time      started     answered       failed  lost  heap KiB  goroutines")
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
	fmt.Printf("%7s %12d %12d %12d %5d %9d %11d\n", since.Round(time.Second), s.started.Load(), s.answered.Load(), s.failed.Load(), s.lost.Load(), m.HeapAlloc/1024, runtime.NumGoroutine())
}

// growth is how many KiB more the last line shows than the first.
func (s *soak) growth() int64 {
	return (int64(s.heaps[len(s.heaps)-1]) - int64(s.heaps[0])) / 1024
}

// maxGrowth is how many KiB that may be: what is under way at one moment differs, but
// nothing adds up. A hundred bytes for each of a million calls would be 100,000.
const maxGrowth = 4 << 10

// judge looks what is left: nothing.
func (s *soak) judge(ctx context.Context) error {
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted: %w", context.Cause(ctx))
	}
	left := 0
	pages := a2iruntime.NewListHumanLoopsPaginator(s.client, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: &s.flow})
	for _, err := range pages.Items(ctx) {
		if err != nil {
			return fmt.Errorf("list what is left: %w", err)
		}
		left++
	}
	switch {
	case s.firstError() != nil:
		return s.firstError()
	case s.lost.Load() > 0:
		return fmt.Errorf("%d calls were acknowledged and are not there", s.lost.Load())
	case s.answered.Load() == 0:
		return fmt.Errorf("of %d calls none was answered", s.started.Load())
	case left > 0:
		return fmt.Errorf("%d loops are left that were deleted", left)
	case s.growth() > maxGrowth:
		return fmt.Errorf("the heap has grown by %d KiB since the first line", s.growth())
	}
	return nil
}
