package a2itest

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

// Storage saves loops and their output documents, so that they outlive the
// server. The server responds to a request, and its methods return, only after everything
// that the result depends on is saved. The server saves one Change at a time. The next
// Change contains what all requests changed meanwhile.
type Storage interface {
	// Load returns everything that was saved. The server calls it once, before it serves
	// any request or method. If it fails or panics, Server.Err and every call return the
	// error, and nothing is saved.
	Load() (Change, error)

	// Save saves a change, all of it or nothing. It returns nil only after the change is
	// saved so that it survives a crash. If it returns an error or panics, the requests
	// that depend on the change get an InternalServerException, methods return the error,
	// and the server saves the change again with the next one. It may keep the change's
	// maps, but must not modify what is in them: after an error, the server reads them
	// again.
	Save(Change) error
}

// Change contains what changed since the last Save.
type Change struct {
	// Loops are the loops that started or changed, by name. Nil means that a loop was
	// deleted.
	Loops map[string]*Loop

	// Outputs are new output documents by S3 URI. They outlive their loops.
	Outputs map[string][]byte
}

// journal holds the changes that are not saved yet. A change is in pending until
// it is handed to Save, and then in unsaved until Save has succeeded.
type journal struct {
	pending Change // guarded by store.mu
	changes uint64 // the number of changes so far; guarded by store.mu

	saving  sync.Mutex
	unsaved Change        // its maps are never modified, because Save has them too; guarded by saving
	saved   atomic.Uint64 // how many of the changes are saved; stored with saving held
}

// changed records that a loop is new or has changed.
func (s *store) changed(l *loop) {
	now := l.Loop
	s.note(l.HumanLoopName, &now)
}

// dropped records that a loop was deleted.
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

// output stores the output document at uri.
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

// flush returns when the first n changes are saved. If another caller is saving, it waits.
// One save then serves all callers that waited.
func (s *store) flush(n uint64) error {
	j := &s.journal
	if s.options.Storage == nil || j.saved.Load() >= n {
		return nil
	}
	j.saving.Lock()
	defer j.saving.Unlock()
	if j.saved.Load() >= n {
		return nil
	}
	last := s.takePending()
	// Only success may forget the change: Save can also panic, or end its goroutine.
	if err := s.save(j.unsaved); err != nil {
		return fmt.Errorf("a2itest: save the loops: %w", err)
	}
	j.unsaved = Change{}
	j.saved.Store(last)
	return nil
}

// takePending moves the pending changes to the unsaved changes. It returns the number of
// changes so far.
func (s *store) takePending() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := &s.journal
	j.unsaved = Change{Loops: merged(j.unsaved.Loops, j.pending.Loops), Outputs: merged(j.unsaved.Outputs, j.pending.Outputs)}
	j.pending = Change{}
	return j.changes
}

// merged returns the entries of both maps, and the newer one if both have the same key. It
// modifies neither map.
func merged[V any](older, newer map[string]V) map[string]V {
	if len(older) == 0 {
		return newer
	}
	both := maps.Clone(older)
	maps.Copy(both, newer)
	return both
}

// save calls Storage.Save. It returns a panic as an error.
func (s *store) save(c Change) (err error) {
	defer recovered("Storage.Save", &err)
	return s.options.Storage.Save(c)
}

// recovered turns a panic in a method of the caller's Storage into its error.
func recovered(method string, err *error) {
	switch why := recover().(type) {
	case nil:
	case error:
		*err = fmt.Errorf("%s panicked: %w", method, why)
	default:
		*err = fmt.Errorf("%s panicked: %v", method, why)
	}
}

func known(status types.HumanLoopStatus) bool {
	return status == statusDeleting || slices.Contains(status.Values(), status)
}

// loadSaved calls Storage.Load. It returns a panic as an error.
func (s *store) loadSaved() (c Change, err error) {
	defer recovered("Storage.Load", &err)
	return s.options.Storage.Load()
}

// load fills the store with what was saved.
func (s *store) load() error {
	if s.options.Storage == nil {
		return nil
	}
	saved, err := s.loadSaved()
	if err != nil {
		return fmt.Errorf("a2itest: load the loops: %w", err)
	}
	var endedLoops []*loop
	for name, l := range saved.Loops {
		switch {
		case l == nil:
			continue
		case name == "" || l.HumanLoopName != name || l.FlowDefinitionArn == "" || l.Sequence == 0 || !known(l.HumanLoopStatus):
			return fmt.Errorf("a2itest: load the loops: the loop saved as %q is not valid: its name, flow definition, sequence or status is missing or wrong", name)
		}
		added := s.add(*l)
		if ended(l.HumanLoopStatus) {
			endedLoops = append(endedLoops, added)
		}
	}
	slices.SortFunc(endedLoops, func(a, b *loop) int { return cmp.Or(a.EndedAt.Compare(b.EndedAt), byAge(&a.Loop, &b.Loop)) })
	for _, l := range endedLoops[max(0, len(endedLoops)-maxEvents):] {
		s.events.add(s.event(l))
	}
	for uri, document := range saved.Outputs {
		s.outputs[uri] = bytes.Clone(document)
	}
	return nil
}
