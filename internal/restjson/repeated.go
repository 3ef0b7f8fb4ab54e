package restjson

import "bytes"

// previousObject contains the member names and string values of a list's previous object, by
// their index in the object. Most elements of a list have the same members in the same order
// and share some values. Comparing these is cheaper than decoding them.
type previousObject struct {
	names   [maxCompared]span // with quotes and colon
	strings [maxCompared]struct {
		quoted  span
		decoded string
	}
}

// span is a part of the document. Unlike a slice, it costs the garbage collector nothing.
type span struct{ start, end int }

// repeats reports whether s is not empty and the same bytes follow at the current position.
func (d *Decoder) repeats(s span) bool {
	return s.end > 0 && bytes.HasPrefix(d.data[d.pos:], d.data[s.start:s.end])
}

// maxCompared is the number of members of an object that are compared. Later members share
// the index of an earlier one.
const maxCompared = 8

// compareIndex returns the index in previousObject of the current member or element.
func (f *frame) compareIndex() int { return int(uint32(f.index) % maxCompared) }

// memberName reads a member's name and the colon.
func (d *Decoder) memberName(f *frame) bool {
	if d.previous == nil {
		return d.readName(f)
	}
	last := &d.previous.names[f.compareIndex()]
	if d.repeats(*last) {
		d.pos += last.end - last.start
		f.key, f.verbatim = d.data[last.start+len(`"`):last.end-len(`":`)], true
		return true
	}
	d.peek()
	start := d.pos
	if !d.readName(f) {
		return false
	}
	if f.verbatim && d.pos-start == len(f.key)+len(`"":`) {
		*last = span{start, d.pos}
	}
	return true
}

func (d *Decoder) readName(f *frame) bool {
	if d.peek() != '"' {
		d.unexpected("a member name")
		return false
	}
	f.key, f.verbatim = d.str()
	if d.err == nil && d.peek() != ':' {
		d.unexpected("':'")
	}
	d.pos++
	return d.err == nil
}

// sharedString reads a string that is not null. Short strings share memory.
func (d *Decoder) sharedString() string {
	if d.previous == nil || len(d.stack) == 0 {
		return d.shared.copyString(d.text())
	}
	last := &d.previous.strings[d.stack[len(d.stack)-1].compareIndex()]
	if d.repeats(last.quoted) {
		d.pos += last.quoted.end - last.quoted.start
		return last.decoded
	}
	start := d.pos
	text := d.text()
	if d.err != nil {
		return ""
	}
	last.quoted, last.decoded = span{start, d.pos}, d.shared.copyString(text)
	return last.decoded
}
