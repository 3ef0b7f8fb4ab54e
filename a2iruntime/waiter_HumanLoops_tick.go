package a2iruntime

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// humanLoopsRun is one range over HumanLoopsWaiter.Each. It looks at the pending
// loops in rounds: a round looks at each of them once. Usually a tick is a round, but
// throttling may spread a round over several ticks. If each tick began anew, it might
// never reach the last loops.
type humanLoopsRun struct {
	client     HumanLoopsAPIClient
	flow       *string
	level      model.Level // of the checks of names
	more       func(context.Context) (names []string, done bool, err error)
	onProgress func(HumanLoopsProgress)
	progress   HumanLoopsProgress // of the tick

	total   int                     // how many loops the run has waited for
	pending map[string]*pendingLoop // the loops that have not ended
	largest int                     // the most loops that the map pending has held
	found   []endedLoop             // in the last tick

	round   int                           // the number of the round
	steps   []func(context.Context) error // of the round; the first one is under way
	unseen  int                           // how many pending loops the round has yet to look at
	undated int                           // of these, how many whose creation time is not known
	list    *ListHumanLoopsInput          // what the step lists; nil if it does not
	resume  string                        // where the list resumes after throttling
	pages   int                           // how many pages the last list between creation times had
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

func newHumanLoopsRun(client HumanLoopsAPIClient, in *HumanLoopsWaiterInput, level model.Level) *humanLoopsRun {
	run := &humanLoopsRun{
		client: client, flow: in.FlowDefinitionArn, level: level, more: in.More, onProgress: in.OnProgress,
		pending: make(map[string]*pendingLoop, len(in.HumanLoopNames)),
	}
	for _, name := range in.HumanLoopNames {
		run.add(name)
	}
	return run
}

// add waits for a loop from the next round on: the round under way may have passed the
// page that lists the loop.
func (r *humanLoopsRun) add(name string) {
	if r.pending[name] == nil {
		r.pending[name] = &pendingLoop{round: r.round}
		r.total++
		r.largest = max(r.largest, len(r.pending))
	}
}

// ended reports whether the wait is over: no loop is pending, and no name will be added.
func (r *humanLoopsRun) ended() bool { return len(r.pending) == 0 && r.more == nil }

// tick gets more names and looks at each pending loop, or at the loops that throttling
// left over from the last round. The loops that it found count even if it returns an error.
func (r *humanLoopsRun) tick(ctx context.Context) error {
	r.progress = HumanLoopsProgress{}
	throttled := r.addMore(ctx)
	if throttled != nil && !waiters.IsThrottle(throttled) {
		return throttled
	}
	if len(r.steps) == 0 {
		r.beginRound()
	}
	for len(r.steps) > 0 {
		if err := r.steps[0](ctx); err != nil {
			return err
		}
		r.steps = r.steps[1:]
	}
	return throttled
}

// addMore adds the names that More returns.
func (r *humanLoopsRun) addMore(ctx context.Context) error {
	if r.more == nil {
		return nil
	}
	names, done, err := r.more(ctx)
	for _, name := range names {
		if err := checkHumanLoopName(name, r.level); err != nil {
			r.found = append(r.found, endedLoop{types.HumanLoopSummary{HumanLoopName: aws.String(name)}, err})
			continue
		}
		r.add(name)
	}
	if err != nil {
		return fmt.Errorf("a2iruntime: HumanLoopsWaiterInput.More: %w", err)
	}
	if done {
		r.more = nil
	}
	return nil
}

// see records what a call returned of a pending loop that the round had not looked at.
func (r *humanLoopsRun) see(name string, l *pendingLoop, s types.HumanLoopSummary) {
	switch s.HumanLoopStatus {
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped:
		r.end(name, l, s, nil)
	default:
		r.seen(l)
		l.created = aws.ToTime(s.CreationTime)
	}
}

// end records that a loop has ended or does not exist.
func (r *humanLoopsRun) end(name string, l *pendingLoop, s types.HumanLoopSummary, err error) {
	r.seen(l)
	r.found = append(r.found, endedLoop{s, err})
	delete(r.pending, name)
}

// seen records that the round has looked at a loop.
func (r *humanLoopsRun) seen(l *pendingLoop) {
	l.round = r.round
	r.unseen--
	if l.created.IsZero() {
		r.undated--
	}
}

// report calls OnProgress.
func (r *humanLoopsRun) report() {
	if r.onProgress != nil {
		r.progress.Waiting = len(r.pending)
		r.onProgress(r.progress)
	}
}

// status counts the loops that have not ended, and names the first few in the order of
// their names.
func (r *humanLoopsRun) status() string {
	const maxNames = 5
	var first []string // sorted
	for name := range r.pending {
		if i, _ := slices.BinarySearch(first, name); i < maxNames {
			first = slices.Insert(first, i, name)
			first = first[:min(len(first), maxNames)]
		}
	}
	text := fmt.Sprintf("%d of %d human loops not ended", len(r.pending), r.total)
	if len(first) > 0 {
		text += ": " + strings.Join(first, ", ")
	}
	if len(r.pending) > maxNames {
		text += ", ..."
	}
	return text
}
