package paginators

import (
	"cmp"
	"context"
)

// Options configures a Paginator.
type Options struct {
	// MaxItems is the maximum number of items over all pages. It cuts the last page.
	// 0 means no limit. A negative number is an error.
	MaxItems int

	// PageSize is the number of items to request per page. The service may return
	// fewer. 0 leaves it to the service. The services' constructors begin with the
	// input's limit. A negative number is an error.
	PageSize int32

	// StartingToken is where to begin: a ResumeToken of the same list, from this
	// package or from botocore, in its current form or its old one, such as TOKEN___3.
	// "" is the beginning of the list. An invalid token returns a *StartingTokenError
	// before the first request. A page token of the service itself is invalid here:
	// set it in the operation's input instead.
	StartingToken string

	// StartFrom is where to begin: the Checkpoint of an earlier run over the same list.
	// The zero value has no effect. A finished checkpoint makes no request. The
	// checkpoint of another operation returns a *StartingTokenError before the first
	// request. Setting both StartFrom and StartingToken is an error.
	StartFrom Checkpoint

	// Prefetch fetches the next page while the loop uses the current one, in Pages
	// and Items. A loop that breaks may have fetched one page too many. Fetch must be safe
	// for concurrent use, as clients are.
	Prefetch bool
}

// Definition defines a Paginator: the two functions that differ between operations, and
// where a list begins.
type Definition[O, P, I any] struct {
	// Fetch fetches one page. The token is nil for the first page of the list. A
	// size of 0 leaves the page size to the service.
	Fetch func(ctx context.Context, token *string, size int32, optFns ...func(*O)) (*P, error)

	// Unpack returns the page's items and next token. The token is nil or "" on the
	// last page. The paginator cuts the list that items points at.
	Unpack func(page *P) (items *[]I, next *string)

	// TokenKey is botocore's name for the operation's token parameter. Resume tokens
	// contain it, so that botocore can read them. Default: NextToken.
	TokenKey string

	// Token is the service's page token at which to begin if Options.StartingToken is "" and
	// Options.StartFrom is zero, such as the token in an operation's input. Default: the
	// first page.
	Token string

	// PageSize is the default of Options.PageSize.
	PageSize int32
}

// Paginator reads one list. O is the service's options, P a page, I an item. It
// is not safe for concurrent use; Merge reads several paginators concurrently.
type Paginator[O, P, I any] struct {
	definition Definition[O, P, I]
	options    Options

	at       position // of the next item to return
	page     *page[P, I]
	returned int // items so far
	seen     seen

	noStart   bool  // the options that say where to begin are invalid
	exhausted bool  // nothing is left
	failed    bool  // an error was returned
	err       error // to return next
}

// page is the page whose items are being returned.
type page[P, I any] struct {
	output   *P
	items    *[]I    // in output; MaxItems and an earlier run cut them
	used     int     // how many of them were returned
	next     *string // the next page's token, nil at the end
	cut      bool    // by MaxItems
	repeated bool    // next was seen before
}

func (p *page[P, I]) left() []I { return (*p.items)[p.used:] }

// ErrDone is the error of NextPage if HasMorePages returns false.
var ErrDone = usageErrorf("paginators: no more pages available")

// New returns a Paginator. If there is a mistake in the options, the first call returns
// it.
func New[O, P, I any](d Definition[O, P, I], optFns ...func(*Options)) *Paginator[O, P, I] {
	if d.TokenKey == "" {
		d.TokenKey = "NextToken"
	}
	p := &Paginator[O, P, I]{definition: d, options: Options{PageSize: d.PageSize}}
	for _, fn := range optFns {
		if fn != nil {
			fn(&p.options)
		}
	}
	// Set the position even if another option is wrong, because Checkpoint returns it.
	err := p.begin()
	p.noStart = err != nil
	p.err = cmp.Or(p.checkOptions(), err)
	return p
}

func (p *Paginator[O, P, I]) checkOptions() error {
	d, o := p.definition, p.options
	switch {
	case d.Fetch == nil || d.Unpack == nil:
		return errNoFunctions
	case o.MaxItems < 0:
		return usageErrorf("paginators: MaxItems is %d: set 1 or more, or 0 for no limit", o.MaxItems)
	case o.PageSize < 0:
		return usageErrorf("paginators: PageSize is %d: set 1 or more, or 0 for the service's default", o.PageSize)
	}
	return nil
}

// begin sets the position at which the list begins, from the options.
func (p *Paginator[O, P, I]) begin() (err error) {
	d, o := p.definition, p.options
	switch {
	case o.StartingToken != "" && o.StartFrom != Checkpoint{}:
		return errTwoStarts
	case o.StartFrom.finished:
		p.exhausted = true
	case o.StartFrom.token != "":
		if p.at, err = parseToken(o.StartFrom.token, d.TokenKey); err != nil {
			return &StartingTokenError{Token: o.StartFrom.token, Err: err, startFrom: true}
		}
	case o.StartingToken != "":
		if p.at, err = parseToken(o.StartingToken, d.TokenKey); err != nil {
			return &StartingTokenError{Token: o.StartingToken, Err: err}
		}
	case d.Token != "":
		p.at = position{token: &d.Token}
	}
	return nil
}

// HasMorePages reports whether there may be more items, or an error that was not returned
// yet.
func (p *Paginator[O, P, I]) HasMorePages() bool {
	if p == nil || p.failed || p.exhausted && p.err == nil {
		return false
	}
	return p.options.MaxItems <= 0 || p.returned < p.options.MaxItems
}

// NextPage returns the next page, whose items count as returned. A page may have no
// items and still not be the last. After a break in Items, NextPage returns the rest
// of the page. If HasMorePages returns false, NextPage returns ErrDone.
func (p *Paginator[O, P, I]) NextPage(ctx context.Context, optFns ...func(*O)) (*P, error) {
	current, err := p.current(ctx, optFns, nil)
	if err != nil {
		return nil, err
	}
	return p.returnPage(current), nil
}

// ResumeToken names the first item that was not returned. Set it as StartingToken: a later
// run returns exactly the rest, with any page size. It is "" if nothing is left, and the
// StartingToken itself if that is invalid. Between Go programs, use
// Checkpoint, which distinguishes a finished list from one that was not started.
func (p *Paginator[O, P, I]) ResumeToken() string {
	switch {
	case p == nil:
		return ""
	case p.noStart:
		return cmp.Or(p.options.StartingToken, p.options.StartFrom.token)
	case p.exhausted:
		return ""
	}
	return encodeToken(p.at, p.definition.TokenKey)
}
