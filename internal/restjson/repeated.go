package restjson

import "bytes"

// lastObject is what the members of the last object were, by their place in it. The elements
// of a list mostly have the same members in the same order, and some the same values: to
// compare is cheaper than to read.
type lastObject struct {
	names [places][]byte // quoted, and with the colon
	texts [places]repeatedText
}

// repeatedText is a string of the document, and what it says.
type repeatedText struct {
	quoted []byte
	text   string
}

// places is how many members of an object are compared.
const places = 8

// place is the number of the current member in its object, or of the element in its array.
func (f *frame) place() int { return int(uint32(f.index) % places) }

// memberName reads the name of a member, and the colon.
func (d *Decoder) memberName(f *frame) bool {
	last := &d.last.names[f.place()]
	if len(*last) > 0 && bytes.HasPrefix(d.data[d.pos:], *last) {
		d.pos += len(*last)
		f.key, f.plain = (*last)[len(`"`):len(*last)-len(`":`)], true
		return true
	}
	if d.peek() != '"' {
		d.unexpected("a member name")
		return false
	}
	start := d.pos
	f.key, f.plain = d.str()
	if d.err == nil && d.peek() != ':' {
		d.unexpected("':'")
	}
	d.pos++
	if d.err == nil && f.plain && d.pos-start == len(f.key)+len(`"":`) {
		*last = d.data[start:d.pos]
	}
	return d.err == nil
}

// keptText reads a string that is not null.
func (d *Decoder) keptText() string {
	place := 0
	if depth := len(d.stack); depth > 0 {
		place = d.stack[depth-1].place()
	}
	last := &d.last.texts[place]
	if len(last.quoted) > 0 && bytes.HasPrefix(d.data[d.pos:], last.quoted) {
		d.pos += len(last.quoted)
		return last.text
	}
	start := d.pos
	text := d.text()
	if d.err != nil {
		return ""
	}
	*last = repeatedText{d.data[start:d.pos], d.texts.keep(text)}
	return last.text
}
