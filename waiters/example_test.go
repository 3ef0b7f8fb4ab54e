package waiters_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/waiters"
)

// The shape of an operation that this module does not have: an export job that
// another client's DescribeExport looks at.
type (
	exportOptions struct{}
	exportInput   struct{ ID string }
	exportOutput  struct{ Status, Reason string }
)

var errNoExport = errors.New("there is no such export")

// newExportWaiter is all that waiting for something of any client takes. Each
// poll sees the next of the statuses, "" being an export that does not exist yet;
// the last one stays.
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

// fakeClock lets no time pass but what is slept, and that at once: so tests wait
// for days in no time.
type fakeClock struct{ now time.Time }

func (c *fakeClock) Now() time.Time { return c.now }

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

// Anything that can be asked for is waited for with a function and acceptors,
// here those of newExportWaiter.
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
	// 1 0s  there is no such export
	// 2 1s Running <nil>
	// 3 2s Done <nil>
	// the export is Done
}

// Options can be given to one wait as well. The output of the last poll comes
// beside an error too.
func ExampleWaiter() {
	waiter := newExportWaiter([]string{"Queued", "Running"})
	out, err := waiter.WaitForOutput(context.Background(), &exportInput{ID: "e-1"}, time.Minute, func(o *waiters.Options) {
		o.Clock = &fakeClock{}
	})
	fmt.Println(out.Status, errors.Is(err, context.DeadlineExceeded))
	// Output:
	// Running true
}

// What was waited for can no longer come.
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

// Nothing was decided in time. To wait longer, wait again: a wait keeps no state.
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

// The longest delays of a wait of ten minutes. The last one is cut so that a poll
// is left with MinDelay to go.
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
