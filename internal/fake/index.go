package fake

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"
)

// Index holds items in the order of their creation times. Items with the same time are
// in the order of their insertion. It is not safe for concurrent use, not even for
// reading, because the first read after an insertion sorts the items.
type Index[T any] struct {
	entries      []entry[T] // entries[:sorted] are in order
	sorted       int
	removedCount int
	next         uint64
}

type entry[T any] struct {
	at      Position
	item    T
	removed bool
}

// Position is a position in an Index. It stays valid when items are added or removed.
type Position struct {
	Nanos int64  `json:"t"`
	Seq   uint64 `json:"s"`
}

func (p Position) compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Nanos, q.Nanos), cmp.Compare(p.Seq, q.Seq))
}

func (p Position) before(q Position) bool { return p.compare(q) < 0 }

// nanos returns t in nanoseconds since 1970. In years that an int64 cannot hold completely,
// it returns the smallest or largest int64.
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

// Restore inserts an item with the Seq of the Position that it had before.
func (x *Index[T]) Restore(created time.Time, seq uint64, item T) Position {
	x.next = max(x.next, seq)
	at := Position{nanos(created), seq}
	if n := len(x.entries); x.sorted == n && (n == 0 || x.entries[n-1].at.before(at)) {
		x.sorted++
	}
	x.entries = append(x.entries, entry[T]{at: at, item: item})
	return at
}

// sort sorts the entries that were added since the last call, and merges them. Inserting
// each one in order would move all later entries every time.
func (x *Index[T]) sort() {
	if x.sorted == len(x.entries) {
		return
	}
	added := slices.Clone(x.entries[x.sorted:])
	slices.SortFunc(added, func(a, b entry[T]) int { return a.at.compare(b.at) })
	i, to := x.sorted-1, len(x.entries)-1 // merge from the end
	for j := len(added) - 1; j >= 0; to-- {
		if i >= 0 && added[j].at.before(x.entries[i].at) {
			x.entries[to] = x.entries[i]
			i--
		} else {
			x.entries[to] = added[j]
			j--
		}
	}
	x.sorted = len(x.entries)
}

// Remove removes the item at a position. The entries are compacted only when half of
// them are removed, so that many removals stay cheap.
func (x *Index[T]) Remove(at Position) {
	x.sort()
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
	x.entries, x.sorted, x.removedCount = remaining, len(remaining), 0
}

// search returns the number of entries before a position. The entries must be sorted.
func (x *Index[T]) search(at Position) int {
	return sort.Search(len(x.entries), func(i int) bool { return !x.entries[i].at.before(at) })
}

// Range selects the items of a Page.
type Range[T any] struct {
	From, To   time.Time // both inclusive; zero means unbounded
	Descending bool
	Keep       func(T) bool // nil selects all items
}

// Page returns up to n items of a range that come after a position, and the position of
// the last one. The position is nil if there are no more items.
func (x *Index[T]) Page(r Range[T], after *Position, n int) (items []T, last *Position) {
	x.sort()
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
	if after != nil {
		if r.Descending {
			i = min(i, x.search(*after)-1)
		} else {
			i = max(i, x.search(Position{after.Nanos, after.Seq + 1}))
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
