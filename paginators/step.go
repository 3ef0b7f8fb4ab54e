package paginators

import (
	"context"
)

var (
	errNoFunctions = usageErrorf("paginators: the paginator has no Fetch or no Unpack: use New with both")
	errTwoStarts   = usageErrorf("paginators: StartFrom and StartingToken are both set: set only the one that the earlier run saved")
	errNoPage      = usageErrorf("paginators: Fetch returned no page, and no error")
	errNoContext   = usageErrorf("paginators: the context is nil: pass context.Background()")
)

// current returns the page whose items come next: the last page if some of its
// items are left, or else a new one. The caller gets the error of current, so it is
// terminal.
func (p *Paginator[O, P, I]) current(ctx context.Context, optFns []func(*O), ready *ahead[P]) (*page[P, I], error) {
	if !p.HasMorePages() {
		return nil, ErrDone
	}
	current, err := p.load(ctx, optFns, ready)
	if err != nil {
		return nil, p.fail(err)
	}
	return current, nil
}

// load is like current, but its error is not terminal.
func (p *Paginator[O, P, I]) load(ctx context.Context, optFns []func(*O), ready *ahead[P]) (*page[P, I], error) {
	switch {
	case p.err != nil:
		return nil, p.err
	case p.page != nil:
		return p.page, nil
	case ctx == nil:
		return nil, errNoContext
	}
	output, err := p.get(ctx, optFns, ready)
	if err != nil {
		return nil, err
	}
	return p.take(output), nil
}

// take makes a fetched page the current one.
func (p *Paginator[O, P, I]) take(output *P) *page[P, I] {
	p.seen.add(p.at.token)
	fresh := &page[P, I]{output: output}
	if fresh.items, fresh.next = p.definition.Unpack(output); fresh.items == nil {
		fresh.items = new([]I)
	}
	if fresh.next != nil && *fresh.next == "" {
		fresh.next = nil
	}
	if fresh.next != nil {
		fresh.repeated = p.seen.has(*fresh.next)
	}
	p.page = fresh
	p.cut(fresh)
	return fresh
}

// get fetches the page at the position. It does not change the paginator.
func (p *Paginator[O, P, I]) get(ctx context.Context, optFns []func(*O), ready *ahead[P]) (output *P, err error) {
	switch {
	case p.definition.Fetch == nil || p.definition.Unpack == nil:
		return nil, errNoFunctions
	case ready != nil && p.at.token != nil && *p.at.token == ready.token:
		output, err = ready.wait()
	default:
		output, err = p.definition.Fetch(ctx, p.at.token, p.options.PageSize, optFns...)
	}
	switch {
	case err != nil:
		return nil, withCause(ctx, err)
	case output == nil:
		return nil, errNoPage
	}
	return output, nil
}

// cut removes the items of a new page that an earlier run returned, or that exceed
// MaxItems. An earlier run with larger pages may have returned more items than the
// page has: the rest is removed from the next page.
func (p *Paginator[O, P, I]) cut(fresh *page[P, I]) {
	skipped := min(p.at.skip, len(*fresh.items))
	*fresh.items = (*fresh.items)[skipped:]
	if len(*fresh.items) == 0 {
		rest := p.at.skip - skipped
		if p.advance(fresh); !p.exhausted && p.err == nil {
			p.at.skip = rest
		}
		return
	}
	if room := p.options.MaxItems - p.returned; p.options.MaxItems > 0 && len(*fresh.items) > room {
		*fresh.items, fresh.cut = (*fresh.items)[:room], true
	}
}

// returnPage returns a page with its remaining items, which count as returned.
func (p *Paginator[O, P, I]) returnPage(current *page[P, I]) *P {
	*current.items = current.left()
	current.used = 0
	p.markReturned(len(*current.items))
	return current.output
}

// markReturned counts items of the current page as returned.
func (p *Paginator[O, P, I]) markReturned(n int) {
	if p.page == nil || n == 0 {
		return
	}
	p.returned += n
	p.at.skip += n
	if p.page.used += n; p.page.used >= len(*p.page.items) {
		p.advance(p.page)
	}
}

// advance moves the position to the next page, after all items of a page.
func (p *Paginator[O, P, I]) advance(done *page[P, I]) {
	p.page = nil
	switch {
	case done.cut:
		// The next run begins with the rest of the page.
	case done.next == nil:
		p.exhausted = true
	case done.repeated:
		p.err = &RepeatedTokenError{Token: *done.next}
	default:
		p.at = position{token: done.next}
	}
}

func (p *Paginator[O, P, I]) fail(err error) error {
	p.err, p.failed = err, true
	return err
}
