package a2itest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

// Storage keeps loops and their output documents, so that they outlive the
// server. The server answers no request, and returns from no method, before all
// that its answer rests on is kept. It saves one Change at a time; what many
// requests did meanwhile is the next one.
type Storage interface {
	// Load returns all that was saved. It is called once, before anything else.
	Load() (Change, error)

	// Save keeps a change, all of it or nothing. It returns when the change
	// outlives a crash. After an error, the answers that rest on it are
	// InternalServerExceptions, and the change is saved again with the next one.
	Save(Change) error
}

// Change is what changed.
type Change struct {
	// Loops are the loops by their names; nil is one that was deleted.
	Loops map[string]*Loop

	// Outputs are new output documents by their S3 URIs. They outlive their loops.
	Outputs map[string][]byte
}

// journal is what is not kept yet. It is guarded by the store, but for saving
// and kept.
type journal struct {
	pending Change
	changes uint64 // how many there were

	saving sync.Mutex
	kept   atomic.Uint64 // how many of them are kept; changed by who is saving
}

// changed notes that a loop is new or another.
func (s *store) changed(l *loop) {
	now := l.Loop
	s.note(l.HumanLoopName, &now)
}

// dropped notes that a loop is no more.
func (s *store) dropped(l *loop) { s.note(l.HumanLoopName, nil) }

func (s *store) note(name string, now *Loop) {
	if s.options.Storage == nil {
		return
	}
	if s.journal.pending.Loops == nil {
		s.journal.pending.Loops = map[string]*Loop{}
	}
	s.journal.pending.Loops[name] = now
	s.journal.changes++
}

// output keeps the output document at uri.
func (s *store) output(uri string, document []byte) {
	s.outputs[uri] = document
	if s.options.Storage == nil {
		return
	}
	if s.journal.pending.Outputs == nil {
		s.journal.pending.Outputs = map[string][]byte{}
	}
	s.journal.pending.Outputs[uri] = document
	s.journal.changes++
}

// keep returns when the first n changes are kept. Who comes while another saves
// finds its change saved by the next one, with those of all others who came.
func (s *store) keep(n uint64) error {
	j := &s.journal
	if s.options.Storage == nil || j.kept.Load() >= n {
		return nil
	}
	j.saving.Lock()
	defer j.saving.Unlock()
	if j.kept.Load() >= n {
		return nil
	}
	s.mu.Lock()
	change, last := j.pending, j.changes
	j.pending = Change{}
	s.mu.Unlock()
	if err := s.options.Storage.Save(change); err != nil {
		s.mu.Lock()
		j.pending = merged(change, j.pending)
		s.mu.Unlock()
		return fmt.Errorf("a2itest: save %d loops: %w", len(change.Loops), err)
	}
	j.kept.Store(last)
	return nil
}

// merged is an older change and a newer one.
func merged(older, newer Change) Change {
	if older.Loops == nil {
		older.Loops = newer.Loops
	}
	if older.Outputs == nil {
		older.Outputs = newer.Outputs
	}
	maps.Copy(older.Loops, newer.Loops)
	maps.Copy(older.Outputs, newer.Outputs)
	return older
}

func known(status types.HumanLoopStatus) bool {
	return status == statusDeleting || slices.Contains(status.Values(), status)
}

// load fills the store with what is kept.
func (s *store) load() error {
	if s.options.Storage == nil {
		return nil
	}
	kept, err := s.options.Storage.Load()
	if err != nil {
		return fmt.Errorf("a2itest: load the loops: %w", err)
	}
	var loops []Loop
	for name, l := range kept.Loops {
		switch {
		case l == nil:
			continue
		case name == "" || l.HumanLoopName != name || l.FlowDefinitionArn == "" || l.Sequence == 0 || !known(l.HumanLoopStatus):
			return fmt.Errorf("a2itest: load the loops: what is kept of loop %q is no loop", name)
		}
		loops = append(loops, *l)
	}
	slices.SortFunc(loops, byAge) // each is added behind the others, which is cheap
	var told []*loop
	for _, l := range loops {
		added := s.add(l)
		if ended(l.HumanLoopStatus) {
			told = append(told, added)
		}
	}
	slices.SortStableFunc(told, func(a, b *loop) int { return a.EndedAt.Compare(b.EndedAt) })
	for _, l := range told {
		s.events.add(s.event(l))
	}
	for uri, document := range kept.Outputs {
		s.outputs[uri] = bytes.Clone(document)
	}
	return nil
}
