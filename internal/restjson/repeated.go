package restjson

import "bytes"

// lastObject is what the members of a list's last object were, by their place in it. The
// elements of a list mostly have the same members in the same order, and some the same values:
// to compare is cheaper than to read.
type lastObject struct {
	names [places]span // quoted, and with the colon
	texts [places]struct {
		quoted span
		text   string
	}
}

// span is a part of the document. Offsets cost the garbage collector nothing.
type span struct{ start, end int }

// repeats reports whether s is not empty, and comes again at the current position.
func (d *Decoder) repeats(s span) bool {
	return s.end > 0 && bytes.HasPrefix(d.data[d.pos:], d.data[s.start:s.end])
}

// places is how many members of an object are compared.
const places = 8

// place is the number of the current member in its object, or of the element in its array.
func (f *frame) place() int { return int(uint32(f.index) % places) }

// memberName reads the name of a member, and the colon.
func (d *Decoder) memberName(f *frame) bool {
	if d.last == nil {
		return d.readName(f)
	}
	last := &d.last.names[f.place()]
	if d.repeats(*last) {
		d.pos += last.end - last.start
		f.key, f.plain = d.data[last.start+len(`"`):last.end-len(`":`)], true
		return true
	}
	d.peek()
	start := d.pos
	if !d.readName(f) {
		return false
	}
	if f.plain && d.pos-start == len(f.key)+len(`"":`) {
		*last = span{start, d.pos}
	}
	return true
}

func (d *Decoder) readName(f *frame) bool {
	if d.peek() != '"' {
		d.unexpected("a member name")
		return false
	}
	f.key, f.plain = d.str()
	if d.err == nil && d.peek() != ':' {
		d.unexpected("':'")
	}
	d.pos++
	return d.err == nil
}

// keptText reads a string that is not null.
func (d *Decoder) keptText() string {
	if d.last == nil || len(d.stack) == 0 {
		return d.texts.keep(d.text())
	}
	last := &d.last.texts[d.stack[len(d.stack)-1].place()]
	if d.repeats(last.quoted) {
		d.pos += last.quoted.end - last.quoted.start
		return last.text
	}
	start := d.pos
	text := d.text()
	if d.err != nil {
		return ""
	}
	last.quoted, last.text = span{start, d.pos}, d.texts.keep(text)
	return last.text
}
