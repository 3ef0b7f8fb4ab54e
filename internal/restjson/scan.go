package restjson

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// peek skips white space and returns the next byte, 0 at the end.
func (d *Decoder) peek() byte {
	for ; d.pos < len(d.data); d.pos++ {
		if c := d.data[d.pos]; c > ' ' || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c
		}
	}
	return 0
}

func (d *Decoder) literal(word string) {
	if end := d.pos + len(word); end <= len(d.data) && string(d.data[d.pos:end]) == word {
		d.pos = end
		return
	}
	d.fail("want %s, found %q", word, clip(d.data[d.pos:], 16))
}

// number reads a number and returns it as it is written.
func (d *Decoder) number() []byte {
	start := d.pos
	if d.at('-') {
		d.pos++
	}
	if d.at('0') {
		d.pos++
	} else if !d.digits() {
		d.unexpected("a digit")
	}
	if d.at('.') {
		d.pos++
		if !d.digits() {
			d.unexpected("a digit")
		}
	}
	if d.at('e') || d.at('E') {
		d.pos++
		if d.at('+') || d.at('-') {
			d.pos++
		}
		if !d.digits() {
			d.unexpected("a digit")
		}
	}
	return d.data[start:d.pos]
}

func (d *Decoder) at(c byte) bool { return d.pos < len(d.data) && d.data[d.pos] == c }

// digits reads decimal digits, and reports whether there was one.
func (d *Decoder) digits() bool {
	start := d.pos
	for d.pos < len(d.data) && '0' <= d.data[d.pos] && d.data[d.pos] <= '9' {
		d.pos++
	}
	return d.pos > start
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

// fail stops at text that is not valid.
func (d *Decoder) fail(format string, args ...any) { d.stop("invalid JSON", format, args...) }

// stop keeps the first error, with the member it happened in.
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

// maxPath bounds the path in an error: a document may nest ten thousand deep.
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
			// Quoted and without the quotes: a name is no place for control characters.
			name := strconv.AppendQuote(nil, string(clip(f.key, 64)))
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
