package a2itest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
)

// store holds the loops. A loop is in it from its start until it is deleted.
type store struct {
	options *Options
	tokens  *fake.Tokens
	broken  error // why the server could not start; set before the first step

	mu      sync.Mutex
	loops   map[string]*loop
	active  int // loops that count toward the quota; by the clock, some may have ended
	byFlow  map[string]*fake.Index[*loop]
	outputs map[string][]byte // by their S3 URIs; as in S3, they outlive their loops
	events  eventLog
	journal journal
}

// loop is one human loop. It is guarded by its store.
type loop struct {
	Loop
	position fake.Position
}

func newStore(o *Options) *store {
	return &store{
		options: o,
		tokens:  fake.NewTokens("a2i " + o.Region + " " + o.AccountID),
		loops:   map[string]*loop{},
		byFlow:  map[string]*fake.Index[*loop]{},
		outputs: map[string][]byte{},
	}
}

// do runs one step with exclusive access to the store. It returns when all changes that
// the step made, or saw, are saved.
func (s *store) do(step func() error) error {
	if s.broken != nil {
		return s.broken
	}
	seen, err := s.locked(step)
	if err := s.flush(seen); err != nil {
		return err
	}
	s.handOut()
	return err
}

// locked runs a step with the store locked, and returns the number of changes after it.
// A step calls the user's code, such as Options.Now. If that code panics, the store must
// not stay locked.
func (s *store) locked(step func() error) (changes uint64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = step()
	return s.journal.changes, err
}

// start starts a loop, or returns the loop that the same request started before.
func (s *store) start(fresh Loop) (arn string, err error) {
	l := s.loops[fresh.HumanLoopName]
	if l != nil {
		s.settle(l)
	}
	replace := l != nil && (s.options.ReuseEndedNames && ended(l.HumanLoopStatus) || s.deleted(l))
	if l != nil && !replace {
		if l.FlowDefinitionArn != fresh.FlowDefinitionArn || l.InputContent != fresh.InputContent || !slices.Equal(l.ContentClassifiers, fresh.ContentClassifiers) {
			return "", fake.Errorf("ConflictException", "Human loop %s already exists with different input.", l.HumanLoopName)
		}
		return l.HumanLoopArn, nil
	}
	if limit := s.options.MaxActiveLoops; limit > 0 && s.atLimit(limit) {
		return "", fake.Errorf("ServiceQuotaExceededException", "The account-level service limit of %d active human loops is reached.", limit)
	}
	fresh.CreationTime = s.options.now()
	fresh.HumanLoopStatus = types.HumanLoopStatusInProgress
	fresh.HumanLoopArn = s.options.arn("human-loop/" + fresh.HumanLoopName)
	if replace {
		s.drop(l) // only now, because a refused start must not delete it
	}
	s.changed(s.add(fresh))
	return fresh.HumanLoopArn, nil
}

// add puts a loop into the store, at its old position if it had one.
func (s *store) add(fresh Loop) *loop {
	index := s.byFlow[fresh.FlowDefinitionArn]
	if index == nil {
		index = new(fake.Index[*loop])
		s.byFlow[fresh.FlowDefinitionArn] = index
	}
	// A saved loop may come from a server with a different option, or from before the
	// option existed.
	if !s.options.OutputOnlyWhenCompleted {
		fake.OrDefault(&fresh.OutputS3Uri, s.options.outputURI(&fresh))
	} else if fresh.HumanLoopStatus != types.HumanLoopStatusCompleted {
		fresh.OutputS3Uri = ""
	}
	l := &loop{Loop: fresh}
	if fresh.Sequence == 0 {
		l.position = index.Insert(fresh.CreationTime, l)
		l.Sequence = l.position.Seq
	} else {
		l.position = index.Restore(fresh.CreationTime, fresh.Sequence, l)
	}
	s.loops[fresh.HumanLoopName] = l
	if active(fresh.HumanLoopStatus) {
		s.active++
	}
	return l
}

// atLimit reports whether the number of active loops has reached the quota. Only then does
// it check all loops, because some may have ended by the clock.
func (s *store) atLimit(limit int) bool {
	if s.active < limit {
		return false
	}
	s.settleAll()
	return s.active >= limit
}

