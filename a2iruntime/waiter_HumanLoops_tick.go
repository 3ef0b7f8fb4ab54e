package a2iruntime

import (
	"cmp"
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

// humanLoopsRun is one range over HumanLoopsWaiter.Each.
type humanLoopsRun struct {
	client  HumanLoopsAPIClient
	flow    *string
	total   int
	pending map[string]*pendingLoop
	ticks   int
	pages   int          // of the last sweep
	began   int          // the tick in which the last sweep began
	rest    *restOfSweep // nil when the last sweep was not throttled
}

func newHumanLoopsRun(client HumanLoopsAPIClient, in *HumanLoopsWaiterInput) *humanLoopsRun {
	run := &humanLoopsRun{client: client, flow: in.FlowDefinitionArn, pending: map[string]*pendingLoop{}}
	for _, name := range in.HumanLoopNames {
		run.pending[name] = &pendingLoop{}
	}
	run.total = len(run.pending)
	return run
}

// restOfSweep is what throttling left of a sweep. Were each tick to begin anew,
// the end of a long list might never be seen.
type restOfSweep struct {
	in    *ListHumanLoopsInput
	token string
}

// pendingLoop is a loop that has not ended.
type pendingLoop struct {
	created  time.Time // zero while it was not listed
	unlisted bool      // it exists, but no whole sweep had it
	seen     int       // the tick that saw it last
}

// endedLoop is what a tick found.
type endedLoop struct {
	summary types.HumanLoopSummary
	err     error
}

// tick looks at every pending loop once. What it found counts also beside an
// error.
func (r *humanLoopsRun) tick(ctx context.Context) (found []endedLoop, err error) {
	r.ticks++
	whole := false
	if r.rest == nil {
		r.began = r.ticks
		r.lookAgain()
	}
	if r.rest != nil || r.sweepIsCheaper() {
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
	rest := r.rest
	if r.rest = nil; rest == nil {
		rest = &restOfSweep{in: &ListHumanLoopsInput{FlowDefinitionArn: r.flow, MaxResults: aws.Int32(100), SortOrder: types.SortOrderDescending}}
		rest.in.CreationTimeAfter, rest.in.CreationTimeBefore = r.created()
		r.pages = 0
	}
	unseen, barren := 0, 0
	for _, p := range r.pending {
		if !p.unlisted && p.seen < r.began {
			unseen++
		}
	}
	pages := NewListHumanLoopsPaginator(r.client, rest.in, func(o *paginators.Options) { o.StartingToken = rest.token })
	for page, err := range pages.Pages(ctx) {
		var invalid *types.ValidationException
		if rest.token != "" && errors.As(err, &invalid) { // the token is too old
			r.began = r.ticks
			more, whole, err := r.sweep(ctx)
			return append(found, more...), whole, err
		}
		if waiters.IsThrottle(err) {
			rest.token = pages.ResumeToken()
			r.rest = rest
		}
		if err != nil {
			return found, false, err
		}
		r.pages++
		barren++
		for _, s := range page.HumanLoopSummaries {
			p := r.pending[aws.ToString(s.HumanLoopName)]
			if p == nil || p.seen >= r.began {
				continue
			}
			if !p.unlisted {
				unseen--
			}
			barren = 0
			p.seen, p.unlisted, p.created = r.ticks, false, aws.ToTime(s.CreationTime)
			if ended(s.HumanLoopStatus) {
				found = append(found, endedLoop{summary: s})
				delete(r.pending, *s.HumanLoopName)
			}
		}
		if unseen <= 0 || barren > unseen {
			break
		}
	}
	return found, rest.token == "" && !pages.HasMorePages(), nil
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
		if p.seen >= r.began {
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
			p.unlisted, p.seen = p.unlisted || whole, r.ticks
			p.created = aws.ToTime(out.CreationTime)
		}
	}
	return found, nil
}

// names are the pending loops', those that were seen longest ago first, so that
// throttling keeps none of them from being seen.
func (r *humanLoopsRun) names() []string {
	names := make([]string, 0, len(r.pending))
	for name := range r.pending {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(r.pending[a].seen, r.pending[b].seen), strings.Compare(a, b))
	})
	return names
}
