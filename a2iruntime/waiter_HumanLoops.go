package a2iruntime

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// HumanLoopsWaiter waits for many loops of one flow definition at once, with far
// fewer calls than a waiter for each: it lists the loops once a tick, or describes
// each that is still waited for where that is fewer calls. It is safe for
// concurrent use.
type HumanLoopsWaiter struct {
	client  HumanLoopsAPIClient
	options []func(*waiters.Options)
}

// HumanLoopsAPIClient is a client that has what HumanLoopsWaiter calls.
type HumanLoopsAPIClient interface {
	DescribeHumanLoopAPIClient
	ListHumanLoopsAPIClient
}

// HumanLoopsWaiterInput says which loops to wait for.
type HumanLoopsWaiterInput struct {
	// FlowDefinitionArn is the Amazon Resource Name (ARN) of the loops' flow
	// definition. A loop of another one is waited for too, but with a call a tick.
	//
	// This member is required.
	FlowDefinitionArn *string

	// HumanLoopNames are the names of the loops, of 1 to 63 characters, as
	// ListHumanLoops returns them. A duplicate is waited for once. An empty list is an
	// error.
	//
	// This member is required.
	HumanLoopNames []string
}

// NewHumanLoopsWaiter returns a HumanLoopsWaiter. The options' delays are those
// between two ticks.
func NewHumanLoopsWaiter(client HumanLoopsAPIClient, optFns ...func(*waiters.Options)) *HumanLoopsWaiter {
	return &HumanLoopsWaiter{client, optFns}
}

// Each ranges over the loops as they end, until all have or maxWait is over. Each
// loop is yielded once: Completed, Failed or Stopped, as its HumanLoopStatus
// says.
//
// An error beside a HumanLoopName is that of this loop alone, and the range goes
// on: a loop that does not exist, or was deleted, is a *waiters.FailureError that
// wraps its types.ResourceNotFoundException. An error without a name is the last
// pair: a *waiters.TimeoutError, which names loops that are still waited for; the
// error of a call; or, before any call, a smithy.InvalidParamsError with all that
// is wrong with the input. Throttling only delays.
//
// To go on after a restart, call it with the names that were not yielded, if there are
// any.
func (w *HumanLoopsWaiter) Each(ctx context.Context, in *HumanLoopsWaiterInput, maxWait time.Duration, optFns ...func(*waiters.Options)) iter.Seq2[types.HumanLoopSummary, error] {
	return func(yield func(types.HumanLoopSummary, error) bool) {
		run, err := w.begin(ctx, in, maxWait, optFns)
		if err != nil {
			yield(types.HumanLoopSummary{}, err)
			return
		}
		defer run.timing.End()
		for len(run.pending) > 0 {
			ended, err := run.tick()
			for _, e := range ended {
				if !yield(e.summary, e.err) {
					return
				}
			}
			if err == nil || waiters.IsThrottle(err) && !run.timing.Ended() {
				err = run.wait(err)
			} else if run.timing.Ended() {
				err = run.timeout(err)
			}
			if err != nil {
				yield(types.HumanLoopSummary{}, err)
				return
			}
		}
	}
}

func (w *HumanLoopsWaiter) begin(ctx context.Context, in *HumanLoopsWaiterInput, maxWait time.Duration, optFns []func(*waiters.Options)) (*humanLoopsRun, error) {
	switch {
	case w == nil:
		return nil, errors.New("a2iruntime: the HumanLoopsWaiter is nil: use NewHumanLoopsWaiter")
	case w.client == nil:
		_, err := (*Client)(nil).ListHumanLoops(ctx, nil) // the error of any nil client
		return nil, err
	case ctx == nil:
		return nil, errors.New("a2iruntime: the context is nil: pass context.Background()")
	}
	if err := in.check(w.checkLevel()); err != nil {
		return nil, err
	}
	options, err := waiters.Options{}.Resolve(maxWait, slices.Concat(w.options, optFns)...)
	if err != nil {
		return nil, err
	}
	run := &humanLoopsRun{client: w.client, flow: in.FlowDefinitionArn, options: options, pending: map[string]*pendingLoop{}}
	for _, name := range in.HumanLoopNames {
		run.pending[name] = &pendingLoop{}
	}
	run.all = len(run.pending)
	run.timing = waiters.Begin(ctx, options, maxWait)
	// One waiter sweeps for all loops: it need not be spread as thousands would.
	run.timing.Jitter = func() float64 { return 0.75 + rand.Float64()/4 }
	return run, nil
}

