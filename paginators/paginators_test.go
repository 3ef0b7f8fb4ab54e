package paginators_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

// collect ranges over the items until it has n items or an error. If n is negative, it
// collects all.
func collect(p *paginators.Paginator[options, listPage, int], n int) (items []int, err error) {
	for item, err := range p.Items(context.Background()) {
		if err != nil {
			return items, err
		}
		if items = append(items, item); len(items) == n {
			break
		}
	}
	return items, nil
}

// ways lists the three ways to read a whole list.
var ways = map[string]func(p *paginators.Paginator[options, listPage, int]) ([]int, error){
	"NextPage": func(p *paginators.Paginator[options, listPage, int]) (items []int, err error) {
		for p.HasMorePages() {
			page, err := p.NextPage(context.Background())
			if err != nil {
				return items, err
			}
			items = append(items, page.Numbers...)
		}
		return items, nil
	},
	"Pages": func(p *paginators.Paginator[options, listPage, int]) (items []int, err error) {
		for page, err := range p.Pages(context.Background()) {
			if err != nil {
				return items, err
			}
			items = append(items, page.Numbers...)
		}
		return items, nil
	},
	"Items": func(p *paginators.Paginator[options, listPage, int]) ([]int, error) { return collect(p, -1) },
}

func TestReadWholeList(t *testing.T) {
	for _, n := range []int{0, 1, 9, 10, 11, 95} {
		for _, prefetch := range []bool{false, true} {
			for name, read := range ways {
				t.Run(fmt.Sprintf("%s/%d/prefetch=%t", name, n, prefetch), func(t *testing.T) {
					l := newList(n, 10)
					p := l.paginator(func(o *paginators.Options) { o.Prefetch = prefetch })
					got, err := read(p)
					if err != nil || !slices.Equal(got, numbers(0, n)) {
						t.Fatalf("got %v, %v; want 0 to %d", got, err, n-1)
					}
					if want := max(1, (n+9)/10); l.calls != want {
						t.Errorf("%d calls, want %d", l.calls, want)
					}
					if p.HasMorePages() || p.ResumeToken() != "" {
						t.Errorf("at the end: more = %t, token = %q", p.HasMorePages(), p.ResumeToken())
					}
					if _, err := p.NextPage(context.Background()); !errors.Is(err, paginators.ErrDone) {
						t.Errorf("NextPage at the end: %v, want ErrDone", err)
					}
				})
			}
		}
	}
}

