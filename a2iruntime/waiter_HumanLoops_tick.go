package a2iruntime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// humanLoopsRun is one range over HumanLoopsWaiter.Each. It looks at the pending
// loops in rounds: a round looks at each of them once. Usually a tick is a round, but
// throttling may spread a round over several ticks. If each tick began anew, it might
// never reach the last loops.
type humanLoopsRun struct {
	client  HumanLoopsAPIClient
	flow    *string
	total   int
	pending map[string]*pendingLoop // the loops that have not ended
	found   []endedLoop             // in the last tick

	round  int                  // the number of the round
	unseen int                  // how many pending loops the round has yet to look at
	list   *ListHumanLoopsInput // what the round lists; nil if it has done so, or describes each loop
	resume string               // where the list resumes after throttling
	pages  int                  // how many pages the last list between creation times had
}

// pendingLoop is a loop that has not ended.
type pendingLoop struct {
	created time.Time // zero if not known yet
	round   int       // the last round that has looked at it
}

// endedLoop is what a tick found.
type endedLoop struct {
	summary types.HumanLoopSummary
	err     error
}

func newHumanLoopsRun(client HumanLoopsAPIClient, in *HumanLoopsWaiterInput) *humanLoopsRun {
	run := &humanLoopsRun{client: client, flow: in.FlowDefinitionArn, pending: make(map[string]*pendingLoop, len(in.HumanLoopNames))}
	for _, name := range in.HumanLoopNames {
		run.pending[name] = new(pendingLoop)
	}
	run.total = len(run.pending)
	return run
}

// tick looks at each pending loop, or at those that throttling left of the last
// round. What it found counts even if it returns an error.
func (r *humanLoopsRun) tick(ctx context.Context) error {
	r.found = nil
	if r.unseen == 0 {
		r.beginRound()
	}
	if r.list != nil {
		if err := r.listLoops(ctx); err != nil {
			return err
		}
	}
	return r.describeUnseen(ctx)
}

// beginRound chooses between listing the pending loops and describing each, by the
// number of calls: one for a page of 100, and one for a description.
func (r *humanLoopsRun) beginRound() {
	r.round++
	r.unseen = len(r.pending)
	if len(r.pending) <= max(1, r.pages) {
		return
	}
	r.list = &ListHumanLoopsInput{FlowDefinitionArn: r.flow, MaxResults: aws.Int32(100), SortOrder: types.SortOrderDescending}
	r.list.CreationTimeAfter, r.list.CreationTimeBefore = r.created()
	r.pages = 0
}

// created returns the time in which the pending loops were created, with a second
// on either side, or nil while it is not known of all.
func (r *humanLoopsRun) created() (after, before *time.Time) {
	var first, last time.Time
	for _, l := range r.pending {
		if l.created.IsZero() {
			return nil, nil
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

// listLoops lists loops until all were seen, or until describing the others takes
// no more calls than the last pages, which had none of them.
func (r *humanLoopsRun) listLoops(ctx context.Context) error {
	pages := NewListHumanLoopsPaginator(r.client, r.list, func(o *paginators.Options) { o.StartingToken = r.resume })
	wasted := 0 // the last pages, which had no unseen loop
	for page, err := range pages.Pages(ctx) {
		var invalid *types.ValidationException
		switch {
		case r.resume != "" && errors.As(err, &invalid): // the token is too old
			r.resume = ""
			return r.listLoops(ctx)
		case err != nil:
			r.resume = pages.ResumeToken()
			return err
		}
		r.pages++
		wasted++
		for _, s := range page.HumanLoopSummaries {
			name := aws.ToString(s.HumanLoopName)
			if l := r.pending[name]; l != nil && l.round < r.round {
				r.see(name, l, s)
				wasted = 0
			}
		}
		if wasted >= r.unseen {
			break
		}
	}
	if r.list.CreationTimeAfter == nil {
		r.pages = 0 // the next list is of a shorter time
	}
	r.list, r.resume = nil, ""
	return nil
}

// describeUnseen describes each loop that the round has not seen.
func (r *humanLoopsRun) describeUnseen(ctx context.Context) error {
	for _, name := range r.unseenNames() {
		out, err := r.client.DescribeHumanLoop(ctx, &DescribeHumanLoopInput{HumanLoopName: aws.String(name)})
		switch {
		case isNotFound(err):
			r.end(name, types.HumanLoopSummary{HumanLoopName: aws.String(name)}, &waiters.FailureError{Waiter: "HumanLoops", Err: err})
		case err != nil:
			return err
		case out == nil:
			return fmt.Errorf("a2iruntime: DescribeHumanLoop of %s returned no output, and no error", name)
		default:
			r.see(name, r.pending[name], types.HumanLoopSummary{
				CreationTime:      out.CreationTime,
				FailureReason:     out.FailureReason,
				FlowDefinitionArn: out.FlowDefinitionArn,
				HumanLoopName:     out.HumanLoopName,
				HumanLoopStatus:   out.HumanLoopStatus,
			})
		}
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

// see records what a call returned of a pending loop that the round had not looked at.
func (r *humanLoopsRun) see(name string, l *pendingLoop, s types.HumanLoopSummary) {
	switch s.HumanLoopStatus {
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped:
		r.end(name, s, nil)
	default:
		l.created, l.round = aws.ToTime(s.CreationTime), r.round
		r.unseen--
	}
}

// end records that a loop is no longer waited for.
func (r *humanLoopsRun) end(name string, s types.HumanLoopSummary, err error) {
	r.found = append(r.found, endedLoop{s, err})
	delete(r.pending, name)
	r.unseen--
}

// status counts the loops that are still waited for, and names the first ones by name.
func (r *humanLoopsRun) status() string {
	const maxNames = 5
	var first []string // sorted
	for name := range r.pending {
		if i, _ := slices.BinarySearch(first, name); i < maxNames {
			first = slices.Insert(first, i, name)
			first = first[:min(len(first), maxNames)]
		}
	}
	text := fmt.Sprintf("%d of %d human loops not ended: %s", len(r.pending), r.total, strings.Join(first, ", "))
	if len(r.pending) > maxNames {
		text += ", ..."
	}
	return text
}
