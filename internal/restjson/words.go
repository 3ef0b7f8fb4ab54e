package restjson

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Documents consist mostly of strings and can be megabytes long, so their bytes are read
// eight at a time.

const each, tops = 0x0101010101010101, 0x8080808080808080

// verbatimLen returns the number of bytes at the beginning of b that are ASCII and do not
// need an escape in a string: no quote, backslash or control character.
func verbatimLen(b []byte) int {
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

// unescapedLen returns the number of bytes at the beginning of b that do not need an escape
// in a string, ASCII or not.
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

// firstEscape returns the index of the first byte of w that needs an escape, or 8.
func firstEscape(w uint64) int { return bits.TrailingZeros64(escapes(w)&tops) / 8 }

func needsEscape(c byte) bool { return c < ' ' || c == '"' || c == '\\' }

// escapes sets the top bit of the first byte of w that needs an escape. It does not set the
// bits of earlier bytes, but may set the bits of later ones, because the subtractions carry.
// With bit 1 flipped, the quote is the byte after the control characters.
func escapes(w uint64) uint64 {
	flipped, backslash := w^each*2, w^each*'\\'
	return (flipped-each*('"'^2+1))&^flipped | (backslash-each)&^backslash
}

// RuneCount is utf8.RuneCountInString for strings that are valid UTF-8. It counts the bytes
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
