package fake

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sortedList is a simple implementation of an Index.
type sortedList struct {
	at    []Position
	items map[Position]int
}

func (l *sortedList) insert(at Position, item int) {
	l.at = append(l.at, at)
	sort.Slice(l.at, func(i, j int) bool { return l.at[i].before(l.at[j]) })
	l.items[at] = item
}

func (l *sortedList) remove(at Position) {
	l.at = slices.DeleteFunc(l.at, func(p Position) bool { return p == at })
}

func (l *sortedList) page(r Range[int], behind *Position, n int) (items []int, last *Position) {
	order := slices.Clone(l.at)
	if r.Descending {
		slices.Reverse(order)
	}
	for _, at := range order {
		switch {
		case !r.From.IsZero() && at.Nanos < r.From.UnixNano(), !r.To.IsZero() && at.Nanos > r.To.UnixNano():
		case behind != nil && r.Descending && !at.before(*behind), behind != nil && !r.Descending && !behind.before(at):
		case r.Keep != nil && !r.Keep(l.items[at]):
		case len(items) == n:
			return items, last
		default:
			items = append(items, l.items[at])
			last = &at
		}
	}
	return items, nil
}

// While a list is read page by page, items are inserted and removed. Each page must equal
// the sorted list's page after the same position.
func TestIndexMatchesSortedList(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			index, list := new(Index[int]), &sortedList{items: map[Position]int{}}
			second := func() time.Time { return time.Unix(int64(random.IntN(30)), 0) } // many times are equal
			change := func(times int) {
				for range times {
					if random.IntN(5) < 2 && len(list.at) > 0 {
						at := list.at[random.IntN(len(list.at))]
						index.Remove(at)
						list.remove(at)
						continue
					}
					created, item := second(), random.Int()
					list.insert(index.Insert(created, item), item)
				}
			}
			change(100)
			for range 20 {
				r := Range[int]{Descending: random.IntN(2) == 0}
				if random.IntN(2) == 0 {
					r.From = second()
				}
				if random.IntN(2) == 0 {
					r.To = second()
				}
				if random.IntN(3) == 0 {
					r.Keep = func(item int) bool { return item%2 == 0 }
				}
				var behind *Position
				for {
					n := 1 + random.IntN(9)
					items, last := index.Page(r, behind, n)
					wantItems, wantLast := list.page(r, behind, n)
					if !slices.Equal(items, wantItems) || !cmp.Equal(last, wantLast) {
						t.Fatalf("Page(%+v, %v, %d)\n got %v, %v\nwant %v, %v", r, behind, n, items, last, wantItems, wantLast)
					}
					if last == nil {
						break
					}
					behind = last
					change(random.IntN(6))
				}
			}
		})
	}
}

func TestIndexPositions(t *testing.T) {
	index := new(Index[string])
	at := time.Unix(5, 7)
	first := index.Insert(at, "first")
	second := index.Insert(at, "second")
	if first.Nanos != 5_000_000_007 || second.Nanos != first.Nanos || !first.before(second) || second.before(first) {
		t.Fatalf("positions of one time: %+v and %+v, want the same nanoseconds in the order of arrival", first, second)
	}
	index.Remove(first)
	index.Remove(first) // removing it again changes nothing
	index.Remove(Position{1, 1})
	if third := index.Insert(at, "third"); !second.before(third) {
		t.Errorf("position of an item after a removal: %+v, want it behind %+v: none is used twice", third, second)
	}
	items, last := index.Page(Range[string]{}, &first, 9)
	if diff := cmp.Diff([]string{"second", "third"}, items); diff != "" || last != nil {
		t.Errorf("behind a removed item (-want +got):\n%s\nlast %v, want nil", diff, last)
	}
}