// active reports whether the quota counts loops with a status.
func active(status types.HumanLoopStatus) bool {
	return status == types.HumanLoopStatusInProgress || status == types.HumanLoopStatusStopping
}

// get returns a loop in its current state.
func (s *store) get(name string) (*loop, error) {
	l := s.loops[name]
	if l != nil && s.deleted(l) {
		s.drop(l)
		l = nil
	}
	if l == nil {
		return nil, fake.Errorf("ResourceNotFoundException", "Human loop %s does not exist.", name)
	}
	s.settle(l)
	return l, nil
}

// statusDeleting is a status that the service sends although the API reference
// does not list it.
const statusDeleting types.HumanLoopStatus = "Deleting"

// deleted reports whether a loop was deleted and its GoneAt has passed.
func (s *store) deleted(l *loop) bool {
	return l.HumanLoopStatus == statusDeleting && !s.options.now().Before(l.GoneAt)
}

// drop removes a loop from the store.
func (s *store) drop(l *loop) {
	delete(s.loops, l.HumanLoopName)
	s.byFlow[l.FlowDefinitionArn].Remove(l.position)
	s.dropped(l)
}

// settle ends a loop whose time has come by the clock.
func (s *store) settle(l *loop) {
	now := s.options.now()
	switch {
	case l.HumanLoopStatus == types.HumanLoopStatusStopping && !now.Before(l.EndedAt):
		s.end(l, types.HumanLoopStatusStopped, l.EndedAt)
	case l.HumanLoopStatus == types.HumanLoopStatusInProgress && s.options.ExpireAfter > 0 && now.Sub(l.CreationTime) >= s.options.ExpireAfter:
		l.FailureCode, l.FailureReason = "Expired", "The human loop was not completed before it expired."
		s.end(l, types.HumanLoopStatusFailed, l.CreationTime.Add(s.options.ExpireAfter))
	}
}

// settleAll settles each loop.
func (s *store) settleAll() {
	for _, l := range s.loops {
		s.settle(l)
	}
}

// end sets the status with which an active loop ends.
func (s *store) end(l *loop, status types.HumanLoopStatus, at time.Time) {
	s.active--
	l.HumanLoopStatus, l.EndedAt = status, at
	s.changed(l)
	s.tell(l)
}

func ended(status types.HumanLoopStatus) bool {
	return !active(status) && status != statusDeleting
}

// stop makes a loop Stopping. Stopping it again changes nothing.
func (s *store) stop(name string) error {
	l, err := s.get(name)
	if err != nil {
		return err
	}
	switch l.HumanLoopStatus {
	case types.HumanLoopStatusInProgress:
		l.HumanLoopStatus, l.EndedAt = types.HumanLoopStatusStopping, s.options.now().Add(s.options.StoppingFor)
		s.changed(l)
		if s.options.StoppingFor == 0 {
			s.end(l, types.HumanLoopStatusStopped, l.EndedAt)
		}
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, statusDeleting:
		if s.options.AllowStopEnded {
			return nil
		}
		return fake.Errorf("ValidationException", "Human loop %s is %s and cannot be stopped.", name, l.HumanLoopStatus)
	}
	return nil
}

// remove deletes a loop that has ended.
func (s *store) remove(name string) error {
	l, err := s.get(name)
	if err != nil {
		return err
	}
	if l.HumanLoopStatus == statusDeleting {
		return nil
	}
	if !ended(l.HumanLoopStatus) {
		return fake.Errorf("ValidationException", "Human loop %s is %s: it can be deleted when it is Completed, Failed or Stopped.", name, l.HumanLoopStatus)
	}
	if s.options.DeletingFor == 0 {
		s.drop(l)
		return nil
	}
	l.HumanLoopStatus, l.GoneAt = statusDeleting, s.options.now().Add(s.options.DeletingFor)
	s.changed(l)
	return nil
}

// review changes a loop that is InProgress, as a reviewer does.
func (s *store) review(name string, change func(*loop) error) error {
	return s.do(func() error {
		l, err := s.get(name)
		if err != nil {
			return fmt.Errorf("a2itest: %w", err)
		}
		if l.HumanLoopStatus != types.HumanLoopStatusInProgress {
			return &StatusError{HumanLoopName: name, HumanLoopStatus: l.HumanLoopStatus}
		}
		return change(l)
	})
}
