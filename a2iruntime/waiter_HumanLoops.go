package a2iruntime

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/smithy-go"
)

// HumanLoopsWaiter waits for many loops of one flow definition at once, with far
// fewer calls than a waiter for each: a poll lists 100 loops per call, between the
// oldest and the newest one that it waits for, or describes each loop if that takes fewer
// calls. It is safe for concurrent use.
type HumanLoopsWaiter struct {
	client  HumanLoopsAPIClient
	options []func(*waiters.Options)
}

// HumanLoopsAPIClient is a client with the operations that HumanLoopsWaiter calls.
type HumanLoopsAPIClient interface {
	DescribeHumanLoopAPIClient
	ListHumanLoopsAPIClient
}

// HumanLoopsWaiterInput says which loops to wait for.
type HumanLoopsWaiterInput struct {
	// FlowDefinitionArn is the Amazon Resource Name (ARN) of the loops' flow
	// definition. A loop of another flow definition costs one more call per poll.
	//
	// This member is required.
	FlowDefinitionArn *string

	// HumanLoopNames are the names of the loops, 1 to 63 characters each, as
	// ListHumanLoops returns them. Duplicates are ignored.
	//
	// This member is required, unless More is set.
	HumanLoopNames []string

	// More returns the names of further loops. It is called before each poll, which
	// then looks at these loops, too. Its context ends with the wait.
	//
	// If done is true, there are no names after these: More is not called again, and the
	// range ends when all loops have ended. Otherwise the range continues even while no
	// loop is left to wait for, and makes no calls then.
	//
	// The waiter ignores a name that it is already waiting for. The waiter forgets the
	// loops that it has yielded, so it looks at such a name again, and yields the loop
	// again if the loop still exists. A name that breaks the limits is yielded with a
	// smithy.InvalidParamsError.
	//
	// An error ends the wait. Throttling only delays it, as with the waiter's own calls.
	// Default: none. encoding/json omits it.
	More func(ctx context.Context) (names []string, done bool, err error) `json:"-"`

	// OnProgress is called after each page and each description that a poll reads. A poll
	// of 100,000 loops reads 1,000 pages or more: a worker can send a heartbeat meanwhile.
	// Options.OnPoll is called after each poll, even if it made no call. Both are called
	// from the goroutine that ranges. Default: none. encoding/json omits it.
	OnProgress func(HumanLoopsProgress) `json:"-"`
}

// HumanLoopsProgress reports the progress of one poll of a HumanLoopsWaiter.
type HumanLoopsProgress struct {
	// Pages is how many pages of lists the poll has read, and Descriptions how many loops
	// it has described.
	Pages, Descriptions int

	// Waiting is how many loops have not ended, as far as the waiter has seen.
	Waiting int
}

// NewHumanLoopsWaiter returns a HumanLoopsWaiter. Its polls look at all loops, so
// Options.OnPoll gets a status that counts and names the loops that have not ended.
func NewHumanLoopsWaiter(client HumanLoopsAPIClient, optFns ...func(*waiters.Options)) *HumanLoopsWaiter {
	return &HumanLoopsWaiter{client, optFns}
}

// Each ranges over the loops as they end, until all have ended or maxWait is over.
// It yields each loop once: Completed, Failed or Stopped, as its HumanLoopStatus
// says. With HumanLoopsWaiterInput.More, it learns of further loops meanwhile.
//
// An error with a HumanLoopName concerns that loop only, and the range continues: a
// loop that does not exist, or was deleted, is a *waiters.FailureError that wraps its
// types.ResourceNotFoundException, and so is a name that the service refuses, with a
// types.ValidationException. An error without a name (HumanLoopName is nil) is
// the last pair: a *waiters.TimeoutError, which names loops that have not ended; the
// error of a call or of More, wrapped; or, before any call, a
// smithy.InvalidParamsError with all violations of the input. Throttling only delays.
//
// After a break, OnPoll is called once more, for the poll that found the loop.
//
// The waiter's memory is proportional to the loops that have not ended. To continue
// after a restart, call Each with the names that were not yielded, if there are any.
// answers.EventFromSummary makes from a yielded loop the event that EventBridge sends.
func (w *HumanLoopsWaiter) Each(ctx context.Context, in *HumanLoopsWaiterInput, maxWait time.Duration, optFns ...func(*waiters.Options)) iter.Seq2[types.HumanLoopSummary, error] {
	return func(yield func(types.HumanLoopSummary, error) bool) {
		level, err := w.check(ctx, in)
		if err != nil {
			yield(types.HumanLoopSummary{}, err)
			return
		}
		run := newHumanLoopsRun(w.client, in, level)
		stopped := false // by the loop's body
		err = waiters.New(waiters.Definition[Options, HumanLoopsWaiterInput, humanLoopsRun]{
			Name:      "HumanLoops",
			MinJitter: 0.75, // one waiter lists for all loops, so its polls need not spread like the polls of many waiters
			Poll: func(ctx context.Context, _ *HumanLoopsWaiterInput, _ ...func(*Options)) (*humanLoopsRun, error) {
				err := run.tick(awsclient.WithCaller(ctx, awsclient.Waiter))
				for _, e := range run.found {
					if stopped = !yield(e.summary, e.err); stopped {
						break
					}
				}
				run.found = nil // it may be long until the next poll
				return run, err
			},
			Acceptors: []waiters.Acceptor[humanLoopsRun]{{
				State: waiters.Success,
				Match: func(*humanLoopsRun, error) bool { return stopped || run.ended() },
			}},
			Describe: func(*humanLoopsRun) (status, code, reason string) { return run.status(), "", "" },
		}, w.options...).Wait(ctx, in, maxWait, optFns...)
		if err != nil {
			yield(types.HumanLoopSummary{}, err)
		}
	}
}

// check returns what is wrong with the waiter or the input, and the level at which it
// checks names.
func (w *HumanLoopsWaiter) check(ctx context.Context, in *HumanLoopsWaiterInput) (model.Level, error) {
	if w == nil {
		return 0, apierrors.ClientErrorf(apierrors.CodeUsage, "a2iruntime: the HumanLoopsWaiter is nil: use NewHumanLoopsWaiter")
	}
	options, ok := optionsOf(w.client)
	if !ok {
		_, err := (*Client)(nil).ListHumanLoops(ctx, nil) // the error of any nil client
		return 0, err
	}
	level := model.LevelClient
	if options.SkipInputValidation {
		level = model.LevelRequired
	}
	return level, in.check(level)
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
	if len(in.HumanLoopNames) == 0 && in.More == nil {
		all.Add(smithy.NewErrParamRequired("HumanLoopNames"))
	}
	for i, name := range in.HumanLoopNames {
		if errors.As(checkHumanLoopName(name, level), &invalid) {
			all.AddNested(fmt.Sprintf("HumanLoopNames[%d]", i), invalid)
		}
	}
	if all.Len() > 0 {
		return all
	}
	return nil
}

// checkHumanLoopName returns the violations of the limits of a call that names the loop.
func checkHumanLoopName(name string, level model.Level) error {
	describe := model.Checker{Operation: &model.DescribeHumanLoop, Level: level}
	describe.String("HumanLoopName", &name)
	return describe.Err()
}
