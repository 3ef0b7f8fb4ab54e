package paginators_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
)

func startFrom(c paginators.Checkpoint) func(*paginators.Options) {
	return func(o *paginators.Options) { o.StartFrom = c }
}

// throughJSON writes a checkpoint as JSON and reads it back.
func throughJSON(t *testing.T, c paginators.Checkpoint) (again paginators.Checkpoint) {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &again); err != nil || again != c {
		t.Fatalf("%s was read as %v, %v; want %v", data, again, err, c)
	}
	return again
}

// readRest reads the items that remain after a checkpoint of a list of n numbers, with
// the given page size.
func readRest(t *testing.T, c paginators.Checkpoint, n, size int) []int {
	t.Helper()
	rest, err := collect(newList(n, size).paginator(startFrom(throughJSON(t, c))), -1)
	if err != nil {
		t.Fatal(err)
	}
	return rest
}

// At every item, in the loop's body and after a break, a run from the checkpoint returns
// exactly the remaining items, with pages of any size.
func TestCheckpointAtEveryItem(t *testing.T) {
	for _, n := range []int{0, 1, 9, 10, 23} {
		for _, size := range []int{1, 3, 10, 50} {
			for _, prefetch := range []bool{false, true} {
				for k := range n + 1 {
					p := newList(n, size).paginator(func(o *paginators.Options) { o.Prefetch = prefetch })
					var got []int
					inBody := paginators.Checkpoint{} // the checkpoint before the first item
					read := func(item int, err error) (more bool) {
						if err != nil {
							t.Fatal(err)
						}
						got, inBody = append(got, item), p.Checkpoint()
						return len(got) < k
					}
					if k > 0 {
						p.Items(context.Background())(read)
					}
					c := p.Checkpoint()
					if c != inBody || c.Finished() != (k > 0 && k == n) {
						t.Fatalf("after item %d of %d: checkpoint %v, in the body %v", k, n, c, inBody)
					}
					for _, next := range []int{1, 4, 10, 50} {
						if all := slices.Concat(got, readRest(t, c, n, next)); !slices.Equal(all, numbers(0, n)) {
							t.Fatalf("pages of %d, then %d, break after item %d of %d: got %v", size, next, k, n, all)
						}
					}
				}
			}
		}
	}
}

// A checkpoint is also exact after an error, with each way to read and each page.
func TestCheckpointAfterError(t *testing.T) {
	for page := 1; page <= 4; page++ {
		for name, read := range ways {
			for _, prefetch := range []bool{false, true} {
				l := newList(35, 10)
				l.fail = map[int]error{page: errPage}
				p := l.paginator(func(o *paginators.Options) { o.Prefetch = prefetch })
				got, err := read(p)
				if !errors.Is(err, errPage) {
					t.Fatalf("%s, page %d: got %v, want the page's error", name, page, err)
				}
				if all := slices.Concat(got, readRest(t, p.Checkpoint(), 35, 7)); !slices.Equal(all, numbers(0, 35)) {
					t.Errorf("%s, page %d: got %v", name, page, all)
				}
			}
		}
	}
}

// A run from a finished checkpoint makes no request, with each way to read.
func TestStartFromFinished(t *testing.T) {
	done := newList(5, 2).paginator()
	if _, err := collect(done, -1); err != nil {
		t.Fatal(err)
	}
	finished := throughJSON(t, done.Checkpoint())
	if !finished.Finished() {
		t.Fatalf("the checkpoint at the end is %v", finished)
	}
	merge := func(p *numbersPaginator) ([]int, error) { return mergeParts(1, nil, []*numbersPaginator{p}, -1) }
	for name, read := range map[string]func(*numbersPaginator) ([]int, error){
		"Items": ways["Items"], "Pages": ways["Pages"], "NextPage": ways["NextPage"], "Merge": merge,
	} {
		l := newList(5, 2)
		p := l.paginator(startFrom(finished), func(o *paginators.Options) { o.MaxItems, o.Prefetch = 3, true })
		items, err := read(p)
		if items != nil || err != nil || l.calls > 0 || p.HasMorePages() {
			t.Errorf("%s: got %v, %v after %d calls, more = %t", name, items, err, l.calls, p.HasMorePages())
		}
		if _, err := p.NextPage(context.Background()); !errors.Is(err, paginators.ErrDone) {
			t.Errorf("%s: NextPage: %v, want ErrDone", name, err)
		}
		if p.Checkpoint() != finished || p.ResumeToken() != "" {
			t.Errorf("%s: got checkpoint %v and token %q afterwards", name, p.Checkpoint(), p.ResumeToken())
		}
	}
}

