package a2itest

import (
	"crypto/sha256"
	"slices"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// maxEvents is how many events are remembered; the oldest are forgotten first.
const maxEvents = 1 << 16

// Events returns the events that AWS would have sent to EventBridge so far,
// oldest first: one for each loop that was Completed, Failed or Stopped. Loops that have
// ended by the clock are included. The server remembers about the last 65,536 events.
// After a restart with a Storage, it has only the events of loops that were not deleted.
func (s *Server) Events() (events []answers.StatusChangeEvent, err error) {
	err = s.store.do(func() error {
		s.store.settleAll()
		events = slices.Clone(s.store.events.recorded)
		return nil
	})
	return events, err
}

// eventLog holds the events. It is guarded by the store.
type eventLog struct {
	recorded []answers.StatusChangeEvent
	waiting  []waitingEvent // for OnEvent
	handing  bool           // a call of OnEvent is under way
}

// waitingEvent waits until its change is saved, so that OnEvent can rely on what the event
// reports.
type waitingEvent struct {
	event   answers.StatusChangeEvent
	changes uint64 // the number of changes up to and including this one; 0 without a Storage
}

func (e *eventLog) add(event answers.StatusChangeEvent) {
	if len(e.recorded) == maxEvents {
		e.recorded = slices.Delete(e.recorded, 0, maxEvents/2)
	}
	e.recorded = append(e.recorded, event)
}

// tell records the event of a loop that has ended.
func (s *store) tell(l *loop) {
	event := s.event(l)
	s.events.add(event)
	if s.options.OnEvent != nil {
		s.events.waiting = append(s.events.waiting, waitingEvent{event, s.journal.changes})
	}
}

// handOut calls OnEvent with each event whose change is saved, in order and one at a time.
// If another call of handOut is doing so, possibly one further up this stack, that call
// handles these events, too.
func (s *store) handOut() {
	for {
		event, ok := s.nextEvent()
		if !ok {
			return
		}
		func() {
			defer func() {
				s.mu.Lock()
				s.events.handing = false
				s.mu.Unlock()
			}()
			s.options.OnEvent(event)
		}()
	}
}

func (s *store) nextEvent() (event answers.StatusChangeEvent, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.events.handing || len(s.events.waiting) == 0 || s.events.waiting[0].changes > s.journal.saved.Load() {
		return event, false
	}
	event, s.events.waiting = s.events.waiting[0].event, s.events.waiting[1:]
	s.events.handing = true
	return event, true
}

// event returns the event of a loop that has ended.
func (s *store) event(l *loop) answers.StatusChangeEvent {
	created := l.CreationTime
	event := answers.StatusChangeEvent{
		Version:    "0",
		DetailType: answers.EventDetailType,
		Source:     answers.EventSource,
		Account:    s.options.AccountID,
		Time:       l.EndedAt,
		Region:     s.options.Region,
		Resources:  []string{l.HumanLoopArn},
		Detail: answers.StatusChangeDetail{
			CreationTime:      &created,
			FailureCode:       nilIfEmpty(l.FailureCode),
			FailureReason:     nilIfEmpty(l.FailureReason),
			FlowDefinitionArn: aws.String(l.FlowDefinitionArn),
			HumanLoopArn:      aws.String(l.HumanLoopArn),
			HumanLoopName:     aws.String(l.HumanLoopName),
			HumanLoopStatus:   l.HumanLoopStatus,
		},
	}
	if l.OutputS3Uri != "" {
		event.Detail.HumanLoopOutput = &types.HumanLoopOutput{OutputS3Uri: aws.String(l.OutputS3Uri)}
	}
	hash := sha256.Sum256([]byte(event.Key())) // the same ID after a restart
	event.Id = fake.UUID([16]byte(hash[:16]))
	return event
}

// nilIfEmpty returns a pointer to text, or nil if it is empty.
func nilIfEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
