package restjson

import "unsafe"

// What a document's values share, so that a page costs a few allocations and not
// some for each item. The price is that one value keeps alive what it shares.

// share returns text as a string. What stands in the document as it is becomes a
// part of one string for all of it.
func (d *Decoder) share(start int, text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if &text[0] != &d.data[start] {
		return string(text) // it had escapes, and is a text of its own
	}
	if d.text == "" {
		d.text = d.whole()
	}
	return d.text[start : start+len(text)]
}

// whole is the document as a string. To copy what nobody changes any more would
// allocate a page's length once more.
func (d *Decoder) whole() string {
	if d.owned {
		return unsafe.String(unsafe.SliceData(d.data), len(d.data))
	}
	return string(d.data)
}

// bytesOf is a string as bytes that are only read: a copy of an input of megabytes
// was half of the memory that sending it took.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// slots gives out pointers into arrays that double in length.
type slots[T any] struct {
	free  []T
	size  int // of the array that free is the rest of
	given int
}

// mostSlots is how long an array may be: one pointer keeps alive all of it.
const mostSlots = 256

// put keeps a value. The first array has room for that many.
func (s *slots[T]) put(v T, first int) *T {
	if len(s.free) == 0 {
		s.reserve(max(first, 2*s.size))
	}
	p := &s.free[0]
	*p = v
	s.free = s.free[1:]
	s.given++
	return p
}

// reserve makes room for n more, if there is less.
func (s *slots[T]) reserve(n int) {
	if n = min(n, mostSlots); n > len(s.free) {
		s.size = n
		s.free = make([]T, n)
	}
}
