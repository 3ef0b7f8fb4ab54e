package restjson

import "slices"

// mostAhead is for how many elements room is made by a guess, once in a document, and
// leastElement how long an element is then: a page has 100 at most, and a document that
// is none must not make much of a few bytes.
const (
	mostAhead    = 128
	leastElement = 32
)

// List reads a list of objects, each with read; null gives nil. A null in it is no
// element. The first element tells how many as long as it fit into the rest of the
// document, so a page is made room for once.
func List[T any](d *Decoder, read func(*T)) []T {
	if d.Null() {
		return nil
	}
	list := []T{}
	begin, strings, times, copied := d.pos, d.strings.given, d.times.given, d.texts.copied
	for d.Array(); d.NextItem(); {
		if d.Null() {
			continue
		}
		list = append(list, *new(T))
		read(&list[len(list)-1])
		if length := d.pos - begin; len(list) == 1 && length >= leastElement && !d.guessed {
			d.guessed = true
			more := min((len(d.data)-d.pos)/length+2, mostAhead) // a token comes after them
			list = slices.Grow(list, more)
			d.strings.reserve(more * (d.strings.given - strings))
			d.times.reserve(more * (d.times.given - times))
			d.texts.reserve(more * (d.texts.copied - copied))
		}
	}
	return list
}
