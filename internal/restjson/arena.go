package restjson

import (
	"strings"
	"unsafe"
)

// A document's values share memory, so that a page needs a few allocations in total
// instead of several for each item. The drawback is that one value keeps the shared memory
// alive.

// stringArena copies strings out of a document, many of them into one block.
type stringArena struct {
	block  strings.Builder // never grown, so that strings in it stay valid
	copied int
}

const (
	firstBlock = 256
	maxBlock   = 4096

	// maxSharedLen is the maximum length of a string that shares memory. Names and ARNs are
	// shorter, and failure reasons are longer: an item that a caller keeps holds the names
	// of the page's other items in memory, but not their failure reasons.
	maxSharedLen = 128
)

// copyString returns a copy of text as a string.
func (t *stringArena) copyString(text []byte) string {
	t.copied += len(text)
	if len(text) > maxSharedLen {
		return string(text)
	}
	if t.block.Cap()-t.block.Len() < len(text) {
		t.reserve(max(firstBlock, 2*t.block.Cap(), len(text)))
	}
	start := t.block.Len()
	t.block.Write(text)
	return t.block.String()[start:]
}

// reserve makes sure that there is room for n more bytes, up to maxBlock.
func (t *stringArena) reserve(n int) {
	if n = min(n, maxBlock); n > t.block.Cap()-t.block.Len() {
		t.block = strings.Builder{}
		t.block.Grow(n)
	}
}

// bytesOf returns the bytes of s without copying them, so they must not be changed. For an
// input of megabytes, a copy would be half of the memory of the call.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// arena returns pointers into arrays that double in length.
type arena[T any] struct {
	free     []T
	size     int // the length of the array that contains free
	returned int
}

// maxArrayLen is the maximum length of an array, because one pointer keeps the whole array
// alive.
const maxArrayLen = 256

// put stores a value and returns a pointer to it. The first array has room for first
// values.
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

// reserve makes sure that there is room for n more values, up to maxArrayLen.
func (s *arena[T]) reserve(n int) {
	if n = min(n, maxArrayLen); n > len(s.free) {
		s.size = n
		s.free = make([]T, n)
	}
}
