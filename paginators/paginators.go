package paginators

import (
	"context"
	"errors"
	"fmt"
)

// Options configures a Paginator.
type Options struct {
	// MaxItems is how many items to give at most, over all pages; the last page
	// is cut. 0 is no limit. A negative number is an error.
	MaxItems int

	// PageSize is how many items to ask the service for per page. 0 leaves it to
	// the service. The services' constructors begin with the input's own limit.
	// A negative number is an error.
	PageSize int32

	// StartingToken is where to begin: a ResumeToken of this package or of botocore,
	// in its form of today or its old one, such as TOKEN___3. It belongs to the same
	// list. "" is the beginning. An invalid token returns a *StartingTokenError
	// before the first request. A page token of the service itself is invalid here:
	// it goes into ServiceToken.
	StartingToken string

	// ServiceToken is a page token of the service itself to begin at, if
	// StartingToken is "". The services' constructors set it to their input's
	// NextToken.
	ServiceToken string

	// Prefetch fetches the next page while this one is used, in Pages and Items.
	// A loop that is left early has then fetched one page too many. Fetch must then
	// be safe for concurrent use, as clients are.
	Prefetch bool

	// TokenKey is the name of the operation's token parameter, which a resume
	// token holds. The services' constructors set it. Default: NextToken.
	TokenKey string
}

// Fetch fetches one page. The token is nil for the first; a size of 0 leaves it
// to the service.
type Fetch[O, P any] func(ctx context.Context, token *string, size int32, optFns ...func(*O)) (*P, error)

// Look points at the items of a page and returns the token of the next one, nil
// or "" at the end. The paginator cuts the list that it points at.
type Look[P, I any] func(*P) (items *[]I, next *string)

// Paginator pages one list: O is the service's options, P a page, I an item. It
// is not safe for concurrent use; Merge reads several at once.
type Paginator[O, P, I any] struct {
	fetch   Fetch[O, P]
	look    Look[P, I]
	options Options

	at    position // of the next item to give
	page  *page[P, I]
	given int // items so far
	seen  seen

	exhausted bool  // nothing is left
	failed    bool  // an error was given
	err       error // to give next
}

// page is a page that is being given.
type page[P, I any] struct {
	output   *P
	items    *[]I    // in output; MaxItems and an earlier run cut them
	used     int     // how many of them were given
	next     *string // the next page's token, nil at the end
	cut      bool    // by MaxItems
	repeated bool    // next was seen before
}

func (p *page[P, I]) left() []I { return (*p.items)[p.used:] }

// ErrDone is the error of NextPage when HasMorePages is false.
var ErrDone = errors.New("paginators: no more pages available")

// New returns a Paginator over two functions. A mistake in the options is the
// first call's error.
func New[O, P, I any](fetch Fetch[O, P], look Look[P, I], optFns ...func(*Options)) *Paginator[O, P, I] {
	p := &Paginator[O, P, I]{fetch: fetch, look: look, options: Options{TokenKey: "NextToken"}}
	for _, fn := range optFns {
		if fn != nil {
			fn(&p.options)
		}
	}
	p.err = p.begin()
	return p
}

func (p *Paginator[O, P, I]) begin() (err error) {
	o := p.options
	switch {
	case p.fetch == nil || p.look == nil:
		return errNoFunctions
	case o.MaxItems < 0:
		return fmt.Errorf("paginators: MaxItems is %d: set 1 or more, or 0 for no limit", o.MaxItems)
	case o.PageSize < 0:
		return fmt.Errorf("paginators: PageSize is %d: set 1 or more, or 0 for the service's own", o.PageSize)
	case o.StartingToken != "":
		p.at, err = decodeToken(o.StartingToken, o.TokenKey)
	case o.ServiceToken != "":
		p.at = position{token: &o.ServiceToken}
	}
	return err
}

// HasMorePages tells whether NextPage can be called: there may be more items, or
// there is an error that was not given yet.
func (p *Paginator[O, P, I]) HasMorePages() bool {
	if p == nil || p.failed || p.exhausted {
		return false
	}
	return p.options.MaxItems <= 0 || p.given < p.options.MaxItems
}

// NextPage returns the next page, whose items count as given. A page may have no
// items and still not be the last. A page that Items left early is returned with
// what is left of it. When HasMorePages is false, it returns ErrDone.
func (p *Paginator[O, P, I]) NextPage(ctx context.Context, optFns ...func(*O)) (*P, error) {
	current, err := p.current(ctx, optFns, nil)
	if err != nil {
		return nil, err
	}
	*current.items = current.left()
	current.used = 0
	p.give(len(*current.items))
	return current.output, nil
}

// ResumeToken names the first item that was not given: as StartingToken it makes
// a later run give exactly the rest, with any page size. It is "" when nothing is
// left. A StartingToken that was refused is returned as it is.
func (p *Paginator[O, P, I]) ResumeToken() string {
	var refused *StartingTokenError
	switch {
	case p == nil || p.exhausted:
		return ""
	case errors.As(p.err, &refused):
		return p.options.StartingToken
	}
	return encodeToken(p.at, p.options.TokenKey)
}
