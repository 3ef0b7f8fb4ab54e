// Package waiters polls a service until it shows an awaited state.
//
//	w := a2iruntime.NewHumanLoopCompletedWaiter(client)
//	loop, err := w.WaitForOutput(ctx, &a2iruntime.DescribeHumanLoopInput{…}, 48*time.Hour)
//	var failure *waiters.FailureError // the loop is Failed or Stopped, or does not exist
//	var timeout *waiters.TimeoutError // 48 hours are over, or ctx ended
//	if errors.As(err, &failure) || errors.As(err, &timeout) { … }
//
// The services' constructors, such as a2iruntime.NewHumanLoopCompletedWaiter, make waiters.
// For anything else, call [New]: a [Waiter] consists of a function that polls once and of
// acceptors that judge the result. The package does not depend on any service.
//
// # How a wait ends
//
// [Waiter.Wait] and [Waiter.WaitForOutput] return
//
//   - nil, if the awaited state was reached;
//   - a [*FailureError], if it can no longer be reached;
//   - a [*TimeoutError], if maxWait or the context ended first; errors.Is finds
//     context.DeadlineExceeded for maxWait, and the context's error and its cause;
//   - the poll's error, wrapped, if the client's retryer gave up and no acceptor
//     matches.
//
// WaitForOutput returns the last output even with an error. Throttling never ends a
// wait; it only delays the next poll. See [IsThrottle].
//
// # Delays
//
// The first poll happens at once. The delay between two polls is random, between
// MinDelay and a limit that doubles from MinDelay with each poll, up to MaxDelay: 10 s
// ([DefaultMinDelay]) and 120 s ([DefaultMaxDelay]). A wait of two days makes about
// 2,700 polls. The last poll happens MinDelay before the end of maxWait; a maxWait that
// is not longer than MinDelay has one poll. In tests, set MinDelay to 1ms. See [Delay].
// maxWait must be positive, and may be days.
//
// Each poll is a call with the client's retries. Its context ends with the wait.
//
// # Options
//
// Options of one wait override the options of its waiter. A MaxDelay below the MinDelay
// that is set is an error. OnPoll shows each poll when it happens. A test that sets
// Clock can let days pass at once. maxWait is also a limit by the machine's
// clock, because the context of the polls ends with it. [Waiter.WithClientOptions] sets
// the service's options for the polls.
//
// # Resuming after a restart
//
// A wait has no state except its input: to continue, wait again with the same input.
//
// # Waiting for many things
//
// A poll may check many things, and an acceptor decides when all of them are done.
// a2iruntime.HumanLoopsWaiter works like this: it lists all loops with few calls. It sets
// [Definition.MinJitter], which keeps its delays long.
//
// # Concurrency
//
// A Waiter is safe for concurrent use, because each wait has its own state. OnPoll is
// called from the goroutine that waits: from several, if several wait. A wait does not
// start a goroutine.
package waiters
