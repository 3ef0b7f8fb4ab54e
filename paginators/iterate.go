package paginators

import (
	"context"
	"iter"
)

// Pages ranges over the remaining pages. An error is the last pair. Ranging
// again continues where the last range ended.
func (p *Paginator[O, P, I]) Pages(ctx context.Context, optFns ...func(*O)) iter.Seq2[*P, error] {
	return func(yield func(*P, error) bool) {
		p.each(ctx, optFns, func(current *page[P, I], err error) bool {
			if err != nil {
				return yield(nil, err)
			}
			return yield(p.returnPage(current), nil)
		})
	}
}

// Items ranges over the remaining items. An error is the last pair. An item
// counts as returned when the loop's body gets it, so a ResumeToken taken there, or
// after a break, names the next item. Ranging again continues with that item.
func (p *Paginator[O, P, I]) Items(ctx context.Context, optFns ...func(*O)) iter.Seq2[I, error] {
	return func(yield func(I, error) bool) {
		p.each(ctx, optFns, func(current *page[P, I], err error) bool {
			if err != nil {
				var none I
				return yield(none, err)
			}
			for len(current.left()) > 0 {
				item := current.left()[0]
				p.markReturned(1)
				if !yield(item, nil) {
					return false
				}
			}
			return true
		})
	}
}

// each calls use with each page. With Prefetch, it fetches the next page meanwhile. When it
// returns, all its goroutines have ended.
func (p *Paginator[O, P, I]) each(ctx context.Context, optFns []func(*O), use func(*page[P, I], error) bool) {
	var next *ahead[P]
	defer func() { next.stop() }()
	for p.HasMorePages() {
		if ctx != nil && ctx.Err() != nil && p.err == nil {
			p.err = withCause(ctx, ctx.Err())
		}
		current, err := p.current(ctx, optFns, next)
		next.stop()
		next = nil
		if err != nil {
			use(nil, err)
			return
		}
		if p.options.Prefetch && p.needsNext(current) {
			next = fetchAhead(ctx, *current.next, func(ctx context.Context, token *string) (*P, error) {
				return p.definition.Fetch(ctx, token, p.options.PageSize, optFns...)
			})
		}
		if !use(current, nil) {
			return
		}
	}
}

// needsNext reports whether the page after this one will be needed.
func (p *Paginator[O, P, I]) needsNext(current *page[P, I]) bool {
	if current.next == nil || current.repeated || current.cut {
		return false
	}
	return p.options.MaxItems == 0 || p.returned+len(current.left()) < p.options.MaxItems
}

// ahead is a page that is fetched while another is used.
type ahead[P any] struct {
	token  string
	cancel context.CancelFunc
	done   chan struct{}
	output *P
	err    error
	escape escape
}

func fetchAhead[P any](ctx context.Context, token string, fetch func(context.Context, *string) (*P, error)) *ahead[P] {
	ctx, cancel := context.WithCancel(ctx)
	a := &ahead[P]{token: token, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		a.escape.run(func() { a.output, a.err = fetch(ctx, &a.token) })
	}()
	return a
}

// wait waits for the page and returns it. The fetch ends with its context. If the fetch
// panicked, so does wait.
func (a *ahead[P]) wait() (*P, error) {
	<-a.done
	a.escape.resume()
	return a.output, a.err
}

// stop cancels the fetch and waits until it ends. If the fetch panicked, so does stop,
// unless wait did.
func (a *ahead[P]) stop() {
	if a != nil {
		a.cancel()
		<-a.done
		a.escape.resume()
	}
}
