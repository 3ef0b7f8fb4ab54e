package a2iruntime

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/smithy-go"
)

// HumanLoopsWaiter waits for many loops of one flow definition at once, with far
// fewer calls than a waiter for each: a poll lists 100 loops per call, or describes
// each loop if that takes fewer calls. It is safe for concurrent use.
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
	// definition. A loop of another flow definition takes a call of its own per poll.
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

// NewHumanLoopsWaiter returns a HumanLoopsWaiter. Its polls look at all loops, so
// Options.OnPoll gets a status that counts and names the loops that have not ended.
func NewHumanLoopsWaiter(client HumanLoopsAPIClient, optFns ...func(*waiters.Options)) *HumanLoopsWaiter {
	return &HumanLoopsWaiter{client, optFns}
}

// Each ranges over the loops as they end, until all have ended or maxWait is over.
// It yields each loop once: Completed, Failed or Stopped, as its HumanLoopStatus
// says.
//
// An error with a HumanLoopName concerns that loop only, and the range continues: a
// loop that does not exist, or was deleted, is a *waiters.FailureError that wraps its
// types.ResourceNotFoundException. An error without a name is the last pair: a
// *waiters.TimeoutError, which names loops that have not ended; the error of a call,
// wrapped; or, before any call, a smithy.InvalidParamsError with all violations of
// the input. Throttling only delays.
//
// After a break, OnPoll is called once more, for the poll that found the loop.
//
// To continue after a restart, call it with the names that were not yielded, if there
// are any.
func (w *HumanLoopsWaiter) Each(ctx context.Context, in *HumanLoopsWaiterInput, maxWait time.Duration, optFns ...func(*waiters.Options)) iter.Seq2[types.HumanLoopSummary, error] {
	return func(yield func(types.HumanLoopSummary, error) bool) {
		if err := w.check(ctx, in); err != nil {
			yield(types.HumanLoopSummary{}, err)
			return
		}
		run := newHumanLoopsRun(w.client, in)
		stopped := false // by the loop's body
		err := waiters.New(waiters.Definition[Options, HumanLoopsWaiterInput, humanLoopsRun]{
			Name:      "HumanLoops",
			MinJitter: 0.75, // one waiter lists for all loops, so its polls need not spread like the polls of many waiters
			Poll: func(ctx context.Context, _ *HumanLoopsWaiterInput, _ ...func(*Options)) (*humanLoopsRun, error) {
				err := run.tick(awsclient.WithCaller(ctx, awsclient.Waiter))
				for _, e := range run.found {
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
func (w *HumanLoopsWaiter) check(ctx context.Context, in *HumanLoopsWaiterInput) error {
	if w == nil {
		return errors.New("a2iruntime: the HumanLoopsWaiter is nil: use NewHumanLoopsWaiter")
	}
	options, ok := optionsOf(w.client)
	switch {
	case !ok:
		_, err := (*Client)(nil).ListHumanLoops(ctx, nil) // the error of any nil client
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
