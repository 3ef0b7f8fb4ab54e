package restjson

import (
	"strings"
	"unsafe"
)

// A document's values share memory, so that a page costs a few allocations instead of
// some for each item. In return, one value keeps alive the memory that it shares.

// textArena makes strings of a document's text, many in one block.
type textArena struct {
	block  strings.Builder // never grown, so that what was taken of it stays
	copied int
}

const (
	firstBlock = 256
	maxBlock   = 4096

	// longText is the longest text that shares memory. Names and ARNs are shorter: an
	// item that a caller keeps holds the names of the page's other items in memory, but
	// not their failure reasons.
	longText = 128
)

// keep returns text as a string.
func (t *textArena) keep(text []byte) string {
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
func (t *textArena) reserve(n int) {
	if n = min(n, maxBlock); n > t.block.Cap()-t.block.Len() {
		t.block = strings.Builder{}
		t.block.Grow(n)
	}
}

// bytesOf is a string as bytes that are only read: a copy of an input of megabytes
// was half of the memory that sending it took.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// arena returns pointers into arrays that double in length.
type arena[T any] struct {
	free     []T
	size     int // of the array that free is the rest of
	returned int
}

// maxSlots is how long an array may be: one pointer keeps alive all of it.
const maxSlots = 256

// put keeps a value. The first array has room for that many.
func (s *arena[T]) put(v T, first int) *T {
	if len(s.free) == 0 {
		s.reserve(max(first, 2*s.size))
	}
	p := &s.free[0]
	*p = v
	s.free = s.free[1:]
	s.returned++
	return p
}

// reserve makes room for n more, if there is less.
func (s *arena[T]) reserve(n int) {
	if n = min(n, maxSlots); n > len(s.free) {
		s.size = n
		s.free = make([]T, n)
	}
}
