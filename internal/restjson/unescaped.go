package restjson

import (
	"encoding/binary"
	"math/bits"
)

// unescapedASCIILen returns how many bytes at the beginning of b are ASCII that a string
// contains unescaped: no quote, backslash or control character. Strings are most of a
// page, so it reads eight bytes at a time.
func unescapedASCIILen(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if found := specials(binary.LittleEndian.Uint64(b[i:])); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(b) && b[i] >= ' ' && b[i] < 0x80 && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

// specials sets the top bit of each byte of w that is not unescaped ASCII. Bits above
// the first of them may be set too, because the subtractions carry.
func specials(w uint64) uint64 {
	const each, tops = 0x0101010101010101, 0x8080808080808080
	quote, backslash := w^each*'"', w^each*'\\'
	return ((quote-each)&^quote | (backslash-each)&^backslash | (w-each*' ')&^w | w) & tops
}
