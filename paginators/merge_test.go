package paginators_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
)

type numbersPaginator = paginators.Paginator[options, listPage, int]

// part returns a list of the numbers that leave a remainder when divided by the number of
// parts. It counts the requests in progress.
func part(rest, parts, n, size int, now, most *atomic.Int32, optFns ...func(*paginators.Options)) *numbersPaginator {
	l := newList(n, size)
	fetch := func(ctx context.Context, token *string, size int32, fns ...func(*options)) (*listPage, error) {
		under := now.Add(1)
		for old := most.Load(); under > old && !most.CompareAndSwap(old, under); old = most.Load() {
		}
		defer now.Add(-1)
		page, err := l.fetch(ctx, token, size, fns...)
		if err == nil {
			for i := range page.Numbers {
				page.Numbers[i] = page.Numbers[i]*parts + rest
			}
		}
		return page, err
	}
	return newPaginator(fetch, optFns...)
}

func mergeParts(n int, compare func(a, b int) int, sources []*numbersPaginator, until int) (items []int, err error) {
	for item, err := range paginators.Merge(context.Background(), n, compare, sources...) {
		if err != nil {
			return items, err
		}
		if items = append(items, item); len(items) == until {
			break
		}
	}
	return items, nil
}

func TestMerge(t *testing.T) {
	for _, compare := range []func(a, b int) int{nil, cmp.Compare[int]} {
		for _, n := range []int{1, 2, 5, 100} {
			var now, most atomic.Int32
			var sources []*numbersPaginator
			for rest := 0; rest < 5; rest++ {
				sources = append(sources, part(rest, 5, 100, 7+rest, &now, &most))
			}
			got, err := mergeParts(n, compare, append(sources, nil), -1)
			if compare == nil {
				slices.Sort(got)
			}
			if err != nil || !slices.Equal(got, numbers(0, 500)) {
				t.Errorf("n = %d: got %v, %v", n, got, err)
			}
			if int(most.Load()) > n {
				t.Errorf("n = %d: %d requests were in progress together", n, most.Load())
			}
			for _, p := range sources {
				if p.HasMorePages() || p.ResumeToken() != "" {
					t.Errorf("n = %d: a source has more, token %q", n, p.ResumeToken())
				}
			}
		}
	}
}

// After a break, the sources continue exactly where they were, by another range or from
// their tokens.
func TestMergeBreak(t *testing.T) {
	for _, compare := range []func(a, b int) int{nil, cmp.Compare[int]} {
		for until := 1; until < 60; until += 3 {
			for _, fresh := range []bool{false, true} {
				var now, most atomic.Int32
				make5 := func(tokens []string) (sources []*numbersPaginator) {
					for rest := 0; rest < 5; rest++ {
						if tokens == nil {
							sources = append(sources, part(rest, 5, 12, 4, &now, &most))
						} else if tokens[rest] != "" {
							sources = append(sources, part(rest, 5, 12, 4, &now, &most, startAt(tokens[rest])))
						}
					}
					return sources
				}
				sources := make5(nil)
				got, err := mergeParts(3, compare, sources, until)
				if err != nil {
					t.Fatal(err)
				}
				if fresh {
					tokens := []string{}
					for _, p := range sources {
						tokens = append(tokens, p.ResumeToken())
					}
					sources = make5(tokens)
				}
				rest, err := mergeParts(3, compare, sources, -1)
				got = append(got, rest...)
				if compare == nil {
					slices.Sort(got)
				}
				if err != nil || !slices.Equal(got, numbers(0, 60)) {
					t.Fatalf("break at %d, fresh = %t: got %v, %v", until, fresh, got, err)
				}
			}
		}
	}
}

// The first error ends the merge. The paginator that returned it is done, the others are
// not.
func TestMergeError(t *testing.T) {
	for _, compare := range []func(a, b int) int{nil, cmp.Compare[int]} {
		bad := newList(30, 10)
		bad.fail = map[int]error{2: errPage}
		sources := []*numbersPaginator{newList(30, 10).paginator(), bad.paginator(), newList(30, 10).paginator()}
		got, err := mergeParts(2, compare, sources, -1)
		if !errors.Is(err, errPage) {
			t.Fatalf("got %v, want the page's error", err)
		}
		if sources[1].HasMorePages() {
			t.Error("the failed paginator has more pages")
		}
		for i, p := range sources {
			if p.ResumeToken() == "" {
				continue
			}
			l := newList(30, 10)
			rest, err := collect(l.paginator(startAt(p.ResumeToken())), -1)
			if err != nil {
				t.Fatalf("source %d: %v", i, err)
			}
			got = append(got, rest...)
		}
		slices.Sort(got)
		var want []int
		for i := 0; i < 30; i++ {
			want = append(want, i, i, i)
		}
		if !slices.Equal(got, want) {
			t.Errorf("got items and remaining items %v", got)
		}
	}
}

