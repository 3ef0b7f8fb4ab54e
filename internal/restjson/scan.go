package restjson

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// peek skips white space and returns the next byte, or 0 at the end.
func (d *Decoder) peek() byte {
	d.pos = spaceEnd(d.data, d.pos)
	if d.pos < len(d.data) {
		return d.data[d.pos]
	}
	return 0
}

// spaceEnd returns the end of the white space that begins at i.
func spaceEnd(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

func isAt(b []byte, i int, c byte) bool { return i < len(b) && b[i] == c }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (d *Decoder) literal(word string) {
	if end, ok := literalEnd(d.data, d.pos, word); ok {
		d.pos = end
		return
	}
	d.fail("want %s, found %q", word, clip(d.data[d.pos:], 16))
}

func literalEnd(b []byte, start int, word string) (end int, ok bool) {
	end = start + len(word)
	return end, end <= len(b) && string(b[start:end]) == word
}

// number reads a number and returns its bytes unchanged.
func (d *Decoder) number() []byte {
	start := d.pos
	end, ok := numberEnd(d.data, start)
	d.pos = end
	if !ok {
		d.unexpected("a digit")
	}
	return d.data[start:end]
}

// numberEnd returns the end of the number that begins at start. If a digit is missing, ok
// is false and end is its position.
func numberEnd(b []byte, start int) (end int, ok bool) {
	i := start
	if isAt(b, i, '-') {
		i++
	}
	if isAt(b, i, '0') {
		i++
	} else if i, ok = digitsEnd(b, i); !ok {
		return i, false
	}
	if isAt(b, i, '.') {
		if i, ok = digitsEnd(b, i+1); !ok {
			return i, false
		}
	}
	if i == len(b) || b[i]|0x20 != 'e' {
		return i, true
	}
	i++
	if isAt(b, i, '+') || isAt(b, i, '-') {
		i++
	}
	return digitsEnd(b, i)
}

// digitsEnd returns the end of the decimal digits that begin at start. ok is false if there
// is no digit.
func digitsEnd(b []byte, start int) (end int, ok bool) {
	end = start
	for end < len(b) && isDigit(b[end]) {
		end++
	}
	return end, end > start
}

func (d *Decoder) unexpected(want string) {
	d.fail("want %s, found %s", want, d.found())
}

func (d *Decoder) found() string {
	if d.pos >= len(d.data) {
		return "the end"
	}
	r, _ := utf8.DecodeRune(d.data[d.pos:])
	return strconv.QuoteRune(r)
}

// fail records an error in the JSON.
func (d *Decoder) fail(format string, args ...any) { d.stop("invalid JSON", format, args...) }

// stop records the first error, with the position and the current member.
func (d *Decoder) stop(what, format string, args ...any) {
	if d.err != nil {
		return
	}
	err := fmt.Errorf(format, args...)
	if where := d.path(); where != "" {
		err = fmt.Errorf("member %s: %w", where, err)
	}
	d.err = fmt.Errorf("%s at byte %d: %w", what, d.pos, err)
}

// maxPath is the maximum number of levels in an error's path, because a document may nest ten
// thousand deep.
const maxPath = 8

func (d *Decoder) path() string {
	var path []byte
	for i, f := range d.stack {
		switch {
		case i == maxPath:
			return string(append(path, "..."...))
		case f.kind == '[' && f.index >= 0:
			path = append(strconv.AppendInt(append(path, '['), int64(f.index), 10), ']')
		case f.kind == '{' && f.key != nil:
			if len(path) > 0 {
				path = append(path, '.')
			}
			// %q escapes control characters; the quotes are removed.
			name := strconv.AppendQuote(nil, string(clip(f.name(), 64)))
			path = append(path, name[1:len(name)-1]...)
		}
	}
	return string(path)
}

func clip(b []byte, n int) []byte {
	if len(b) > n {
		return append(b[:n:n], "..."...)
	}
	return b
}
