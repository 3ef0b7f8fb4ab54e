package restjson

import "slices"

// A document's first list of long elements reserves room for as many as fit into the
// rest, once: minElement is how long an element must be, and maxAhead the most that are
// reserved. A page has at most 100, and a few bytes must not make a document expensive.
const (
	maxAhead   = 128
	minElement = 32
)

// List reads a list of objects, each with read; null gives nil. A null in it is no
// element. The first element tells how many as long as it fit into the rest of the
// document, so a page is made room for once.
func List[T any](d *Decoder, read func(*T)) []T {
	if d.Null() {
		return nil
	}
	if d.last == nil {
		d.last = new(lastObject)
	}
	list := []T{}
	begin, strings, times, copied := d.pos, d.strings.returned, d.times.returned, d.texts.copied
	for d.Array(); d.NextItem(); {
		if d.Null() {
			continue
		}
		list = append(list, *new(T))
		read(&list[len(list)-1])
		if length := d.pos - begin; len(list) == 1 && length >= minElement && !d.guessed {
			d.guessed = true
			more := min((len(d.data)-d.pos)/length+2, maxAhead) // a token comes after them
			list = slices.Grow(list, more)
			d.strings.reserve(more * (d.strings.returned - strings))
			d.times.reserve(more * (d.times.returned - times))
			d.texts.reserve(more * (d.texts.copied - copied))
		}
	}
	return list
}