// checkLevel is how much of an input the client wants checked.
func (w *HumanLoopsWaiter) checkLevel() model.Level {
	if c, ok := w.client.(interface{ Options() Options }); ok && c.Options().SkipInputValidation {
		return model.LevelRequired
	}
	return model.LevelClient
}

// check returns all violations of the limits of the calls to come.
func (in *HumanLoopsWaiterInput) check(level model.Level) error {
	if in == nil {
		in = &HumanLoopsWaiterInput{}
	}
	all := smithy.InvalidParamsError{Context: "HumanLoopsWaiterInput"}
	list := model.Checker{Operation: &model.ListHumanLoops, Level: level}
	list.String("FlowDefinitionArn", in.FlowDefinitionArn)
	var invalid smithy.InvalidParamsError
	if errors.As(list.Err(), &invalid) {
		for _, err := range invalid.Errs() {
			var param smithy.InvalidParamError
			if errors.As(err, &param) {
				all.Add(param)
			}
		}
	}
	if len(in.HumanLoopNames) == 0 {
		all.Add(smithy.NewErrParamRequired("HumanLoopNames"))
	}
	for i, name := range in.HumanLoopNames {
		describe := model.Checker{Operation: &model.DescribeHumanLoop, Level: level}
		describe.String("HumanLoopName", &name)
		if errors.As(describe.Err(), &invalid) {
			all.AddNested(fmt.Sprintf("HumanLoopNames[%d]", i), invalid)
		}
	}
	if all.Len() > 0 {
		return all
	}
	return nil
}

// wait lets the time to the next tick pass.
func (r *humanLoopsRun) wait(tickErr error) error {
	delay, another := r.timing.Next()
	if len(r.pending) == 0 {
		delay, another = 0, true
	}
	if r.options.OnPoll != nil {
		r.options.OnPoll(waiters.Poll{
			Attempt: r.timing.Attempts, Elapsed: r.timing.Elapsed(), Err: tickErr, Next: delay,
			Status: fmt.Sprintf("%d of %d human loops have ended", r.all-len(r.pending), r.all),
		})
	}
	if len(r.pending) == 0 {
		return nil
	}
	if !another || r.timing.Sleep(delay) != nil {
		return r.timeout(tickErr)
	}
	return nil
}

// timeout names loops that are still waited for.
func (r *humanLoopsRun) timeout(err error) error {
	names := make([]string, 0, len(r.pending))
	for name := range r.pending {
		names = append(names, name)
	}
	slices.Sort(names)
	const most = 5
	text := strings.Join(names[:min(most, len(names))], ", ")
	if len(names) > most {
		text += ", ..."
	}
	return r.timing.Timeout("HumanLoops", fmt.Sprintf("%d of %d human loops not ended: %s", len(names), r.all, text), err)
}

// ended tells whether a loop will not change any more.
func ended(s types.HumanLoopStatus) bool {
	return s == types.HumanLoopStatusCompleted || s == types.HumanLoopStatusFailed || s == types.HumanLoopStatusStopped
}

// summaryOf is a description in the form of a list's items.
func summaryOf(out *DescribeHumanLoopOutput) types.HumanLoopSummary {
	return types.HumanLoopSummary{
		CreationTime:      out.CreationTime,
		FailureReason:     out.FailureReason,
		FlowDefinitionArn: out.FlowDefinitionArn,
		HumanLoopName:     out.HumanLoopName,
		HumanLoopStatus:   out.HumanLoopStatus,
	}
}

func notFound(name string, err error) (types.HumanLoopSummary, error) {
	return types.HumanLoopSummary{HumanLoopName: aws.String(name)}, &waiters.FailureError{Waiter: "HumanLoops", Err: err}
}