// Equal items are in the order of their paginators.
func TestMergeEqualItems(t *testing.T) {
	var now, most atomic.Int32
	var sources []*numbersPaginator
	var want []int
	for rest := range 3 {
		sources = append(sources, part(rest, 3, 20, 7, &now, &most))
		for i := range 20 {
			want = append(want, 3*i+rest)
		}
	}
	got, err := mergeParts(2, func(int, int) int { return 0 }, sources, -1)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestMergeCancel(t *testing.T) {
	for _, compare := range []func(a, b int) int{nil, cmp.Compare[int]} {
		cause := errors.New("stopped")
		ctx, cancel := context.WithCancelCause(context.Background())
		blocked := func(ctx context.Context, _ *string, _ int32, _ ...func(*options)) (*listPage, error) {
			cancel(cause)
			<-ctx.Done()
			return nil, ctx.Err()
		}
		var failed error
		for _, err := range paginators.Merge(ctx, 1, compare, newPaginator(blocked), newPaginator(blocked)) {
			failed = err
		}
		if !errors.Is(failed, cause) || !errors.Is(failed, context.Canceled) {
			t.Errorf("got %v, want the cause", failed)
		}
	}
	for _, err := range paginators.Merge[options, listPage, int](context.Background(), 0, nil) {
		if err == nil || !strings.Contains(err.Error(), "use 1 or more") {
			t.Errorf("n = 0: got %v", err)
		}
	}
	p := newList(5, 2).paginator()
	for _, err := range paginators.Merge(context.Background(), 2, nil, p, p) {
		if err == nil || !strings.Contains(err.Error(), "twice") {
			t.Errorf("the same paginator twice: got %v", err)
		}
	}
	for item, err := range paginators.Merge[options, listPage, int](context.Background(), 1, nil) {
		t.Errorf("no sources returned %d, %v", item, err)
	}
}

// A loop over Merge may save the paginators' resume tokens at any item, even if pages are
// empty or smaller than the number of items that an earlier run returned.
func TestMergeResumeTokens(t *testing.T) {
	sparse := func(optFns ...func(*paginators.Options)) *numbersPaginator {
		fetch := func(_ context.Context, token *string, size int32, _ ...func(*options)) (*listPage, error) {
			at := 0
			if token != nil {
				at, _ = strconv.Atoi(*token)
			}
			page := &listPage{}
			if at%3 == 0 { // two of three pages are empty
				page.Numbers = numbers(at/3*4, at/3*4+4)
			}
			if at < 30 {
				next := strconv.Itoa(at + 1)
				page.Next = &next
			}
			return page, nil
		}
		return newPaginator(fetch, optFns...)
	}
	var all []int
	tokens := make([]string, 3)
	for run := 0; run == 0 || slices.ContainsFunc(tokens, func(s string) bool { return s != "" }); run++ {
		var sources []*numbersPaginator
		for _, token := range tokens {
			if run > 0 && token == "" {
				sources = append(sources, nil)
			} else {
				sources = append(sources, sparse(startAt(token)))
			}
		}
		n := 0
		for item, err := range paginators.Merge(context.Background(), 3, nil, sources...) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, item)
			for i, p := range sources {
				tokens[i] = p.ResumeToken()
			}
			if n++; n == 7 {
				break // killed: only the saved tokens remain
			}
		}
		if n == 0 {
			clear(tokens) // only empty pages remained
		}
	}
	slices.Sort(all)
	var want []int
	for _, n := range numbers(0, 44) {
		want = append(want, n, n, n)
	}
	if !slices.Equal(all, want) {
		t.Errorf("got %v, want each of 44 numbers three times", all)
	}
}

// The context may end when all items were returned.
func TestMergeCancelAtEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	for _, err := range paginators.Merge(ctx, 2, nil, newList(5, 5).paginator(), newList(5, 5).paginator()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 10 {
			cancel()
		}
	}
	cancel()
}

// Prefetch fetches the next page while the current one is used. After a break, the fetch
// is canceled.
func TestPrefetchOverlaps(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan struct{})
	fetch := func(ctx context.Context, token *string, _ int32, _ ...func(*options)) (*listPage, error) {
		if token == nil {
			next := "more"
			return &listPage{Numbers: numbers(0, 3), Next: &next}, nil
		}
		close(begun)
		<-ctx.Done()
		close(ended)
		return nil, ctx.Err()
	}
	p := newPaginator(fetch, func(o *paginators.Options) { o.Prefetch = true })
	for _, err := range p.Items(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		break
	}
	<-ended
}
