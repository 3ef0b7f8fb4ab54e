package a2iruntime

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// beginRound makes all pending loops unseen. Each step of a round chooses between
// listing loops and describing each, by the number of calls: one for a page of 100, and
// one for a description.
func (r *humanLoopsRun) beginRound() {
	if len(r.pending) < r.largest/4 { // a map keeps the memory of its largest size
		r.largest = len(r.pending)
		smaller := make(map[string]*pendingLoop, r.largest)
		maps.Copy(smaller, r.pending)
		r.pending = smaller
	}
	r.round++
	r.unseen, r.undated = len(r.pending), 0
	for _, l := range r.pending {
		if l.created.IsZero() {
			r.undated++
		}
	}
	r.steps = []func(context.Context) error{r.listUndated, r.listDated, r.describeUnseen}
}

// listUndated lists from the newest loop on, to see the loops whose creation time is not
// known.
func (r *humanLoopsRun) listUndated(ctx context.Context) error {
	if r.list == nil && r.undated > 1 {
		r.list = r.newList()
	}
	return r.readList(ctx, func() int { return r.undated })
}

// listDated lists the time in which the other loops were created.
func (r *humanLoopsRun) listDated(ctx context.Context) error {
	if r.list == nil && r.unseen-r.undated > max(1, r.pages) {
		r.list = r.newList()
		r.list.CreationTimeAfter, r.list.CreationTimeBefore = r.created()
		r.pages = 0
	}
	return r.readList(ctx, func() int { return r.unseen - r.undated })
}

func (r *humanLoopsRun) newList() *ListHumanLoopsInput {
	return &ListHumanLoopsInput{FlowDefinitionArn: r.flow, MaxResults: aws.Int32(100), SortOrder: types.SortOrderDescending}
}

// created returns the time in which the unseen loops were created, as far as it is
// known, with a second on either side.
func (r *humanLoopsRun) created() (after, before *time.Time) {
	var first, last time.Time
	for _, l := range r.pending {
		if l.round == r.round || l.created.IsZero() {
			continue
		}
		if first.IsZero() || l.created.Before(first) {
			first = l.created
		}
		if l.created.After(last) {
			last = l.created
		}
	}
	return aws.Time(first.Add(-overlap)), aws.Time(last.Add(overlap))
}

// readList reads pages of r.list, if it is set, while the step has loops to look for. It
// stops when describing the remaining loops takes no more calls than the last pages, which
// had none of them.
func (r *humanLoopsRun) readList(ctx context.Context, left func() int) error {
	if r.list == nil {
		return nil
	}
	pages := NewListHumanLoopsPaginator(r.client, r.list, func(o *paginators.Options) { o.StartingToken = r.resume })
	wasted := 0 // the last pages, which had none of the loops
	for page, err := range pages.Pages(ctx) {
		var invalid *types.ValidationException
		switch {
		case r.resume != "" && errors.As(err, &invalid): // the token is too old
			r.resume = ""
			return r.readList(ctx, left)
		case err != nil:
			r.resume = pages.ResumeToken()
			return err
		}
		if r.list.CreationTimeAfter != nil {
			r.pages++
		}
		before := left()
		for _, s := range page.HumanLoopSummaries {
			name := aws.ToString(s.HumanLoopName)
			if l := r.pending[name]; l != nil && l.round < r.round {
				r.see(name, l, s)
			}
		}
		if wasted++; left() < before {
			wasted = 0
		}
		r.progress.Pages++
		r.report()
		if wasted >= left() {
			break
		}
	}
	r.list, r.resume = nil, ""
	return nil
}

// describeUnseen describes each loop that the round has not seen.
func (r *humanLoopsRun) describeUnseen(ctx context.Context) error {
	for _, name := range r.unseenNames() {
		out, err := r.client.DescribeHumanLoop(ctx, &DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
		l := r.pending[name]
		var invalid *types.ValidationException // the name is the whole input
		switch {
		case isNotFound(err) || errors.As(err, &invalid):
			r.end(name, l, types.HumanLoopSummary{HumanLoopName: aws.String(name)}, &waiters.FailureError{Waiter: "HumanLoops", Err: err})
		case err != nil:
			return err
		case out == nil:
			return apierrors.ClientErrorf(apierrors.CodeUsage, "a2iruntime: DescribeHumanLoop of %s returned no output, and no error", name)
		default:
			r.see(name, l, types.HumanLoopSummary{
				CreationTime:      out.CreationTime,
				FailureReason:     out.FailureReason,
				FlowDefinitionArn: out.FlowDefinitionArn,
				HumanLoopName:     out.HumanLoopName,
				HumanLoopStatus:   out.HumanLoopStatus,
			})
		}
		r.progress.Descriptions++
		r.report()
	}
	return nil
}

// unseenNames returns the names of the loops that the round has yet to look at, sorted.
func (r *humanLoopsRun) unseenNames() []string {
	var names []string
	if r.unseen > 0 {
		for name, l := range r.pending {
			if l.round < r.round {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}
