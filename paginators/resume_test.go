package paginators_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
)

// saved is what a run saves for the next one.
type saved struct {
	start    func(*paginators.Options) // option of the next run
	finished bool
}

// saves lists the two ways to save a paginator's progress.
var saves = map[string]func(t *testing.T, p *numbersPaginator) saved{
	"ResumeToken": func(_ *testing.T, p *numbersPaginator) saved {
		return saved{startAt(p.ResumeToken()), p.ResumeToken() == ""}
	},
	"Checkpoint": func(t *testing.T, p *numbersPaginator) saved {
		c := throughJSON(t, p.Checkpoint())
		return saved{startFrom(c), c.Finished()}
	},
}

// For random lists, page sizes, breaks and failing pages, a chain of resumed runs returns
// the list without a gap or a duplicate.
func TestResumeChains(t *testing.T) {
	for name, save := range saves {
		t.Run(name, func(t *testing.T) {
			r := random(7)
			for trial := range 3000 {
				n := r.IntN(120)
				if got := chainOfRuns(t, r, n, save); !slices.Equal(got, numbers(0, n)) {
					t.Fatalf("trial %d: the runs returned %v, want 0 to %d", trial, got, n-1)
				}
			}
		})
	}
}

func chainOfRuns(t *testing.T, r *rand.Rand, n int, save func(*testing.T, *numbersPaginator) saved) (got []int) {
	t.Helper()
	next := saved{start: startAt("")}
	for run := 0; !next.finished; run++ {
		if run > 2000 {
			t.Fatal("the runs do not end")
		}
		l := newList(n, 1+r.IntN(40))
		l.sizes = func(int) int { return 1 + r.IntN(40) }
		if r.IntN(3) == 0 {
			l.fail = map[int]error{1 + r.IntN(4): errPage}
		}
		p := l.paginator(next.start, func(o *paginators.Options) {
			o.Prefetch = r.IntN(2) == 0
			if r.IntN(2) == 0 {
				o.MaxItems = 1 + r.IntN(50)
			}
			if r.IntN(2) == 0 {
				o.PageSize = int32(1 + r.IntN(40))
			}
		})
		var items []int
		var err error
		switch r.IntN(3) {
		case 0:
			items, err = collect(p, 1+r.IntN(60))
		case 1:
			items, err = ways["Pages"](p)
		default:
			items, err = collect(p, r.IntN(20)-1)
			if err == nil && p.HasMorePages() {
				var more []int
				more, err = ways["NextPage"](p)
				items = append(items, more...)
			}
		}
		if err != nil && !errors.Is(err, errPage) {
			t.Fatalf("run %d: %v", run, err)
		}
		got = append(got, items...)
		next = save(t, p)
	}
	return got
}

// If an earlier run with larger pages returned more items than the next page has, the
// skip continues on the pages after it.
func TestSkipLargerThanPage(t *testing.T) {
	p := newList(100, 50).paginator()
	if _, err := collect(p, 37); err != nil {
		t.Fatal(err)
	}
	for name, read := range ways {
		got, err := read(newList(100, 50).paginator(startAt(p.ResumeToken()), func(o *paginators.Options) { o.PageSize = 10 }))
		if err != nil || !slices.Equal(got, numbers(37, 100)) {
			t.Errorf("%s: got %v, %v; want 37 to 99", name, got, err)
		}
	}
}

// If the list has become shorter than the skip, no items remain.
func TestSkipLargerThanList(t *testing.T) {
	p := newList(100, 50).paginator()
	if _, err := collect(p, 37); err != nil {
		t.Fatal(err)
	}
	q := newList(20, 10).paginator(startAt(p.ResumeToken()))
	if got, err := collect(q, -1); err != nil || got != nil || q.ResumeToken() != "" {
		t.Errorf("got %v, %v and the token %q; want nothing", got, err, q.ResumeToken())
	}
}

// Before the first fetch, the resume token names the start of the run.
func TestResumeTokenBeforeFirstFetch(t *testing.T) {
	fresh := newList(5, 2).paginator()
	if got, err := collect(newList(5, 2).paginator(startAt(fresh.ResumeToken())), -1); err != nil || !slices.Equal(got, numbers(0, 5)) {
		t.Errorf("got %v, %v; want the whole list", got, err)
	}
	p := newList(5, 2).paginator()
	if _, err := collect(p, 3); err != nil {
		t.Fatal(err)
	}
	if again := newList(5, 2).paginator(startAt(p.ResumeToken())).ResumeToken(); again != p.ResumeToken() {
		t.Errorf("token %q changed to %q", p.ResumeToken(), again)
	}
	if refused := newList(5, 2).paginator(startAt("refused")).ResumeToken(); refused != "refused" {
		t.Errorf("a refused token changed to %q", refused)
	}
}