// Only a missing token ends a list. Empty pages do not.
func TestEmptyPages(t *testing.T) {
	pages := [][]int{{}, {0, 1}, {}, {}, {2}, {}}
	for name, read := range ways {
		fetch, _ := fixedPages(pages, "")
		got, err := read(newPaginator(fetch))
		if err != nil || !slices.Equal(got, numbers(0, 3)) {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

// fixedPages serves these pages, whatever the page size. The last one's token is nil if
// it is "nil".
func fixedPages(pages [][]int, last string) (fetchFunc, *int) {
	calls := new(int)
	return func(_ context.Context, token *string, _ int32, _ ...func(*options)) (*listPage, error) {
		*calls++
		at := 0
		if token != nil {
			if _, err := fmt.Sscanf(*token, "page-%d", &at); err != nil {
				return nil, err
			}
		}
		page := &listPage{Numbers: slices.Clone(pages[at])}
		if next := fmt.Sprintf("page-%d", at+1); at+1 < len(pages) {
			page.Next = &next
		} else if last != "nil" {
			page.Next = &last
		}
		return page, nil
	}, calls
}

func TestMaxItems(t *testing.T) {
	for _, maxItems := range []int{1, 9, 10, 11, 19, 20, 25, 26} {
		for name, read := range ways {
			l := newList(25, 10)
			p := l.paginator(func(o *paginators.Options) { o.MaxItems, o.Prefetch = maxItems, true })
			got, err := read(p)
			want := min(maxItems, 25)
			if err != nil || !slices.Equal(got, numbers(0, want)) {
				t.Errorf("%s, MaxItems %d: got %v, %v", name, maxItems, got, err)
			}
			if calls := (want + 9) / 10; l.calls != calls {
				t.Errorf("%s, MaxItems %d: %d calls, want %d", name, maxItems, l.calls, calls)
			}
			rest, err := collect(newList(25, 10).paginator(startAt(p.ResumeToken())), -1)
			if p.ResumeToken() == "" {
				rest = nil
			}
			if err != nil || !slices.Equal(rest, numbers(want, 25)) {
				t.Errorf("%s, MaxItems %d: remaining items: %v, %v", name, maxItems, rest, err)
			}
		}
	}
}

func startAt(token string) func(*paginators.Options) {
	return func(o *paginators.Options) { o.StartingToken = token }
}

// Another range continues with the first item that was not returned, and so does any mix
// of the three ways to read.
func TestRangeAgain(t *testing.T) {
	p := newList(35, 10).paginator()
	var got []int
	add := func(items []int, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, items...)
	}
	add(collect(p, 3))
	add(collect(p, 4))
	page, err := p.NextPage(context.Background()) // the rest of the first page
	add(page.Numbers, err)
	if want := numbers(0, 10); !slices.Equal(got, want) {
		t.Fatalf("after NextPage: %v, want %v", got, want)
	}
	add(collect(p, 10)) // exactly one page
	add(collect(p, 1))
	for page, err := range p.Pages(context.Background()) {
		add(page.Numbers, err)
		break
	}
	add(collect(p, -1))
	if want := numbers(0, 35); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// An error is returned once. The resume token still names the first item that was not
// returned.
func TestErrorAtPage(t *testing.T) {
	for page := 1; page <= 4; page++ {
		for name, read := range ways {
			for _, prefetch := range []bool{false, true} {
				l := newList(35, 10)
				l.fail = map[int]error{page: errPage}
				p := l.paginator(func(o *paginators.Options) { o.Prefetch = prefetch })
				got, err := read(p)
				if !errors.Is(err, errPage) || !slices.Equal(got, numbers(0, (page-1)*10)) {
					t.Errorf("%s, page %d: got %v, %v", name, page, got, err)
				}
				if more, err := read(p); p.HasMorePages() || err != nil || more != nil {
					t.Errorf("%s, page %d: after the error: %v, %v", name, page, more, err)
				}
				rest, err := collect(newList(35, 7).paginator(startAt(p.ResumeToken())), -1)
				if err != nil || !slices.Equal(rest, numbers((page-1)*10, 35)) {
					t.Errorf("%s, page %d: remaining items: %v, %v", name, page, rest, err)
				}
			}
		}
	}
}

// If the context ends inside a page, the range ends before the next fetch.
func TestCancel(t *testing.T) {
	for _, at := range []int{0, 5, 10, 13} {
		for _, prefetch := range []bool{false, true} {
			cause := errors.New("stopped")
			ctx, cancel := context.WithCancelCause(context.Background())
			p := newList(35, 10).paginator(func(o *paginators.Options) { o.Prefetch = prefetch })
			if at == 0 {
				cancel(cause)
			}
			var got []int
			var failed error
			for item, err := range p.Items(ctx) {
				if failed = err; err != nil {
					break
				}
				if got = append(got, item); len(got) == at {
					cancel(cause)
				}
			}
			page := (at + 9) / 10 * 10
			if !errors.Is(failed, cause) || !errors.Is(failed, context.Canceled) || !slices.Equal(got, numbers(0, page)) {
				t.Errorf("canceled at %d: got %v, %v", at, got, failed)
			}
			cancel(nil)
			rest, err := collect(newList(35, 10).paginator(startAt(p.ResumeToken())), -1)
			if err != nil || !slices.Equal(rest, numbers(page, 35)) {
				t.Errorf("canceled at %d: remaining items: %v, %v", at, rest, err)
			}
		}
	}
}

func TestRepeatedToken(t *testing.T) {
	for name, read := range ways {
		l := newList(35, 10)
		l.loop = 20
		p := l.paginator()
		got, err := read(p)
		var repeated *paginators.RepeatedTokenError
		if !errors.As(err, &repeated) || repeated.Token != "20" || !slices.Equal(got, numbers(0, 30)) {
			t.Errorf("%s: got %v, %v; want three pages and a RepeatedTokenError of 20", name, got, err)
		}
		if p.HasMorePages() {
			t.Errorf("%s: more pages after the error", name)
		}
	}
	// A cycle of several tokens also ends.
	pages := map[string]string{"": "a", "a": "b", "b": "c", "c": "a"}
	fetch := func(_ context.Context, token *string, _ int32, _ ...func(*options)) (*listPage, error) { //nolint:unparam // as a paginator has it
		at := ""
		if token != nil {
			at = *token
		}
		next := pages[at]
		return &listPage{Next: &next}, nil
	}
	var repeated *paginators.RepeatedTokenError
	fetches := 0
	counted := func(ctx context.Context, token *string, size int32, fns ...func(*options)) (*listPage, error) {
		fetches++
		return fetch(ctx, token, size, fns...)
	}
	if _, err := collect(newPaginator(counted), -1); !errors.As(err, &repeated) || fetches != 4 {
		t.Errorf("cycle: got %v after %d pages, want a RepeatedTokenError after 4", err, fetches)
	}
	// MaxItems items are returned before the repeated token is needed.
	l := newList(35, 10)
	l.loop = 20
	if got, err := collect(l.paginator(func(o *paginators.Options) { o.MaxItems = 30 }), -1); err != nil || len(got) != 30 {
		t.Errorf("MaxItems before the repeated token: got %d items, %v", len(got), err)
	}
}

// The options of a range, and PageSize, reach every fetch.
func TestFetchArguments(t *testing.T) {
	var trace []string
	fetch := func(_ context.Context, token *string, size int32, optFns ...func(*options)) (*listPage, error) {
		o := options{&trace}
		for _, fn := range optFns {
			fn(&o)
		}
		next := "more"
		if token != nil {
			next = ""
		}
		trace = append(trace, fmt.Sprint(size))
		return &listPage{Next: &next}, nil
	}
	p := newPaginator(fetch, func(o *paginators.Options) { o.PageSize = 7 })
	for _, err := range p.Pages(context.Background(), func(o *options) { *o.trace = append(*o.trace, "fn") }) {
		if err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"fn", "7", "fn", "7"}, trace); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
