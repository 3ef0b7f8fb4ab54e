package restjson

import (
	"encoding/binary"
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
	b := bytesOf(s)
	for len(b) >= 8 {
		w := binary.LittleEndian.Uint64(b)
		n := firstEscape(w)
		dst = binary.LittleEndian.AppendUint64(dst, w)[:len(dst)+n]
		if n == 8 {
			b = b[8:]
			continue
		}
		dst, b = appendEscaped(dst, b[n]), b[n+1:]
	}
	for _, c := range b {
		if needsEscape(c) {
			dst = appendEscaped(dst, c)
		} else {
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

func appendEscaped(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
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

// EncodedLen returns how many bytes AppendString appends for a string that is valid UTF-8
// and has no control characters but line ends and tabs. For others it is too few.
func EncodedLen(s string) int {
	n := len(`""`) + len(s)
	for _, escaped := range []string{`"`, `\`, "\n", "\r", "\t"} {
		n += strings.Count(s, escaped)
	}
	return n
}