func TestIndexBounds(t *testing.T) {
	index := new(Index[string])
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	var c Position
	for i, name := range []string{"a", "b", "c", "d"} {
		if at := index.Insert(day(i+1), name); name == "c" {
			c = at
		}
	}
	ancient, future := time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		r      Range[string]
		behind *Position
		n      int
		want   []string
		last   bool
	}{
		{"all", Range[string]{}, nil, 9, []string{"a", "b", "c", "d"}, false},
		{"all, descending", Range[string]{Descending: true}, nil, 9, []string{"d", "c", "b", "a"}, false},
		{"exactly all", Range[string]{}, nil, 4, []string{"a", "b", "c", "d"}, false},
		{"all but one", Range[string]{}, nil, 3, []string{"a", "b", "c"}, true},
		{"all but one, descending", Range[string]{Descending: true}, nil, 3, []string{"d", "c", "b"}, true},
		{"behind c", Range[string]{}, &c, 9, []string{"d"}, false},
		{"behind c, descending", Range[string]{Descending: true}, &c, 9, []string{"b", "a"}, false},
		{"from is inclusive", Range[string]{From: day(2)}, nil, 9, []string{"b", "c", "d"}, false},
		{"to is inclusive", Range[string]{To: day(2)}, nil, 9, []string{"a", "b"}, false},
		{"a nanosecond after", Range[string]{From: day(2).Add(1)}, nil, 9, []string{"c", "d"}, false},
		{"a nanosecond before", Range[string]{To: day(2).Add(-1)}, nil, 9, []string{"a"}, false},
		{"one day", Range[string]{From: day(3), To: day(3)}, nil, 9, []string{"c"}, false},
		{"from after to", Range[string]{From: day(3), To: day(2)}, nil, 9, nil, false},
		{"from after to, descending", Range[string]{From: day(3), To: day(2), Descending: true}, nil, 9, nil, false},
		{"behind the range", Range[string]{To: day(2)}, &c, 9, nil, false},
		{"before the range", Range[string]{From: day(4)}, &c, 9, []string{"d"}, false},
		{"behind the range, descending", Range[string]{From: day(4), Descending: true}, &c, 9, nil, false},
		{"before the range, descending", Range[string]{To: day(1), Descending: true}, &c, 9, []string{"a"}, false},
		{"from ancient times", Range[string]{From: ancient, To: future}, nil, 9, []string{"a", "b", "c", "d"}, false},
		{"to ancient times", Range[string]{To: ancient}, nil, 9, nil, false},
		{"from the far future", Range[string]{From: future}, nil, 9, nil, false},
		{"keep", Range[string]{Keep: func(s string) bool { return s > "b" }}, nil, 1, []string{"c"}, true},
		{"keep the last", Range[string]{Keep: func(s string) bool { return s > "c" }}, nil, 1, []string{"d"}, false},
		{"keep none", Range[string]{Keep: func(string) bool { return false }}, nil, 1, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, last := index.Page(tt.r, tt.behind, tt.n)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if (last != nil) != tt.last {
				t.Errorf("last position %v, want one: %t", last, tt.last)
			}
		})
	}
}

func TestIndexEmpty(t *testing.T) {
	index := new(Index[int])
	index.Remove(Position{1, 1})
	for _, descending := range []bool{false, true} {
		if items, last := index.Page(Range[int]{Descending: descending}, &Position{5, 5}, 1); items != nil || last != nil {
			t.Errorf("Page of nothing, descending=%t = %v, %v, want none", descending, items, last)
		}
	}
}

// Times that overflow an int64 of nanoseconds become its minimum or maximum, in every
// time zone.
func TestNanosSaturates(t *testing.T) {
	tests := []struct {
		name string
		time time.Time
		want int64
	}{
		{"1970", time.Unix(0, 0), 0},
		{"before 1970", time.Unix(-1, 1), -999_999_999},
		{"year 1", time.Time{}, math.MinInt64},
		{"end of 1677", time.Date(1677, 12, 31, 23, 59, 59, 0, time.UTC), math.MinInt64},
		{"start of 1678", time.Date(1678, 1, 1, 0, 0, 0, 0, time.UTC), -9_214_560_000_000_000_000},
		{"end of 2261", time.Date(2261, 12, 31, 23, 59, 59, 0, time.UTC), 9_214_646_399_000_000_000},
		{"start of 2262", time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC), math.MaxInt64},
		{"year 9999", time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), math.MaxInt64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := nanos(tt.time); got != tt.want {
				t.Errorf("nanos(%v) = %d, want %d", tt.time, got, tt.want)
			}
		})
	}
}

// Removed entries are freed.
func TestIndexReusesSpace(t *testing.T) {
	index := new(Index[int])
	for i := range 10_000 {
		index.Remove(index.Insert(time.Unix(int64(i%7), 0), i))
		if len(index.entries) > 1 {
			t.Fatalf("%d entries after removal %d, want at most 1", len(index.entries), i)
		}
	}
}

// A restored item has its former position, in whatever order items are restored. New
// items follow it.
func TestIndexRestore(t *testing.T) {
	var x Index[string]
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	x.Restore(at, 7, "later")
	x.Restore(at, 3, "earlier")
	if p := x.Insert(at, "new"); p.Seq != 8 {
		t.Errorf("a new item has number %d, want 8", p.Seq)
	}
	if got, _ := x.Page(Range[string]{}, nil, 9); !slices.Equal(got, []string{"earlier", "later", "new"}) {
		t.Errorf("the items are %q", got)
	}
}
