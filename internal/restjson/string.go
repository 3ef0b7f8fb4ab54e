package restjson

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// str reads the string at the current position and returns its text: a part of
// the document where nothing is escaped, else a new slice.
func (d *Decoder) str() []byte {
	d.pos++ // the opening quote
	start := d.pos
	d.pos += unescapedASCIILen(d.data[start:])
	switch {
	case d.pos == len(d.data):
		d.fail("the string has no end")
		return nil
	case d.data[d.pos] == '"':
		text := d.data[start:d.pos]
		d.pos++
		return text
	}
	return d.unescape(start)
}

// unescape reads on from the first character that may not stand for itself. As
// encoding/json does, it writes U+FFFD for what is no valid UTF-8 or UTF-16.
func (d *Decoder) unescape(start int) []byte {
	text := append(make([]byte, 0, d.pos-start+32), d.data[start:d.pos]...)
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; {
		case c == '"':
			d.pos++
			return text
		case c == '\\':
			text = d.escape(text)
			if d.err != nil {
				return nil
			}
		case c < ' ':
			d.fail("control character %#02x in a string", c)
			return nil
		case c < utf8.RuneSelf:
			text = append(text, c)
			d.pos++
		default:
			r, size := utf8.DecodeRune(d.data[d.pos:])
			text = utf8.AppendRune(text, r)
			d.pos += size
		}
	}
	d.fail("the string has no end")
	return nil
}

// escape reads one escape sequence and appends what it stands for.
func (d *Decoder) escape(text []byte) []byte {
	d.pos++ // the backslash
	if d.pos >= len(d.data) {
		d.fail("the string has no end")
		return text
	}
	c := d.data[d.pos]
	d.pos++
	switch c {
	case '"', '\\', '/':
		return append(text, c)
	case 'b':
		return append(text, '\b')
	case 'f':
		return append(text, '\f')
	case 'n':
		return append(text, '\n')
	case 'r':
		return append(text, '\r')
	case 't':
		return append(text, '\t')
	case 'u':
		r, ok := d.hex4(d.pos)
		if !ok {
			d.fail("want four hexadecimal digits after \\u")
			return text
		}
		d.pos += 4
		if utf16.IsSurrogate(r) {
			r = d.lowSurrogate(r)
		}
		return utf8.AppendRune(text, r)
	}
	d.pos--
	d.unexpected("an escape sequence after \\")
	return text
}

// lowSurrogate joins r with the surrogate that follows it, if one does.
func (d *Decoder) lowSurrogate(r rune) rune {
	if d.at('\\') && d.pos+1 < len(d.data) && d.data[d.pos+1] == 'u' {
		if low, ok := d.hex4(d.pos + 2); ok {
			if joined := utf16.DecodeRune(r, low); joined != utf8.RuneError {
				d.pos += 6
				return joined
			}
		}
	}
	return utf8.RuneError
}

func (d *Decoder) hex4(at int) (rune, bool) {
	if at+4 > len(d.data) {
		return 0, false
	}
	var r rune
	for _, c := range d.data[at : at+4] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// AppendString appends s as a JSON string. What is no valid UTF-8 becomes
// U+FFFD, as in encoding/json; HTML's characters stay as they are.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for {
		n := unescapedLen(s)
		dst, s = append(dst, s[:n]...), s[n:]
		switch {
		case s == "":
			return append(dst, '"')
		case s[0] == '"' || s[0] == '\\':
			dst, s = append(dst, '\\', s[0]), s[1:]
		case s[0] < utf8.RuneSelf:
			dst, s = appendControl(dst, s[0]), s[1:]
		default: // no valid UTF-8
			dst, s = utf8.AppendRune(dst, utf8.RuneError), s[1:]
		}
	}
}

// unescapedLen returns how many bytes at the beginning of s need no escape.
func unescapedLen(s string) int {
	b := bytesOf(s)
	n := unescapedASCIILen(b)
	for n < len(b) && b[n] >= utf8.RuneSelf {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		if n += size; n < len(b) && b[n] < utf8.RuneSelf {
			n += unescapedASCIILen(b[n:])
		}
	}
	return n
}

func appendControl(dst []byte, c byte) []byte {
	switch c {
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	dst = append(dst, `\u00`...)
	if c < 0x10 {
		dst = append(dst, '0')
	}
	return strconv.AppendUint(dst, uint64(c), 16)
}
