package restjson

import "slices"

// The first list of long elements reserves room once, for as many elements as fit into the
// rest of the document. minElement is the minimum length of an element, and maxAhead is the
// maximum number of elements. A page has at most 100, and a short document must not reserve
// much memory.
const (
	maxAhead   = 128
	minElement = 32
)

// List reads a list of objects, each with read. It returns nil for null, and skips null
// elements. It estimates the number of elements from the length of the first one, so that
// memory for a page is reserved once.
func List[T any](d *Decoder, read func(*T)) []T {
	if d.Null() {
		return nil
	}
	if d.previous == nil {
		d.previous = new(previousObject)
	}
	list := []T{}
	begin, strings, times, copied := d.pos, d.strings.returned, d.times.returned, d.shared.copied
	for d.Array(); d.NextItem(); {
		if d.Null() {
			continue
		}
		list = append(list, *new(T))
		read(&list[len(list)-1])
		if length := d.pos - begin; len(list) == 1 && length >= minElement && !d.guessed {
			d.guessed = true
			more := min((len(d.data)-d.pos)/length+2, maxAhead) // +2 because a page token follows the elements
			list = slices.Grow(list, more)
			d.strings.reserve(more * (d.strings.returned - strings))
			d.times.reserve(more * (d.times.returned - times))
			d.shared.reserve(more * (d.shared.copied - copied))
		}
	}
	return list
}
