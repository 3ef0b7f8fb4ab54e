package waiters_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/waiters"
)

// An operation that this module does not have: another client's DescribeExport, which
// returns the status of an export job.
type (
	exportOptions struct{}
	exportInput   struct{ ID string }
	exportOutput  struct{ Status, Reason string }
)

var errNoExport = errors.New("the export does not exist")

// newExportWaiter shows everything that a waiter for another client needs. Each poll
// returns the next of the statuses, and then the last one again. "" means that the export
// does not exist yet.
func newExportWaiter(statuses []string, optFns ...func(*waiters.Options)) *waiters.Waiter[exportOptions, exportInput, exportOutput] {
	describe := func(context.Context, *exportInput, ...func(*exportOptions)) (*exportOutput, error) {
		out := &exportOutput{Status: statuses[0]}
		if len(statuses) > 1 {
			statuses = statuses[1:]
		}
		switch out.Status {
		case "":
			return nil, errNoExport
		case "Failed":
			out.Reason = "The bucket is full."
		}
		return out, nil
	}
	is := func(status string) func(*exportOutput, error) bool {
		return func(out *exportOutput, err error) bool { return err == nil && out.Status == status }
	}
	return waiters.New(waiters.Definition[exportOptions, exportInput, exportOutput]{
		Name: "ExportDone",
		Poll: describe,
		Acceptors: []waiters.Acceptor[exportOutput]{
			{State: waiters.Success, Match: is("Done")},
			{State: waiters.Failure, Match: is("Failed")},
			{State: waiters.Retry, Match: func(_ *exportOutput, err error) bool { return errors.Is(err, errNoExport) }},
		},
		Describe: func(out *exportOutput) (status, code, reason string) { return out.Status, "", out.Reason },
	}, optFns...)
}

// fakeClock advances only by Sleep, which returns at once, so tests can wait for days in
// no time.
type fakeClock struct{ now time.Time }

func (c *fakeClock) Now() time.Time { return c.now }

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

// A function and acceptors make a waiter for anything that can be polled: see
// newExportWaiter.
func ExampleNew() {
	waiter := newExportWaiter([]string{"", "Running", "Done"}, func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = time.Second, time.Second // no room for jitter
		o.Clock = &fakeClock{}
		o.OnPoll = func(p waiters.Poll) { fmt.Println(p.Attempt, p.Elapsed, p.Status, p.Err) }
	})
	out, err := waiter.WaitForOutput(context.Background(), &exportInput{ID: "e-1"}, time.Hour)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the export is", out.Status)
	// Output:
	// 1 0s  the export does not exist
	// 2 1s Running <nil>
	// 3 2s Done <nil>
	// the export is Done
}

// Options can also be set for one wait. WaitForOutput returns the last output even with an
// error.
func ExampleWaiter() {
	waiter := newExportWaiter([]string{"Queued", "Running"})
	out, err := waiter.WaitForOutput(context.Background(), &exportInput{ID: "e-1"}, time.Minute, func(o *waiters.Options) {
		o.Clock = &fakeClock{}
	})
	fmt.Println(out.Status, errors.Is(err, context.DeadlineExceeded))
	// Output:
	// Running true
}

// The export has failed, so it can no longer be Done.
func ExampleFailureError() {
	waiter := newExportWaiter([]string{"Running", "Failed"}, func(o *waiters.Options) { o.Clock = &fakeClock{} })
	err := waiter.Wait(context.Background(), &exportInput{ID: "e-1"}, time.Hour)
	var failure *waiters.FailureError
	if errors.As(err, &failure) {
		fmt.Println(failure.Waiter, failure.Status, failure.Reason)
	}
	// Output:
	// ExportDone Failed The bucket is full.
}

// The export did not end in time. To wait longer, wait again: a wait keeps no state.
func ExampleTimeoutError() {
	waiter := newExportWaiter([]string{"Running"}, func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = 10*time.Second, 10*time.Second
		o.Clock = &fakeClock{}
	})
	err := waiter.Wait(context.Background(), &exportInput{ID: "e-1"}, time.Minute)
	var timeout *waiters.TimeoutError
	if errors.As(err, &timeout) {
		fmt.Println(timeout.Status, timeout.Attempts, timeout.Elapsed)
	}
	// Output:
	// Running 6 50s
}

// These are the longest delays of a wait of ten minutes. The last one is shorter, so that
// the last poll happens MinDelay before the end.
func ExampleDelay() {
	const min, max, wait = 10 * time.Second, 2 * time.Minute, 10 * time.Minute
	elapsed := time.Duration(0)
	for attempt := 1; wait-elapsed > min; attempt++ {
		delay := waiters.Delay(attempt, min, max, wait-elapsed, 1) // 1: the top of the jitter
		elapsed += delay
		fmt.Println(delay, elapsed)
	}
	// Output:
	// 10s 10s
	// 20s 30s
	// 40s 1m10s
	// 1m20s 2m30s
	// 2m0s 4m30s
	// 2m0s 6m30s
	// 2m0s 8m30s
	// 1m20s 9m50s
}