// MaxItems ends the run, not the list: the checkpoint is finished only if no item
// remains.
func TestCheckpointAtMaxItems(t *testing.T) {
	for maxItems := 1; maxItems <= 26; maxItems++ {
		for name, read := range ways {
			p := newList(25, 10).paginator(func(o *paginators.Options) { o.MaxItems = maxItems })
			got, err := read(p)
			if err != nil {
				t.Fatal(err)
			}
			if finished := maxItems >= 25; p.Checkpoint().Finished() != finished {
				t.Errorf("%s, MaxItems %d: finished = %t", name, maxItems, !finished)
			}
			if all := slices.Concat(got, readRest(t, p.Checkpoint(), 25, 6)); !slices.Equal(all, numbers(0, 25)) {
				t.Errorf("%s, MaxItems %d: got %v", name, maxItems, all)
			}
		}
	}
}

// Each source of a Merge has its own checkpoint, which is exact at every item.
func TestCheckpointsOfMerge(t *testing.T) {
	const parts, each = 4, 6
	var now, most atomic.Int32
	sources := func(from []paginators.Checkpoint) (all []*numbersPaginator) {
		for rest, c := range from {
			all = append(all, part(rest, parts, each, 4, &now, &most, startFrom(throughJSON(t, c))))
		}
		return all
	}
	for _, compare := range []func(a, b int) int{nil, cmp.Compare[int]} {
		for until := 1; until <= parts*each; until++ {
			checkpoints := make([]paginators.Checkpoint, parts)
			first := sources(checkpoints)
			var got []int
			for item, err := range paginators.Merge(context.Background(), 3, compare, first...) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, item)
				for i, p := range first {
					checkpoints[i] = p.Checkpoint() // while other sources are read
				}
				if len(got) == until {
					break
				}
			}
			rest, err := mergeParts(3, compare, sources(checkpoints), -1)
			got = append(got, rest...)
			slices.Sort(got)
			if err != nil || !slices.Equal(got, numbers(0, parts*each)) {
				t.Fatalf("break at %d: got %v, %v", until, got, err)
			}
		}
	}
}

