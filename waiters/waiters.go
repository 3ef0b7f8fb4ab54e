package waiters

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// Default delays. Reviews take hours, so polls need not be seconds apart.
const (
	DefaultMinDelay = 10 * time.Second
	DefaultMaxDelay = 120 * time.Second
)

// Options configures a Waiter or one wait.
type Options struct {
	// MinDelay is the minimum time between two polls. The last poll happens MinDelay
	// before the end of maxWait, so its delay may be shorter, and a maxWait that is not
	// longer than MinDelay has one poll. Default and 0: 10 s, or MaxDelay if that is
	// shorter.
	MinDelay time.Duration

	// MaxDelay is the maximum time between two polls. Default and 0: 120 s, or MinDelay
	// if that is longer. A MaxDelay below the MinDelay that is set is an error.
	MaxDelay time.Duration

	// OnPoll is called after each poll, from the goroutine that waits. Default: none.
	OnPoll func(Poll)

	// Clock is the clock of the wait. Default: the machine's clock.
	Clock Clock
}

// Poll describes one poll.
type Poll struct {
	Attempt int           // 1 for the first
	Elapsed time.Duration // since the wait began
	Status  string        // the status in the output, "" if the poll failed
	Err     error         // why the poll failed
	Next    time.Duration // until the next poll, 0 if this is the last
}

// Clock returns the time and sleeps. Tests can use a Clock whose Sleep returns at once.
type Clock interface {
	// Now returns the current time.
	Now() time.Time

	// Sleep returns nil after d, or the context's error if the context ends first.
	Sleep(ctx context.Context, d time.Duration) error
}

// State is what a poll means for the wait.
type State uint8

// The values of State.
const (
	Retry   State = iota // poll again
	Success              // the awaited state is reached
	Failure              // the awaited state can no longer be reached
)

// Acceptor judges a poll by its output, or by its error.
type Acceptor[Out any] struct {
	// State is what the poll means if the acceptor applies.
	State State

	// Match reports whether the acceptor applies to a poll with this output or error.
	Match func(out *Out, err error) bool
}

// Definition defines a Waiter.
type Definition[O, In, Out any] struct {
	// Name is the waiter's name in errors, such as HumanLoopCompleted.
	Name string

	// Poll makes one call. An output counts as the last output even if Poll returns an
	// error with it.
	Poll func(ctx context.Context, in *In, optFns ...func(*O)) (*Out, error)

	// Acceptors judge a poll. The first one that matches applies. Without a match, the
	// wait continues after an output or throttling, and ends with any other error.
	Acceptors []Acceptor[Out]

	// Describe returns the status in an output, for Poll.Status and for errors. The code
	// and the reason explain a failure.
	Describe func(*Out) (status, code, reason string)

	// MinJitter is the smallest random part of a delay, from 0 to 1: see Delay. With
	// the default, 0, the polls of many waiters spread evenly. With 1, each delay
	// has its maximum length, which suits one waiter for many things.
	MinJitter float64
}

// Waiter polls until an acceptor ends the wait. O is the service's options; In and Out are
// the input and output of a poll. It is safe for concurrent use.
type Waiter[O, In, Out any] struct {
	definition Definition[O, In, Out]
	options    Options
	clientFns  []func(*O)
}

// New returns a Waiter with this definition. The functions set options for all its waits.
func New[O, In, Out any](d Definition[O, In, Out], optFns ...func(*Options)) *Waiter[O, In, Out] {
	return &Waiter[O, In, Out]{definition: d, options: Options{}.with(optFns)}
}

// WithClientOptions returns a copy of w whose polls use these options.
func (w *Waiter[O, In, Out]) WithClientOptions(optFns ...func(*O)) *Waiter[O, In, Out] {
	if w == nil {
		return nil
	}
	other := *w
	other.clientFns = append(slices.Clone(w.clientFns), optFns...)
	return &other
}

func (o Options) with(optFns []func(*Options)) Options {
	for _, fn := range optFns {
		if fn != nil {
			fn(&o)
		}
	}
	return o
}

// resolve applies the functions and sets defaults. It returns an error if the options or
// maxWait are invalid.
func (o Options) resolve(maxWait time.Duration, optFns ...func(*Options)) (Options, error) {
	o = o.with(optFns)
	if o.MaxDelay == 0 {
		o.MaxDelay = max(DefaultMaxDelay, o.MinDelay)
	}
	if o.MinDelay == 0 {
		o.MinDelay = min(DefaultMinDelay, o.MaxDelay)
	}
	if o.Clock == nil {
		o.Clock = realClock{}
	}
	switch {
	case maxWait <= 0:
		return o, usageErrorf("waiters: maxWait is %v: it must be positive", maxWait)
	case o.MinDelay < 0 || o.MaxDelay < 0:
		return o, usageErrorf("waiters: MinDelay is %v and MaxDelay is %v: they must not be negative", o.MinDelay, o.MaxDelay)
	case o.MaxDelay < o.MinDelay:
		return o, usageErrorf("waiters: MaxDelay %v is below MinDelay %v: raise MaxDelay or lower MinDelay", o.MaxDelay, o.MinDelay)
	}
	return o, nil
}

