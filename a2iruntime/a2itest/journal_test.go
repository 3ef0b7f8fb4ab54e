package a2itest

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

// slowStorage is a Storage that signals when a save begins and waits for the test to end it.
type slowStorage struct {
	saving chan Change
	end    chan error
}

func (s *slowStorage) Load() (Change, error) { return Change{}, nil }

func (s *slowStorage) Save(c Change) error {
	s.saving <- c
	return <-s.end
}

// world is a server with slow storage.
type world struct {
	*testing.T
	*Server
	slow     *slowStorage
	notified sync.Map // loops for which OnEvent was called
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, slow: &slowStorage{make(chan Change), make(chan error)}}
	w.Server = NewUnstartedServer(func(o *Options) {
		o.Storage = w.slow
		o.OnEvent = func(e answers.StatusChangeEvent) { w.notified.Store(*e.Detail.HumanLoopName, true) }
	})
	t.Cleanup(w.Close)
	return w
}

// begin calls a method that changes something, and returns when the change is made but
// not saved.
func (w *world) begin(change func() error) <-chan error {
	before := w.changes()
	done := make(chan error, 1)
	go func() { done <- change() }()
	for w.changes() == before {
		runtime.Gosched() // until the change is made
	}
	return done
}

func (w *world) changes() uint64 {
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	return w.store.journal.changes
}

// saved makes the next save return err, and returns what was saved.
func (w *world) saved(err error) Change {
	c := <-w.slow.saving
	w.slow.end <- err
	return c
}

func (w *world) start(name string) error { _, err := w.Start(name, "reviews", `1`); return err }

func (w *world) want(done <-chan error, want string) {
	w.Helper()
	if err := <-done; (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
		w.Errorf("error %v, want %q", err, want)
	}
}

func (w *world) wantTold(name string, want bool) {
	w.Helper()
	if _, notified := w.notified.Load(name); notified != want {
		w.Errorf("OnEvent was told of %s: %t, want %t", name, notified, want)
	}
}

// While the end of one loop is being saved, the end of another loop waits for the next
// save. OnEvent is called for each loop after its end was saved.
func TestEventsWaitUntilSaved(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a", "b"} {
		done := w.begin(func() error { return w.start(name) })
		w.saved(nil)
		w.want(done, "")
	}
	first := w.begin(func() error { return w.Complete("a") })
	<-w.slow.saving // the end of a is being saved
	second := w.begin(func() error { return w.Complete("b") })
	w.slow.end <- nil
	w.want(first, "")
	w.wantTold("a", true)
	w.wantTold("b", false)
	w.saved(errors.New("no space"))
	w.want(second, "no space")
	w.wantTold("b", false)

	// Even before it reports that a loop does not exist, the server saves all changes.
	third := make(chan error, 1)
	go func() { _, err := w.Loop("nobody"); third <- err }()
	if c := w.saved(nil); c.Loops["b"] == nil || len(c.Outputs) != 1 {
		t.Errorf("saved again: %+v, want the end of b and its document", c)
	}
	w.want(third, "nobody does not exist")
	w.wantTold("b", true)
	if _, err := w.Loop("a"); err != nil { // nothing needs saving
		t.Error(err)
	}
}

// Of two changes to a loop, the newer one is saved, even if saving the older one failed.
func TestNewerChangeIsSaved(t *testing.T) {
	w := newWorld(t)
	older := w.begin(func() error { return w.start("a") })
	<-w.slow.saving
	newer := w.begin(func() error { return w.Fail("a", "InternalError", "") })
	w.slow.end <- errors.New("no space")
	w.want(older, "no space")
	if c := w.saved(nil); c.Loops["a"] == nil || c.Loops["a"].HumanLoopStatus != types.HumanLoopStatusFailed {
		t.Errorf("saved %+v, want the Failed loop", c.Loops["a"])
	}
	w.want(newer, "")
}

// The event log is bounded and keeps the latest events.
func TestEventLogIsBounded(t *testing.T) {
	var log eventLog
	for i := range maxEvents + 1 {
		log.add(answers.StatusChangeEvent{Account: string(rune(i))})
	}
	if n := len(log.recorded); n != maxEvents/2+1 || log.recorded[n-1].Account != string(rune(maxEvents)) {
		t.Errorf("%d events are remembered, the last %q", n, log.recorded[n-1].Account)
	}
}
