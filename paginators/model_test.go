package paginators_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/a2iflows/a2iflows-go/paginators"
)

// list is a service with a list of numbers. Its tokens are positions, so they are valid
// for any page size.
type list struct {
	n     int
	sizes func(at int) int // the default size of the page that starts here
	empty string           // the last page's token: nil or ""
	fail  map[int]error    // by number of the call
	calls int
	loop  int // the position whose page repeats its own token; -1 for none
}

type options struct{ trace *[]string }

type listPage struct {
	Numbers []int
	Next    *string
}

func (l *list) fetch(ctx context.Context, token *string, size int32, optFns ...func(*options)) (*listPage, error) {
	l.calls++
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := l.fail[l.calls]; err != nil {
		return nil, err
	}
	var o options
	for _, fn := range optFns {
		fn(&o)
	}
	at := 0
	if token != nil {
		var err error
		if at, err = strconv.Atoi(*token); err != nil {
			return nil, fmt.Errorf("bad token %q", *token)
		}
	}
	want := int(size)
	if want == 0 {
		want = l.sizes(at)
	}
	end := min(at+want, l.n)
	page := &listPage{Numbers: []int{}}
	for i := at; i < end; i++ {
		page.Numbers = append(page.Numbers, i)
	}
	switch {
	case at == l.loop:
		page.Next = token
	case end < l.n:
		text := strconv.Itoa(end)
		page.Next = &text
	case l.empty != "nil":
		page.Next = &l.empty
	}
	return page, nil
}

func unpack(p *listPage) (*[]int, *string) { return &p.Numbers, p.Next }

// newPaginator creates a paginator with a function that fetches a page.
func newPaginator(fetch fetchFunc, optFns ...func(*paginators.Options)) *numbersPaginator {
	return paginators.New(definition{Fetch: fetch, Unpack: unpack}, optFns...)
}

type (
	definition = paginators.Definition[options, listPage, int]
	fetchFunc  = func(ctx context.Context, token *string, size int32, optFns ...func(*options)) (*listPage, error)
)

func (l *list) paginator(optFns ...func(*paginators.Options)) *paginators.Paginator[options, listPage, int] {
	return newPaginator(l.fetch, optFns...)
}

func fixed(n int) func(int) int { return func(int) int { return n } }

func newList(n, size int) *list { return &list{n: n, sizes: fixed(size), empty: "nil", loop: -1} }

// numbers returns the numbers from a up to, but not including, b.
func numbers(a, b int) (all []int) {
	for i := a; i < b; i++ {
		all = append(all, i)
	}
	return all
}

var errPage = errors.New("the page could not be fetched")

// random returns a generator with a fixed seed.
func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }
