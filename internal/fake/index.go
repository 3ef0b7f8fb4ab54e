package fake

import (
	"math"
	"sort"
	"time"
)

// Index holds items in the order of their creation time, and of their arrival
// where the times are the same. It is not safe for concurrent use.
type Index[T any] struct {
	entries      []entry[T]
	removedCount int
	next         uint64
}

type entry[T any] struct {
	at      Position
	item    T
	removed bool
}

// Position is a place in an Index, which stays valid whatever is added or
// removed.
type Position struct {
	Nanos int64  `json:"t"`
	Seq   uint64 `json:"s"`
}

func (p Position) before(q Position) bool {
	return p.Nanos < q.Nanos || p.Nanos == q.Nanos && p.Seq < q.Seq
}

// nanos is t in nanoseconds since 1970; years that an int64 cannot hold are its
// first and last.
func nanos(t time.Time) int64 {
	switch year := t.Year(); {
	case year < 1678:
		return math.MinInt64
	case year > 2261:
		return math.MaxInt64
	}
	return t.UnixNano()
}

// Insert adds an item and returns its position.
func (x *Index[T]) Insert(created time.Time, item T) Position {
	return x.Restore(created, x.next+1, item)
}

// Restore adds an item that had a place before, by its Position's Seq.
func (x *Index[T]) Restore(created time.Time, seq uint64, item T) Position {
	x.next = max(x.next, seq)
	at := Position{nanos(created), seq}
	i := x.search(at)
	x.entries = append(x.entries, entry[T]{})
	copy(x.entries[i+1:], x.entries[i:])
	x.entries[i] = entry[T]{at: at, item: item}
	return at
}

// Remove takes the item at a position out. The space is reused when half of
// the entries are removed, so that many removals stay cheap.
func (x *Index[T]) Remove(at Position) {
	i := x.search(at)
	if i == len(x.entries) || x.entries[i].at != at || x.entries[i].removed {
		return
	}
	var none T
	x.entries[i].removed, x.entries[i].item = true, none
	if x.removedCount++; x.removedCount*2 < len(x.entries) {
		return
	}
	remaining := make([]entry[T], 0, len(x.entries)-x.removedCount)
	for _, e := range x.entries {
		if !e.removed {
			remaining = append(remaining, e)
		}
	}
	x.entries, x.removedCount = remaining, 0
}

// search returns the number of entries before a position.
func (x *Index[T]) search(at Position) int {
	return sort.Search(len(x.entries), func(i int) bool { return !x.entries[i].at.before(at) })
}

// Range says which items a Page takes from.
type Range[T any] struct {
	From, To   time.Time // both inclusive; zero means unbounded
	Descending bool
	Keep       func(T) bool // nil keeps all
}

// Page returns up to n items of a range, beginning behind a position, and the
// position of the last one, nil when there are no more items.
func (x *Index[T]) Page(r Range[T], behind *Position, n int) (items []T, last *Position) {
	low, high := 0, len(x.entries)
	if !r.From.IsZero() {
		low = x.search(Position{Nanos: nanos(r.From)})
	}
	if !r.To.IsZero() {
		high = x.search(Position{Nanos: nanos(r.To), Seq: ^uint64(0)})
	}
	i, step := low, 1
	if r.Descending {
		i, step = high-1, -1
	}
	if behind != nil {
		if r.Descending {
			i = min(i, x.search(*behind)-1)
		} else {
			i = max(i, x.search(Position{behind.Nanos, behind.Seq + 1}))
		}
	}
	var at Position // of the last item
	for ; low <= i && i < high; i += step {
		e := &x.entries[i]
		if e.removed || r.Keep != nil && !r.Keep(e.item) {
			continue
		}
		if len(items) == n {
			return items, &at
		}
		items, at = append(items, e.item), e.at
	}
	return items, nil
}
