package restjson

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Documents consist mostly of strings and can be megabytes long, so their bytes are read
// eight at a time.

const each, tops = 0x0101010101010101, 0x8080808080808080

// plainLen returns how many bytes at the beginning of b are ASCII that a string contains
// unescaped: no quote, backslash or control character.
func plainLen(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		if found := (escapes(w) | w) & tops; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(b) && !needsEscape(b[i]) && b[i] < 0x80 {
		i++
	}
	return i
}

// unescapedLen returns how many bytes at the beginning of b a string contains unescaped,
// ASCII or not.
func unescapedLen(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if n := firstEscape(binary.LittleEndian.Uint64(b[i:])); n < 8 {
			return i + n
		}
	}
	for i < len(b) && !needsEscape(b[i]) {
		i++
	}
	return i
}

// firstEscape returns the index of the first byte of w that needsEscape, or 8.
func firstEscape(w uint64) int { return bits.TrailingZeros64(escapes(w)&tops) / 8 }

func needsEscape(c byte) bool { return c < ' ' || c == '"' || c == '\\' }

// escapes sets the top bit of the first byte of w that needsEscape. The bits before it are
// not set; those after it may be, because the subtractions carry. With bit 1 flipped, the
// quote is the byte after the control characters.
func escapes(w uint64) uint64 {
	flipped, backslash := w^each*2, w^each*'\\'
	return (flipped-each*('"'^2+1))&^flipped | (backslash-each)&^backslash
}

// RuneCount is utf8.RuneCountInString of a string that is valid UTF-8: it counts the bytes
// that do not continue a rune.
func RuneCount(s string) int {
	n, b := len(s), bytesOf(s)
	for ; len(b) >= 8; b = b[8:] {
		w := binary.LittleEndian.Uint64(b)
		n -= bits.OnesCount64(w &^ (w << 1) & tops) // 10xxxxxx continues a rune
	}
	for _, c := range b {
		if !utf8.RuneStart(c) {
			n--
		}
	}
	return n
}
