package restjson

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendString appends s as a JSON string. What is not valid UTF-8 becomes U+FFFD, as in
// encoding/json; HTML's characters stay as they are.
func AppendString(dst []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	dst = append(dst, '"')
	for b := bytesOf(s); len(b) > 0; b = b[1:] {
		if dst, b = appendUnescaped(dst, b); len(b) == 0 {
			break
		}
		dst = appendByte(dst, b[0])
	}
	return append(dst, '"')
}

func appendByte(dst []byte, c byte) []byte {
	switch {
	case !needsEscape(c):
		return append(dst, c)
	case c == '"' || c == '\\':
		return append(dst, '\\', c)
	case c == '\n':
		return append(dst, '\\', 'n')
	case c == '\r':
		return append(dst, '\\', 'r')
	case c == '\t':
		return append(dst, '\\', 't')
	}
	dst = append(dst, `\u00`...)
	if c < 0x10 {
		dst = append(dst, '0')
	}
	return strconv.AppendUint(dst, uint64(c), 16)
}

// EncodedLen returns how many bytes AppendString appends for a string that is valid UTF-8
// and has no control characters but line ends and tabs. For others it is too few.
func EncodedLen(s string) int {
	n := len(`""`) + len(s)
	for _, escaped := range []string{`"`, `\`, "\n", "\r", "\t"} {
		n += strings.Count(s, escaped)
	}
	return n
}
