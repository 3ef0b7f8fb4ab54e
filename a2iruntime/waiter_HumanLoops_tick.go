package a2iruntime

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// humanLoopsRun is one range over HumanLoopsWaiter.Each.
type humanLoopsRun struct {
	client  HumanLoopsAPIClient
	options waiters.Options
	timing  *waiters.Timing
	flow    *string
	all     int
	pending map[string]*pendingLoop
	pages   int // of the last sweep
}

// pendingLoop is a loop that has not ended.
type pendingLoop struct {
	created  time.Time // zero while it was not listed
	unlisted bool      // it exists, but no whole sweep had it
	sweep    int       // the tick that saw it last
}

// endedLoop is what a tick found.
type endedLoop struct {
	summary types.HumanLoopSummary
	err     error
}

// tick looks at every pending loop once. What it found counts also beside an
// error.
func (r *humanLoopsRun) tick() (found []endedLoop, err error) {
	ctx := awsclient.WithCaller(r.timing.Context, awsclient.Waiter)
	whole := false
	r.lookAgain()
	if r.sweepIsCheaper() {
		if found, whole, err = r.sweep(ctx); err != nil {
			return found, err
		}
	}
	more, err := r.describeUnseen(ctx, whole)
	return append(found, more...), err
}

// sweepIsCheaper compares calls: a page is one, and so is a description.
func (r *humanLoopsRun) sweepIsCheaper() bool {
	return len(r.pending) > max(1, r.pages)
}

// lookAgain lets the next sweep look for the loops that no sweep had, where that
// may save more calls than it makes: they may be of another flow definition, or
// the list may just have been behind.
func (r *humanLoopsRun) lookAgain() {
	var unlisted []*pendingLoop
	for _, p := range r.pending {
		if p.unlisted {
			unlisted = append(unlisted, p)
		}
	}
	if len(unlisted) > max(1, r.pages) {
		for _, p := range unlisted {
			p.unlisted = false
		}
	}
}

// sweep lists the loops of the time in which the pending ones were created. It
// ends early when it has seen them all, or when so many pages in a row had none
// of them that it would have been cheaper to describe the rest. whole tells that
// it read the list to its end.
func (r *humanLoopsRun) sweep(ctx context.Context) (found []endedLoop, whole bool, err error) {
	in := &ListHumanLoopsInput{FlowDefinitionArn: r.flow, MaxResults: aws.Int32(100), SortOrder: types.SortOrderDescending}
	in.CreationTimeAfter, in.CreationTimeBefore = r.created()
	unseen, barren := 0, 0
	for _, p := range r.pending {
		if !p.unlisted {
			unseen++
		}
	}
	r.pages = 0
	pages := NewListHumanLoopsPaginator(r.client, in)
	for page, err := range pages.Pages(ctx) {
		if err != nil {
			return found, false, err
		}
		r.pages++
		barren++
		for _, s := range page.HumanLoopSummaries {
			p := r.pending[aws.ToString(s.HumanLoopName)]
			if p == nil || p.sweep == r.timing.Attempts {
				continue
			}
			if !p.unlisted {
				unseen--
			}
			barren = 0
			p.sweep, p.unlisted, p.created = r.timing.Attempts, false, aws.ToTime(s.CreationTime)
			if ended(s.HumanLoopStatus) {
				found = append(found, endedLoop{summary: s})
				delete(r.pending, *s.HumanLoopName)
			}
		}
		if unseen <= 0 || barren > unseen {
			break
		}
	}
	return found, !pages.HasMorePages(), nil
}

// created is the time in which the pending loops were created, with a second on
// either side; nil while not all were listed.
func (r *humanLoopsRun) created() (after, before *time.Time) {
	var first, last time.Time
	for _, p := range r.pending {
		switch {
		case p.unlisted:
			continue
		case p.created.IsZero():
			return nil, nil
		case first.IsZero() || p.created.Before(first):
			first = p.created
		}
		if p.created.After(last) {
			last = p.created
		}
	}
	if first.IsZero() {
		return nil, nil
	}
	return aws.Time(first.Add(-overlap)), aws.Time(last.Add(overlap))
}

// describeUnseen describes each pending loop that this tick's sweep did not see.
// One that exists although a whole sweep did not list it is not looked for in the
// next ones.
func (r *humanLoopsRun) describeUnseen(ctx context.Context, whole bool) (found []endedLoop, err error) {
	for _, name := range r.names() {
		p := r.pending[name]
		if p.sweep == r.timing.Attempts {
			continue
		}
		out, err := r.client.DescribeHumanLoop(ctx, &DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
		switch {
		case isNotFound(err):
			summary, err := notFound(name, err)
			found = append(found, endedLoop{summary, err})
			delete(r.pending, name)
		case err != nil:
			return found, err
		case out == nil:
			return found, fmt.Errorf("a2iruntime: DescribeHumanLoop of %s gave no output, and no error", name)
		case ended(out.HumanLoopStatus):
			found = append(found, endedLoop{summary: summaryOf(out)})
			delete(r.pending, name)
		default:
			p.unlisted = p.unlisted || whole
			p.created = aws.ToTime(out.CreationTime)
		}
	}
	return found, nil
}

// names are the pending loops' in order, so that a run is the same every time.
func (r *humanLoopsRun) names() []string {
	names := make([]string, 0, len(r.pending))
	for name := range r.pending {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func isThrottle(err error) bool {
	return retry.IsErrorThrottles(retry.DefaultThrottles).IsErrorThrottle(err).Bool()
}
