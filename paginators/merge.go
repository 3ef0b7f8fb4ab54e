package paginators

import (
	"context"
	"iter"
	"slices"
	"sync"
)

// Merge ranges over the items of several paginators. It reads them concurrently, with at
// most n requests at the same time. Each paginator has at most one page waiting.
//
// If compare is nil, items come as they arrive: a page's items together and in
// order. Otherwise the next item is the minimum by compare, and every paginator must
// be sorted in that order. A slow paginator then delays the others.
//
// A nil source has no items.
//
// The first error is the last pair. After it, and after a break, each paginator's
// Checkpoint and ResumeToken name its first item that was not returned, and ranging over
// Merge again continues there. When the range has ended, all its goroutines have ended.
// The loop's body may call the paginators' Checkpoint and ResumeToken, but no other
// methods.
func Merge[O, P, I any](ctx context.Context, n int, compare func(a, b I) int, sources ...*Paginator[O, P, I]) iter.Seq2[I, error] {
	return func(yield func(I, error) bool) {
		var none I
		if n < 1 {
			yield(none, usageErrorf("paginators: Merge was called with n = %d: use 1 or more", n))
			return
		}
		if ctx == nil {
			yield(none, errNoContext)
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		m := &merge[O, P, I]{ctx: ctx, slots: make(chan struct{}, n), arrived: make(chan *source[O, P, I])}
		defer m.end(cancel)
		for i, p := range sources {
			if p != nil && slices.Contains(sources[:i], p) {
				yield(none, usageErrorf("paginators: Merge got paginator %d twice: make one for each list", i))
				return
			}
		}
		for i, p := range sources {
			if p != nil && p.HasMorePages() {
				m.start(&source[O, P, I]{paginator: p, number: i, more: make(chan struct{})})
			}
		}
		next := m.nextArrived
		if compare != nil {
			next = func() *source[O, P, I] { return m.nextMin(compare) }
		}
		for s := next(); s != nil; s = next() {
			if err := ctx.Err(); err != nil {
				break
			}
			if s.err != nil {
				yield(none, s.paginator.fail(s.err))
				return
			}
			item := s.items[0]
			s.items = s.items[1:]
			s.paginator.markReturned(1)
			if !yield(item, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil && slices.ContainsFunc(sources, (*Paginator[O, P, I]).HasMorePages) {
			yield(none, withCause(ctx, err))
		}
	}
}

// merge is one range over Merge.
type merge[O, P, I any] struct {
	ctx     context.Context       // of the range
	slots   chan struct{}         // one for each running request
	arrived chan *source[O, P, I] // with a page, an error, or nothing more
	running sync.WaitGroup
	sources []*source[O, P, I]
	loading int                // sources that will arrive
	here    []*source[O, P, I] // sources that arrived and have items or an error
}

// source is a paginator that is being read. Its goroutine owns it until it has arrived.
// Then the range owns it until it requests more. Only the range changes the paginator. The
// number decides between equal items.
type source[O, P, I any] struct {
	paginator *Paginator[O, P, I]
	number    int
	output    *P
	err       error
	escape    escape
	items     []I
	more      chan struct{}
}

func (m *merge[O, P, I]) start(s *source[O, P, I]) {
	m.sources = append(m.sources, s)
	m.loading++
	m.running.Add(1)
	go func() {
		defer m.running.Done()
		for m.read(s) {
			select {
			case <-s.more:
			case <-m.ctx.Done():
				return
			}
		}
	}()
}

// end cancels all requests and waits until they end. If the fetch of a page panicked, so
// does end.
func (m *merge[O, P, I]) end(cancel context.CancelFunc) {
	cancel()
	m.running.Wait()
	for _, s := range m.sources {
		s.escape.resume()
	}
}

// read fetches a source's next page, if it does not have one yet, and hands it over. It
// returns false if the range has ended. It does not change the paginator, so that
// the loop's body may call ResumeToken meanwhile.
func (m *merge[O, P, I]) read(s *source[O, P, I]) (proceed bool) {
	if s.paginator.err != nil || s.paginator.page != nil {
		return m.handOver(s)
	}
	select {
	case m.slots <- struct{}{}:
	case <-m.ctx.Done():
		return false
	}
	defer func() { // also if the fetch calls runtime.Goexit
		<-m.slots
		proceed = m.handOver(s)
	}()
	s.escape.run(func() { s.output, s.err = s.paginator.get(m.ctx, nil, nil) })
	return proceed
}

// handOver passes a source to the range. It returns false if the range has ended.
func (m *merge[O, P, I]) handOver(s *source[O, P, I]) bool {
	select {
	case m.arrived <- s:
		return true
	case <-m.ctx.Done():
		return false
	}
}

// receive waits for one source to arrive. It returns false if the range has ended, which a
// panic in the fetch of a page also causes.
func (m *merge[O, P, I]) receive() bool {
	select {
	case s := <-m.arrived:
		m.loading--
		if s.escape.escaped {
			return false
		}
		s.unpack()
		if s.err == nil && len(s.items) == 0 {
			m.more(s)
		} else {
			m.here = append(m.here, s)
		}
		return true
	case <-m.ctx.Done():
		return false
	}
}

// unpack sets the items or the error of a source that has arrived.
func (s *source[O, P, I]) unpack() {
	s.items = nil
	switch p := s.paginator; {
	case p.err != nil:
		s.err = p.err
	case p.page != nil:
		s.items = p.page.left()
	case s.err == nil:
		s.items = p.take(s.output).left()
	}
}

// more lets a source fetch its next page.
func (m *merge[O, P, I]) more(s *source[O, P, I]) {
	if !s.paginator.HasMorePages() {
		return
	}
	select {
	case s.more <- struct{}{}:
		m.loading++
	case <-m.ctx.Done():
	}
}

// sendForMore lets a source whose items are used up fetch its next page.
func (m *merge[O, P, I]) sendForMore(i int) {
	s := m.here[i]
	m.here = append(m.here[:i], m.here[i+1:]...)
	m.more(s)
}

// nextArrived returns the source that arrived first, or nil if all are done.
func (m *merge[O, P, I]) nextArrived() *source[O, P, I] {
	if len(m.here) > 0 && m.here[0].err == nil && len(m.here[0].items) == 0 {
		m.sendForMore(0)
	}
	for len(m.here) == 0 {
		if m.loading == 0 || !m.receive() {
			return nil
		}
	}
	return m.here[0]
}

// nextMin waits until all sources have arrived, and returns the source with the minimum
// item, or one with an error. It returns nil if all are done.
func (m *merge[O, P, I]) nextMin(compare func(a, b I) int) *source[O, P, I] {
	for i := len(m.here) - 1; i >= 0; i-- {
		if m.here[i].err == nil && len(m.here[i].items) == 0 {
			m.sendForMore(i)
		}
	}
	for m.loading > 0 {
		if !m.receive() {
			return nil
		}
	}
	var first *source[O, P, I]
	for _, s := range m.here {
		if s.err != nil {
			return s
		}
		if first == nil {
			first = s
			continue
		}
		if c := compare(s.items[0], first.items[0]); c < 0 || c == 0 && s.number < first.number {
			first = s
		}
	}
	return first
}
