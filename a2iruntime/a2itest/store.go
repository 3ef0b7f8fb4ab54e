package a2itest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/localservice"
)

// store holds the loops. A loop is in it from its start until it is deleted.
type store struct {
	options *Options
	tokens  *localservice.Tokens

	mu     sync.Mutex
	loops  map[string]*loop
	byFlow map[string]*localservice.Index[*loop]
}

// loop is one human loop. It is guarded by its store.
type loop struct {
	name          string
	arn           string
	flow          string // ARN
	content       string
	classifiers   []string
	created       time.Time
	status        types.HumanLoopStatus
	failureCode   string
	failureReason string
	stoppedAt     time.Time // when Stopping becomes Stopped
	goneAt        time.Time // when Deleting ends
	output        []byte
	outputURI     string
	position      localservice.Position
}

func newStore(o *Options) *store {
	return &store{
		options: o,
		tokens:  localservice.NewTokens("a2i " + o.Region + " " + o.AccountID),
		loops:   map[string]*loop{},
		byFlow:  map[string]*localservice.Index[*loop]{},
	}
}

// start begins a loop, or returns the one that the same request began before.
func (s *store) start(fresh *loop) (arn string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.loops[fresh.name]
	if l != nil {
		s.settle(l)
		if s.options.ReuseEndedNames && ended(l.status) || s.gone(l) {
			s.drop(l)
			l = nil
		}
	}
	if l != nil {
		if l.flow != fresh.flow || l.content != fresh.content || !slices.Equal(l.classifiers, fresh.classifiers) {
			return "", localservice.Errorf("ConflictException", "Human loop %s already exists with different input.", l.name)
		}
		return l.arn, nil
	}
	if most := s.options.MaxActiveLoops; most > 0 && s.active() >= most {
		return "", localservice.Errorf("ServiceQuotaExceededException", "The account-level service limit of %d active human loops is reached.", most)
	}
	fresh.created = s.options.now()
	fresh.status = types.HumanLoopStatusInProgress
	fresh.arn = s.options.arn("human-loop/" + fresh.name)
	index := s.byFlow[fresh.flow]
	if index == nil {
		index = new(localservice.Index[*loop])
		s.byFlow[fresh.flow] = index
	}
	fresh.position = index.Insert(fresh.created, fresh)
	s.loops[fresh.name] = fresh
	return fresh.arn, nil
}

// active counts the loops that the quota is about.
func (s *store) active() (n int) {
	for _, l := range s.loops {
		if s.settle(l); l.status == types.HumanLoopStatusInProgress || l.status == types.HumanLoopStatusStopping {
			n++
		}
	}
	return n
}

// get returns a loop as it is now.
func (s *store) get(name string) (*loop, error) {
	l := s.loops[name]
	if l != nil && s.gone(l) {
		s.drop(l)
		l = nil
	}
	if l == nil {
		return nil, localservice.Errorf("ResourceNotFoundException", "Human loop %s does not exist.", name)
	}
	s.settle(l)
	return l, nil
}

// statusDeleting is a status that the service sends although the API reference
// does not list it.
const statusDeleting types.HumanLoopStatus = "Deleting"

// gone tells whether the clock has made an end of a loop that was deleted.
func (s *store) gone(l *loop) bool {
	return l.status == statusDeleting && !s.options.now().Before(l.goneAt)
}

// drop takes a loop out of the store.
func (s *store) drop(l *loop) {
	delete(s.loops, l.name)
	s.byFlow[l.flow].Remove(l.position)
}

// settle lets the clock do to a loop what is due.
func (s *store) settle(l *loop) {
	now := s.options.now()
	switch {
	case l.status == types.HumanLoopStatusStopping && !now.Before(l.stoppedAt):
		l.status = types.HumanLoopStatusStopped
	case l.status == types.HumanLoopStatusInProgress && s.options.ExpireAfter > 0 && now.Sub(l.created) >= s.options.ExpireAfter:
		l.fail("Expired", "The human loop was not completed before it expired.")
	}
}

func (l *loop) fail(code, reason string) {
	l.status, l.failureCode, l.failureReason = types.HumanLoopStatusFailed, code, reason
}

func ended(status types.HumanLoopStatus) bool {
	return status != types.HumanLoopStatusInProgress && status != types.HumanLoopStatusStopping && status != statusDeleting
}

// stop begins to stop a loop. Stopping it again changes nothing.
func (s *store) stop(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.get(name)
	if err != nil {
		return err
	}
	switch l.status {
	case types.HumanLoopStatusInProgress:
		l.status, l.stoppedAt = types.HumanLoopStatusStopping, s.options.now().Add(s.options.StoppingFor)
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, statusDeleting:
		if s.options.AllowStopEnded {
			return nil
		}
		return localservice.Errorf("ValidationException", "Human loop %s is %s and cannot be stopped.", name, l.status)
	}
	return nil
}

// remove deletes a loop that has ended.
func (s *store) remove(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.get(name)
	if err != nil {
		return err
	}
	if l.status == statusDeleting {
		return nil
	}
	if !ended(l.status) {
		return localservice.Errorf("ValidationException", "Human loop %s is %s: it can be deleted when it is Completed, Failed or Stopped.", name, l.status)
	}
	if s.options.DeletingFor == 0 {
		s.drop(l)
		return nil
	}
	l.status, l.goneAt = statusDeleting, s.options.now().Add(s.options.DeletingFor)
	return nil
}

// flowExists tells whether a flow definition exists, by its ARN.
func (s *store) flowExists(arn string) bool {
	name, ok := strings.CutPrefix(arn, s.options.arn("flow-definition/"))
	return ok && (s.options.FlowDefinitions == nil || slices.Contains(s.options.FlowDefinitions, name))
}

// end is what a test does to a loop that is InProgress.
func (s *store) end(name string, change func(*loop) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.get(name)
	if err != nil {
		return fmt.Errorf("a2itest: %w", err)
	}
	if l.status != types.HumanLoopStatusInProgress {
		return fmt.Errorf("a2itest: human loop %s is %s, not InProgress", name, l.status)
	}
	return change(l)
}
