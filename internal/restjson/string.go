package restjson

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// str reads the string at the current position and returns the bytes between the quotes.
// verbatim reports whether they are the string itself. If not, use decodeText.
func (d *Decoder) str() (quoted []byte, verbatim bool) {
	d.pos++ // the opening quote
	n, verbatim, mistake := quotedLen(d.data[d.pos:])
	quoted = d.data[d.pos : d.pos+n]
	d.pos += n
	switch mistake {
	case "":
		d.pos++ // the closing quote
		return quoted, verbatim
	case badEscape:
		d.unexpected(mistake)
	case badControl:
		d.fail("%s %#02x in a string", mistake, d.data[d.pos])
	default:
		d.fail("%s", mistake)
	}
	return nil, true
}

// text reads the string at the current position. The result is valid until the next string
// is read.
func (d *Decoder) text() []byte {
	quoted, verbatim := d.str()
	if verbatim {
		return quoted
	}
	d.decoded = decodeText(d.decoded[:0], quoted)
	return d.decoded
}

// The errors in a string.
const (
	noEnd      = "unterminated string"
	badControl = "control character"
	badEscape  = "an escape sequence after \\"
	badHex     = "want four hexadecimal digits after \\u"
)

// quotedLen returns the number of bytes before the closing quote of a string. b starts after
// the opening quote. verbatim reports whether all of the bytes are ASCII without escapes. If
// there is a mistake, n is its position. Like encoding/json, quotedLen accepts invalid UTF-8.
func quotedLen(b []byte) (n int, verbatim bool, mistake string) {
	if n = verbatimLen(b); isAt(b, n, '"') {
		return n, true, ""
	}
	n, mistake = escapedLen(b, n)
	return n, false, mistake
}

// escapedLen continues quotedLen at byte n.
func escapedLen(b []byte, n int) (end int, mistake string) {
	for n < len(b) {
		switch c := b[n]; {
		case c == '"':
			return n, ""
		case c == '\\':
			size, mistake := escapeLen(b[n:])
			n += size
			if mistake != "" {
				return n, mistake
			}
		case c < ' ':
			return n, badControl
		default:
			n += unescapedLen(b[n:])
		}
	}
	return n, noEnd
}

// escapeLen returns the length of the escape sequence at the start of b.
func escapeLen(b []byte) (n int, mistake string) {
	if len(b) < 2 {
		return len(b), noEnd
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, ""
	case 'u':
		if len(b) >= 6 && isHex(b[2]) && isHex(b[3]) && isHex(b[4]) && isHex(b[5]) {
			return 6, ""
		}
		return 2, badHex
	}
	return 1, badEscape
}

// decodeText appends the decoded form of a valid string. Like encoding/json, it replaces
// invalid UTF-8 or UTF-16 with U+FFFD.
func decodeText(text, quoted []byte) []byte {
	for len(quoted) > 0 {
		n := bytes.IndexByte(quoted, '\\')
		if n < 0 {
			return appendValid(text, quoted)
		}
		text, quoted = appendValid(text, quoted[:n]), quoted[n:]
		switch c := quoted[1]; c {
		case 'b':
			text = append(text, '\b')
		case 'f':
			text = append(text, '\f')
		case 'n':
			text = append(text, '\n')
		case 'r':
			text = append(text, '\r')
		case 't':
			text = append(text, '\t')
		case 'u':
			r, _ := hex4(quoted[2:])
			quoted = quoted[4:]
			if low, ok := lowSurrogate(quoted[2:]); ok && utf16.IsSurrogate(r) {
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					quoted = quoted[6:]
				}
			}
			text = utf8.AppendRune(text, r) // U+FFFD for a surrogate alone
		default:
			text = append(text, c)
		}
		quoted = quoted[2:]
	}
	return text
}

// lowSurrogate decodes the escaped low surrogate at the start of b.
func lowSurrogate(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	r, ok = hex4(b[2:])
	return r, ok && utf16.IsSurrogate(r)
}

func appendValid(dst, s []byte) []byte {
	if utf8.Valid(s) {
		return append(dst, s...)
	}
	for _, r := range string(s) {
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// hex4 decodes the four hexadecimal digits at the start of b.
func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 4 {
		return 0, false
	}
	for _, c := range b[:4] {
		switch {
		case !isHex(c):
			return 0, false
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		default:
			r = r<<4 | rune(c|0x20-'a'+10)
		}
	}
	return r, true
}