var (
	errNoOutput  = usageErrorf("waiters: the poll returned no output, and no error")
	errNoContext = usageErrorf("waiters: the context is nil: pass context.Background()")
)

// Wait waits until an acceptor ends the wait, for at most maxWait. For its errors,
// see the package's documentation.
func (w *Waiter[O, In, Out]) Wait(ctx context.Context, in *In, maxWait time.Duration, optFns ...func(*Options)) error {
	_, err := w.WaitForOutput(ctx, in, maxWait, optFns...)
	return err
}

// WaitForOutput is like Wait, but also returns the last output, even with an error.
func (w *Waiter[O, In, Out]) WaitForOutput(ctx context.Context, in *In, maxWait time.Duration, optFns ...func(*Options)) (*Out, error) {
	if w == nil || w.definition.Poll == nil {
		return nil, usageErrorf("waiters: the waiter has no Poll: use a New function")
	}
	if ctx == nil {
		return nil, errNoContext
	}
	o, err := w.options.resolve(maxWait, optFns...)
	if err != nil {
		return nil, err
	}
	if in == nil {
		in = new(In)
	}
	timing := begin(ctx, o, maxWait, w.definition.MinJitter)
	defer timing.cancel()
	var last *Out
	var status string // of last
	for {
		out, err := w.definition.Poll(timing.ctx, in, w.clientFns...) //nolint:contextcheck // it is derived from ctx
		if out == nil && err == nil {
			err = errNoOutput
		}
		if out != nil {
			last = out
			status, _, _ = w.describe(out)
		}
		state, decided := w.judge(out, err)
		fatal := !decided && err != nil && !IsThrottle(err)
		poll := Poll{Attempt: timing.attempts, Elapsed: timing.elapsed(), Err: err}
		if err == nil {
			poll.Status = status
		}
		another := false
		if state == Retry && !fatal {
			poll.Next, another = timing.next()
		}
		if o.OnPoll != nil {
			o.OnPoll(poll)
		}
		switch {
		case state == Success:
			return last, nil
		case state == Failure:
			return last, w.failure(out, err)
		case fatal && !timing.ended():
			return last, fmt.Errorf("waiters: wait for %s: %w", w.definition.Name, err)
		case !another || timing.sleep(poll.Next) != nil:
			return last, timing.timeout(w.definition.Name, status, err)
		}
	}
}

// judge returns the state of a poll, which is Retry if no acceptor matches it.
func (w *Waiter[O, In, Out]) judge(out *Out, err error) (State, bool) {
	for _, a := range w.definition.Acceptors {
		if a.Match != nil && a.Match(out, err) {
			return a.State, true
		}
	}
	return Retry, false
}

func (w *Waiter[O, In, Out]) describe(out *Out) (status, code, reason string) {
	if w.definition.Describe == nil {
		return "", "", ""
	}
	return w.definition.Describe(out)
}

func (w *Waiter[O, In, Out]) failure(out *Out, err error) error {
	failure := &FailureError{Waiter: w.definition.Name, Err: err}
	if err == nil {
		failure.Status, failure.Code, failure.Reason = w.describe(out)
	}
	return failure
}

// IsThrottle reports whether the service throttled the call, which only delays a wait. It
// knows the same codes as aws/retry. It returns false for a call that its context ended,
// even if the service had throttled it before.
func IsThrottle(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	return retry.IsErrorThrottles(retry.DefaultThrottles).IsErrorThrottle(err).Bool()
}

// Delay returns the time between poll number attempt, counted from 1, and the next poll.
// It lies between minDelay and a limit: random, from 0 to 1, is its position between the
// two. The limit is minDelay for the first delay and doubles with each, up to maxDelay. If
// less than minDelay of the remaining time would be left after the delay, Delay returns a
// shorter one that leaves minDelay, so that the last poll has time. For any arguments, the
// result is from 0 to maxDelay, and at most remaining.
func Delay(attempt int, minDelay, maxDelay, remaining time.Duration, random float64) time.Duration {
	minDelay = max(0, min(minDelay, maxDelay))
	limit := maxDelay
	if shift := max(1, min(attempt, 63)) - 1; minDelay <= maxDelay>>shift {
		limit = minDelay << shift
	}
	if !(random > 0) { // NaN, too
		random = 0
	}
	delay := minDelay + time.Duration(float64(limit-minDelay)*min(random, 1))
	delay = max(minDelay, min(delay, limit)) // a float64 of many years is not exact
	return max(0, min(delay, max(0, remaining)-minDelay))
}
