package a2iruntime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// ListHumanLoopsWindow is a part of a list's time range. paginators.Merge can read the
// windows of a range at the same time. Together they return each loop exactly once. As
// JSON, a window can be sent to another process: see MarshalJSON.
//
// ListHumanLoopsWindows makes windows. The zero value is not a window: its paginator
// returns an error before the first request, and writing it as JSON is an error.
type ListHumanLoopsWindow struct {
	list  ListHumanLoopsInput // the list that was split
	n     int                 // the number of windows; 0 in the zero value
	index int                 // of this window, 0 to n-1
}

// overlap is how far a window's request extends beyond the loops that it keeps. AWS
// documents neither whether CreationTimeAfter and CreationTimeBefore include the bound
// itself, nor their precision. With a second on either side, neither this nor the
// rounding to milliseconds matters.
const overlap = time.Second

// maxWindows is far more than the service would serve at the same time.
const maxWindows = 10_000

// ListHumanLoopsWindows splits the time range of params, whose
// CreationTimeAfter and CreationTimeBefore must be set, into n windows of the
// same length, 1 to 10,000. The same params and n always return the same windows, in
// later versions too, so a window's checkpoint can be saved. The ends of the whole range
// have the same meaning as in a single list, which rounds them to milliseconds.
func ListHumanLoopsWindows(params *ListHumanLoopsInput, n int) ([]ListHumanLoopsWindow, error) {
	if err := checkSplit(params, n); err != nil {
		return nil, apierrors.ClientErrorf(apierrors.CodeUsage, "a2iruntime: %w", err)
	}
	// Round drops the monotonic clock, which JSON does not keep: it can measure another range.
	list, after, before := *params, params.CreationTimeAfter.Round(0), params.CreationTimeBefore.Round(0)
	list.CreationTimeAfter, list.CreationTimeBefore = &after, &before
	windows := make([]ListHumanLoopsWindow, n)
	for i := range windows {
		windows[i] = ListHumanLoopsWindow{list: list, n: n, index: i}
	}
	return windows, nil
}

// checkSplit checks the arguments of ListHumanLoopsWindows, also for a window in JSON.
func checkSplit(params *ListHumanLoopsInput, n int) error {
	switch {
	case n < 1 || n > maxWindows:
		return fmt.Errorf("the number of windows (Windows in JSON) is %d: it must be 1 to %d", n, maxWindows)
	case params == nil || params.CreationTimeAfter == nil || params.CreationTimeBefore == nil:
		return errors.New("split a list into windows: set CreationTimeAfter and CreationTimeBefore")
	case !params.CreationTimeAfter.Before(*params.CreationTimeBefore):
		return fmt.Errorf("split a list into windows: CreationTimeAfter %v is not before CreationTimeBefore %v", params.CreationTimeAfter, params.CreationTimeBefore)
	case aws.ToString(params.NextToken) != "":
		return errors.New("split a list into windows: NextToken belongs to one list, so it must not be set")
	}
	return nil
}

// Paginator returns a paginator over the loops of this window. StartFrom is a
// Checkpoint, and StartingToken a ResumeToken, of the same window.
func (w ListHumanLoopsWindow) Paginator(client ListHumanLoopsAPIClient, optFns ...func(*paginators.Options)) *ListHumanLoopsPaginator {
	if w.n == 0 {
		return newListHumanLoopsPaginator(zeroWindow{}, nil, nil, optFns)
	}
	in := w.list
	var from, to *time.Time // the CreationTimes to keep, from inclusive and to exclusive; nil is unbounded
	// Stay within the range: its ends may be the first or the last possible time.
	if w.index > 0 {
		from = w.start(w.index)
		if after := from.Add(-overlap); after.After(*in.CreationTimeAfter) {
			in.CreationTimeAfter = &after
		}
	}
	if w.index < w.n-1 {
		to = w.start(w.index + 1)
		if before := to.Add(overlap); before.Before(*in.CreationTimeBefore) {
			in.CreationTimeBefore = &before
		}
	}
	return newListHumanLoopsPaginator(client, &in, func(page *ListHumanLoopsOutput) error { return dropNeighbors(page, from, to) }, optFns)
}

// start returns the CreationTime at which the window with this index begins.
func (w ListHumanLoopsWindow) start(index int) *time.Time {
	first := *w.list.CreationTimeAfter
	length := w.list.CreationTimeBefore.Sub(first) / time.Duration(w.n)
	return aws.Time(first.Add(length * time.Duration(index)))
}

// dropNeighbors removes the loops of the neighboring windows from a page.
func dropNeighbors(page *ListHumanLoopsOutput, from, to *time.Time) (err error) {
	page.HumanLoopSummaries = slices.DeleteFunc(slices.Clone(page.HumanLoopSummaries), func(s types.HumanLoopSummary) bool {
		if s.CreationTime == nil {
			err = fmt.Errorf("a2iruntime: human loop %s is listed without a CreationTime, so it fits no window: list without windows", aws.ToString(s.HumanLoopName))
			return false
		}
		return from != nil && s.CreationTime.Before(*from) || to != nil && !s.CreationTime.Before(*to)
	})
	return err
}

var errZeroWindow = apierrors.ClientErrorf(apierrors.CodeUsage, "a2iruntime: the ListHumanLoopsWindow is the zero value, which lists nothing: make windows with ListHumanLoopsWindows, or read one from JSON")

// zeroWindow is the client of the zero window, which must not list every loop.
type zeroWindow struct{}

func (zeroWindow) ListHumanLoops(context.Context, *ListHumanLoopsInput, ...func(*Options)) (*ListHumanLoopsOutput, error) {
	return nil, errZeroWindow
}
