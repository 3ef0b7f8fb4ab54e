package restjson

import (
	"strings"
	"unsafe"
)

// What a document's values share, so that a page costs a few allocations and not
// some for each item. The price is that one value keeps alive what it shares.

// texts makes strings of a document's text: many of one block, and one of those that
// come again, as statuses and ARNs do.
type texts struct {
	block  strings.Builder // never grown, so that what was taken of it stays
	recent [8]string
	copied int
}

const (
	firstBlock = 256
	mostBlock  = 4096

	// longText is how long a text is that shares nothing. Names and ARNs are shorter:
	// what is kept of a page keeps those of the others alive, but not their failures'
	// reasons.
	longText = 128
)

// keep returns text as a string.
func (t *texts) keep(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	recent := &t.recent[(len(text)^int(text[0]))%len(t.recent)]
	if *recent != string(text) {
		*recent = t.copy(text)
	}
	return *recent
}

func (t *texts) copy(text []byte) string {
	t.copied += len(text)
	if len(text) > longText {
		return string(text)
	}
	if t.block.Cap()-t.block.Len() < len(text) {
		t.reserve(max(firstBlock, 2*t.block.Cap(), len(text)))
	}
	start := t.block.Len()
	t.block.Write(text)
	return t.block.String()[start:]
}

// reserve makes room for n bytes more, if there is less.
func (t *texts) reserve(n int) {
	if n = min(n, mostBlock); n > t.block.Cap()-t.block.Len() {
		t.block = strings.Builder{}
		t.block.Grow(n)
	}
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
