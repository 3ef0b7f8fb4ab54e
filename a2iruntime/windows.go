package a2iruntime

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// ListHumanLoopsWindow is a part of a list's time range. The windows of a range
// can be read at once, by paginators.Merge, and together give each loop exactly
// once.
type ListHumanLoopsWindow struct {
	input    ListHumanLoopsInput
	from, to time.Time // the CreationTimes of the window, without to; zero means unbounded
}

// overlap is by how much a window asks for more than it keeps. AWS documents
// neither whether CreationTimeAfter and CreationTimeBefore include the bound
// itself, nor how fine they are. With a second on either side neither that nor the
// rounding to milliseconds matters.
const overlap = time.Second

// maxWindows is far more than the service would answer at once.
const maxWindows = 10_000

// ListHumanLoopsWindows splits the time range of params, whose
// CreationTimeAfter and CreationTimeBefore must be set, into n windows of the
// same length, 1 to 10,000. The same params and n always return the same windows, so
// a window's resume token can be kept. The range's own ends mean what they mean in a
// single list, which rounds them to milliseconds.
func ListHumanLoopsWindows(params *ListHumanLoopsInput, n int) ([]ListHumanLoopsWindow, error) {
	switch {
	case n < 1 || n > maxWindows:
		return nil, fmt.Errorf("a2iruntime: split a list into %d windows: give 1 to %d", n, maxWindows)
	case params == nil || params.CreationTimeAfter == nil || params.CreationTimeBefore == nil:
		return nil, errors.New("a2iruntime: split a list into windows: set CreationTimeAfter and CreationTimeBefore")
	case !params.CreationTimeAfter.Before(*params.CreationTimeBefore):
		return nil, fmt.Errorf("a2iruntime: split a list into windows: CreationTimeAfter %v is not before CreationTimeBefore %v", params.CreationTimeAfter, params.CreationTimeBefore)
	case aws.ToString(params.NextToken) != "":
		return nil, errors.New("a2iruntime: split a list into windows: NextToken belongs to one list, so it must not be set")
	}
	first, length := *params.CreationTimeAfter, params.CreationTimeBefore.Sub(*params.CreationTimeAfter)
	windows := make([]ListHumanLoopsWindow, n)
	for i := range windows {
		w := &windows[i]
		w.input = *params
		if i > 0 {
			w.from = first.Add(length / time.Duration(n) * time.Duration(i))
			windows[i-1].to = w.from
			// Nothing outside the range is asked for: its ends may be those of time itself.
			if after := w.from.Add(-overlap); after.After(first) {
				w.input.CreationTimeAfter = &after
			}
			if before := w.from.Add(overlap); before.Before(*params.CreationTimeBefore) {
				windows[i-1].input.CreationTimeBefore = &before
			}
		}
	}
	return windows, nil
}

// Paginator returns a paginator over the loops of this window. StartingToken is a
// ResumeToken of the same window.
func (w ListHumanLoopsWindow) Paginator(client ListHumanLoopsAPIClient, optFns ...func(*paginators.Options)) *ListHumanLoopsPaginator {
	return newListHumanLoopsPaginator(client, &w.input, w.dropNeighbors, optFns)
}

// dropNeighbors removes the loops of the neighboring windows from a page.
func (w ListHumanLoopsWindow) dropNeighbors(page *ListHumanLoopsOutput) (err error) {
	page.HumanLoopSummaries = slices.DeleteFunc(slices.Clone(page.HumanLoopSummaries), func(s types.HumanLoopSummary) bool {
		if s.CreationTime == nil {
			err = fmt.Errorf("a2iruntime: human loop %s is listed without a CreationTime, so it fits no window: list without windows", aws.ToString(s.HumanLoopName))
			return false
		}
		return !w.from.IsZero() && s.CreationTime.Before(w.from) || !w.to.IsZero() && !s.CreationTime.Before(w.to)
	})
	return err
}
