// Package waiters waits until something that a service does is done, by asking
// for it again and again. It knows no service: a [Waiter] is made from a function
// that asks once and from acceptors that judge the answer. The services' own
// constructors, such as a2iruntime.NewHumanLoopCompletedWaiter, do that; [New] does it
// for anything else.
//
//	w := a2iruntime.NewHumanLoopCompletedWaiter(client)
//	loop, err := w.WaitForOutput(ctx, &a2iruntime.DescribeHumanLoopInput{…}, 48*time.Hour)
//
// # How a wait ends
//
// [Waiter.Wait] and [Waiter.WaitForOutput] return
//
//   - nil, when what was waited for is there;
//   - a [*FailureError], when it can no longer come;
//   - a [*TimeoutError], when maxWait or the context ended first; errors.Is finds
//     context.DeadlineExceeded for maxWait, and the context's error and its cause;
//   - the poll's own error, wrapped, when the client's retryer gave up on it and no
//     acceptor judges it.
//
// WaitForOutput returns the last output beside an error too. Throttling never ends a
// wait; it only delays the next poll. See [IsThrottle].
//
// # Delays
//
// The first poll is at once. The delay between two polls is random, between MinDelay
// and a limit that doubles from MinDelay with each poll, up to MaxDelay: 10 s
// ([DefaultMinDelay]) and 120 s ([DefaultMaxDelay]). So a wait of two days makes about
// 2,700 polls. The last poll comes with MinDelay of maxWait left; a maxWait that is
// not longer than MinDelay has one poll. See [Delay]. maxWait must be positive, and
// may be days.
//
// Each poll is a call of its own, with the client's own retries, and its context ends
// with the wait.
//
// # Options
//
// Options are given to a waiter, or to one wait, where they come after the waiter's.
// A MaxDelay under the MinDelay that is set is an error. OnPoll shows each poll, as
// it happens. Clock replaces the time that the wait goes by: a test's can let days
// pass at once. maxWait is also a limit by the machine's clock: the context of the
// polls ends with it. [Waiter.WithClientOptions] sets the service's options for the
// polls.
//
// # Going on after a restart
//
// A wait holds nothing but its input: wait again. The name of what is waited for is
// all there is to keep.
//
// # Many things at once
//
// A poll may look at many things, and an acceptor decides when all of them are done.
// a2iruntime.HumanLoopsWaiter is such a waiter: it lists all loops with few calls.
// [Definition.MinJitter] then keeps its delays long.
//
// # Concurrency
//
// A Waiter is safe for concurrent use: each wait has a state of its own. OnPoll is
// called from the goroutine that waits, so with several waits from several. A wait
// starts no goroutine of its own.
package waiters
