package a2iruntime

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
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
		if err := w.check(in); err != nil {
			yield(types.HumanLoopSummary{}, err)
			return
		}
		run := newHumanLoopsRun(w.client, in)
		stopped := false // by the loop's body
		err := waiters.New(waiters.Definition[Options, HumanLoopsWaiterInput, humanLoopsRun]{
			Name:      "HumanLoops",
			MinJitter: 0.75, // one waiter lists for all loops: its polls need not spread as those of thousands
			Poll: func(ctx context.Context, _ *HumanLoopsWaiterInput, _ ...func(*Options)) (*humanLoopsRun, error) {
				ended, err := run.tick(awsclient.WithCaller(ctx, awsclient.Waiter))
				for _, e := range ended {
					if stopped = !yield(e.summary, e.err); stopped {
						break
					}
				}
				return run, err
			},
			Acceptors: []waiters.Acceptor[humanLoopsRun]{{
				State: waiters.Success,
				Match: func(*humanLoopsRun, error) bool { return stopped || len(run.pending) == 0 },
			}},
			Describe: func(*humanLoopsRun) (status, code, reason string) { return run.status(), "", "" },
		}, w.options...).Wait(ctx, in, maxWait, optFns...)
		if err != nil {
			yield(types.HumanLoopSummary{}, err)
		}
	}
}

// check returns what is wrong with the waiter or the input.
func (w *HumanLoopsWaiter) check(in *HumanLoopsWaiterInput) error {
	if w == nil {
		return errors.New("a2iruntime: the HumanLoopsWaiter is nil: use NewHumanLoopsWaiter")
	}
	options, ok := optionsOf(w.client)
	switch {
	case !ok:
		_, err := (*Client)(nil).ListHumanLoops(context.Background(), nil) // the error of any nil client
		return err
	case options.SkipInputValidation:
		return in.check(model.LevelRequired)
	}
	return in.check(model.LevelClient)
}

// optionsOf returns the options of a client that has some. It returns false for a
// client that cannot be called: nil, or a nil pointer to a struct that embeds *Client.
func optionsOf(client HumanLoopsAPIClient) (options Options, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	if c, has := client.(interface{ Options() Options }); has {
		return c.Options(), true
	}
	return Options{}, client != nil
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

// status names loops that are still waited for.
func (r *humanLoopsRun) status() string {
	const maxNames = 5
	names := slices.Sorted(maps.Keys(r.pending))
	text := fmt.Sprintf("%d of %d human loops not ended: %s", len(names), r.total, strings.Join(names[:min(maxNames, len(names))], ", "))
	if len(names) > maxNames {
		text += ", ..."
	}
	return text
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
