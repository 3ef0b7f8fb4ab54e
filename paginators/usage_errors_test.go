package paginators_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
)

func TestUsageErrors(t *testing.T) {
	for _, tc := range []struct {
		name string
		fn   func(*paginators.Options)
		want string
	}{
		{"MaxItems", func(o *paginators.Options) { o.MaxItems = -1 }, "MaxItems is -1"},
		{"PageSize", func(o *paginators.Options) { o.PageSize = -1 }, "PageSize is -1"},
		{"StartingToken", startAt("x"), `StartingToken "x" is not a resume token`},
	} {
		l := newList(5, 2)
		p := l.paginator(tc.fn, nil)
		if !p.HasMorePages() {
			t.Errorf("%s: HasMorePages() = false, want true so that the error is seen", tc.name)
		}
		if _, err := collect(p, -1); err == nil || !strings.Contains(err.Error(), tc.want) || l.calls > 0 {
			t.Errorf("%s: got %v after %d calls, want an error that says %q before the first", tc.name, err, l.calls, tc.want)
		}
	}
	if _, err := paginators.New(definition{Fetch: newList(5, 2).fetch}).NextPage(context.Background()); err == nil {
		t.Error("New without Unpack: no error")
	}
	if _, err := new(paginators.Paginator[options, listPage, int]).NextPage(context.Background()); err == nil || !strings.Contains(err.Error(), "use New with both") {
		t.Errorf("zero paginator: %v", err)
	}
	var none *paginators.Paginator[options, listPage, int]
	if _, err := none.NextPage(context.Background()); !errors.Is(err, paginators.ErrDone) || none.ResumeToken() != "" {
		t.Errorf("nil paginator: %v", err)
	}
	noPage := func(context.Context, *string, int32, ...func(*options)) (*listPage, error) { return nil, nil }
	if _, err := newPaginator(noPage).NextPage(context.Background()); err == nil || !strings.Contains(err.Error(), "Fetch returned no page") {
		t.Errorf("no page and no error: %v", err)
	}
}

// A nil context is an error before the first fetch, with each way to read.
func TestNilContext(t *testing.T) {
	var none context.Context
	for _, prefetch := range []bool{false, true} {
		l := newList(5, 2)
		p := func() *numbersPaginator {
			return l.paginator(func(o *paginators.Options) { o.Prefetch = prefetch })
		}
		errs := map[string][]error{}
		note := func(way string, err error) { errs[way] = append(errs[way], err) }
		_, err := p().NextPage(none)
		note("NextPage", err)
		for _, err := range p().Pages(none) {
			note("Pages", err)
		}
		for _, err := range p().Items(none) {
			note("Items", err)
		}
		for _, err := range paginators.Merge(none, 1, nil, p()) {
			note("Merge", err)
		}
		for _, way := range []string{"NextPage", "Pages", "Items", "Merge"} {
			if len(errs[way]) != 1 || errs[way][0] == nil || !strings.Contains(errs[way][0].Error(), "the context is nil: pass context.Background()") {
				t.Errorf("%s: got %v, want one error about the context", way, errs[way])
			}
		}
		if l.calls > 0 {
			t.Errorf("%d calls were made", l.calls)
		}
	}
}

// Merge reports a paginator that New did not create. Without paginators it returns no
// items.
func TestMergeUsageErrors(t *testing.T) {
	for _, tc := range []struct {
		name    string
		sources []*numbersPaginator
		want    string
	}{
		{"zero paginator", []*numbersPaginator{new(numbersPaginator)}, "use New with both"},
		{"nil paginators", []*numbersPaginator{nil, nil}, ""},
		{"no paginators", nil, ""},
	} {
		got := ""
		for item, err := range paginators.Merge(context.Background(), 1, nil, tc.sources...) {
			if err == nil {
				t.Errorf("%s: item %d", tc.name, item)
				continue
			}
			got += err.Error()
		}
		if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
			t.Errorf("%s: got error %q, want %q", tc.name, got, tc.want)
		}
	}
}
