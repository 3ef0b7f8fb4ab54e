package restjson

import (
	"encoding/binary"
	"strings"
)

// AppendString appends s as a JSON string. s must be valid UTF-8; other bytes would be
// copied unchanged. Unlike encoding/json, it does not escape <, > and &.
func AppendString(dst []byte, s string) []byte {
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

// shortEscapes maps each character with a two-byte escape to the letter of its escape.
var shortEscapes = [256]byte{'"': '"', '\\': '\\', '\n': 'n', '\r': 'r', '\t': 't'}

func appendEscaped(dst []byte, c byte) []byte {
	if letter := shortEscapes[c]; letter != 0 {
		return append(dst, '\\', letter)
	}
	return append(dst, '\\', 'u', '0', '0', "01"[c>>4], "0123456789abcdef"[c&15])
}

// EncodedLen returns the number of bytes that AppendString appends for s. The result is too
// small if s contains invalid UTF-8 or control characters other than line ends and tabs.
func EncodedLen(s string) int {
	n := len(`""`) + len(s)
	for _, escaped := range []string{`"`, `\`, "\n", "\r", "\t"} {
		n += strings.Count(s, escaped)
	}
	return n
}
