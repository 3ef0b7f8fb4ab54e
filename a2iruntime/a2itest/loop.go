package a2itest

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
)

// Loop is a human loop as the server knows it.
type Loop struct {
	// HumanLoopName and HumanLoopArn are the name and the ARN of the loop.
	HumanLoopName string
	HumanLoopArn  string

	// FlowDefinitionArn is the ARN of the flow definition that it was started with.
	FlowDefinitionArn string

	// InputContent and ContentClassifiers are the input that the loop was started with.
	InputContent       string
	ContentClassifiers []string

	// CreationTime is when the loop started, by Options.Now, to the millisecond.
	CreationTime time.Time

	// HumanLoopStatus is InProgress, Stopping, Completed, Failed, Stopped, or
	// Deleting, which the API reference does not list.
	HumanLoopStatus types.HumanLoopStatus

	// FailureCode and FailureReason say why a loop Failed.
	FailureCode   string
	FailureReason string

	// OutputS3Uri is where the loop's output document is when the loop is
	// Completed. With Options.OutputOnlyWhenCompleted, it is empty before.
	OutputS3Uri string

	// EndedAt is when the loop was Completed, Failed or Stopped. If it is Stopping,
	// EndedAt is when it will be Stopped.
	EndedAt time.Time

	// GoneAt is when a loop that is Deleting will no longer exist.
	GoneAt time.Time

	// Sequence is the order of loops of one flow definition that started in the same
	// millisecond.
	Sequence uint64
}

// StatusError reports that a loop cannot be reviewed, because it is no longer InProgress.
type StatusError struct {
	// HumanLoopName is the name of the loop.
	HumanLoopName string

	// HumanLoopStatus is the loop's status.
	HumanLoopStatus types.HumanLoopStatus
}

// Error names the loop and its status.
func (e *StatusError) Error() string {
	return fmt.Sprintf("a2itest: human loop %s is %s, not InProgress", e.HumanLoopName, e.HumanLoopStatus)
}

// Loop returns a loop in its current state. If DescribeHumanLoop would fail, it returns a
// smithy.APIError with the same code, as Loops, Output and the other methods do.
func (s *Server) Loop(name string) (found Loop, err error) {
	err = s.store.do(func() error {
		l, err := s.store.get(name)
		if err != nil {
			return fmt.Errorf("a2itest: %w", err)
		}
		found = l.Loop
		return nil
	})
	return found, err
}

// Loops returns the loops with one of the statuses, from all flow definitions, in the
// order in which they started. Without statuses, it returns all loops.
func (s *Server) Loops(statuses ...types.HumanLoopStatus) (found []Loop, err error) {
	err = s.store.do(func() error {
		for _, flow := range slices.Sorted(maps.Keys(s.store.byFlow)) {
			loops, _ := s.store.byFlow[flow].Page(fake.Range[*loop]{}, nil, math.MaxInt)
			found = slices.Grow(found, len(loops))
			for _, l := range loops {
				s.store.settle(l)
				if !s.store.deleted(l) && (len(statuses) == 0 || slices.Contains(statuses, l.HumanLoopStatus)) {
					found = append(found, l.Loop)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// The loops of one flow definition are already sorted, so sorting is cheap.
	slices.SortFunc(found, func(a, b Loop) int { return byAge(&a, &b) })
	return found, nil
}

// byAge compares loops by the time at which they started.
func byAge(a, b *Loop) int {
	if c := a.CreationTime.Compare(b.CreationTime); c != 0 {
		return c
	}
	if a.FlowDefinitionArn == b.FlowDefinitionArn {
		return cmp.Compare(a.Sequence, b.Sequence)
	}
	return cmp.Compare(a.FlowDefinitionArn, b.FlowDefinitionArn)
}