// The checkpoints of new paginators with each option, and after errors.
func TestCheckpointStates(t *testing.T) {
	const (
		notStarted = `{"state":"notStarted"}`
		finished   = `{"state":"finished"}`
	)
	at := func(members string) string { return fmt.Sprintf(`{"state":"started","resumeToken":%q}`, b64(members)) }
	read := func(text string) (c paginators.Checkpoint) {
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	at10 := at(`{"NextToken": "10"}`)
	l := newList(30, 10)
	fromInput := func(optFns ...func(*paginators.Options)) *numbersPaginator {
		return paginators.New(definition{Fetch: l.fetch, Unpack: unpack, Token: "20"}, optFns...)
	}
	repeated := newList(30, 10)
	repeated.loop = 10
	for _, tc := range []struct {
		name string
		p    *numbersPaginator
		read bool // read to the end or an error
		want string
	}{
		{name: "nil", p: nil, want: finished},
		{name: "zero", p: new(numbersPaginator), want: notStarted},
		{name: "fresh", p: l.paginator(), want: notStarted},
		{name: "StartFrom not started", p: l.paginator(startFrom(read(notStarted))), want: notStarted},
		{name: "StartFrom", p: l.paginator(startFrom(read(at10))), want: at10},
		{name: "StartingToken", p: l.paginator(startAt(b64(`{"NextToken": "10"}`))), want: at10},
		{name: "StartingToken of the first page", p: l.paginator(startAt(b64(`{"NextToken": null}`))), want: notStarted},
		{name: "input token", p: fromInput(), want: at(`{"NextToken": "20"}`)},
		{name: "StartFrom overrides the input token", p: fromInput(startFrom(read(at10))), want: at10},
		{name: "first page overrides the input token", p: fromInput(startAt(b64(`{"NextToken": null}`))), want: at(`{"NextToken": null}`)},
		{name: "not started, with an input token", p: fromInput(startFrom(read(notStarted))), want: at(`{"NextToken": "20"}`)},
		{name: "finished, with an input token", p: fromInput(startFrom(read(finished))), want: finished},
		{name: "repeated token", p: repeated.paginator(), read: true, want: at(`{"NextToken": "10", "boto_truncate_amount": 10}`)},
		{name: "another invalid option", p: l.paginator(startFrom(read(at10)), func(o *paginators.Options) { o.MaxItems = -1 }), read: true, want: at10},
		{name: "another invalid option, finished", p: l.paginator(startFrom(read(finished)), func(o *paginators.Options) { o.PageSize = -1 }), read: true, want: finished},
		{name: "token of another operation", p: l.paginator(startFrom(read(at(`{"Marker": "1"}`)))), read: true, want: at(`{"Marker": "1"}`)},
	} {
		if tc.read {
			if _, err := collect(tc.p, -1); err == nil {
				t.Errorf("%s: no error", tc.name)
			}
		}
		if got, err := json.Marshal(tc.p.Checkpoint()); string(got) != tc.want || err != nil {
			t.Errorf("%s: got %s, %v; want %s", tc.name, got, err, tc.want)
		}
	}
}

// An invalid start is an error before the first request. The paginator's checkpoint and
// resume token keep it.
func TestInvalidStartFrom(t *testing.T) {
	var other paginators.Checkpoint
	if err := json.Unmarshal(fmt.Appendf(nil, `{"state":"started","resumeToken":%q}`, b64(`{"Marker": "1"}`)), &other); err != nil {
		t.Fatal(err)
	}
	l := newList(5, 2)
	p := l.paginator(startFrom(other))
	_, err := collect(p, -1)
	var refused *paginators.StartingTokenError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "StartFrom's token") || !strings.Contains(err.Error(), "it may belong to another operation") {
		t.Errorf("token of another operation: got %v, want a StartingTokenError that names StartFrom", err)
	}
	if p.Checkpoint() != other || p.ResumeToken() != b64(`{"Marker": "1"}`) {
		t.Errorf("token of another operation: the checkpoint changed to %v, the token to %q", p.Checkpoint(), p.ResumeToken())
	}

	p = l.paginator(startFrom(other), startAt("10___3"))
	if _, err = collect(p, -1); err == nil || !strings.Contains(err.Error(), "StartFrom and StartingToken are both set") {
		t.Errorf("both: got %v", err)
	}
	if p.Checkpoint() != other || p.ResumeToken() != "10___3" {
		t.Errorf("both: the checkpoint changed to %v, the token to %q", p.Checkpoint(), p.ResumeToken())
	}

	p = l.paginator(startAt("refused"))
	if _, err := json.Marshal(p.Checkpoint()); err == nil || !strings.Contains(err.Error(), "its resumeToken is invalid: it is not base64") {
		t.Errorf("an invalid StartingToken: the checkpoint was written: %v", err)
	}
	if _, err := collect(l.paginator(startFrom(p.Checkpoint())), -1); !errors.As(err, &refused) || refused.Token != "refused" {
		t.Errorf("the checkpoint of an invalid StartingToken: got %v, want its StartingTokenError", err)
	}
	if l.calls > 0 {
		t.Errorf("%d calls were made", l.calls)
	}
}
