package restjson

import (
	"math/rand/v2"
	"testing"
)

// verbatimLen returns the same as a loop over the bytes.
func TestVerbatimLen(t *testing.T) {
	slow := func(b []byte) (n int) {
		for n < len(b) && b[n] >= ' ' && b[n] < 0x80 && b[n] != '"' && b[n] != '\\' {
			n++
		}
		return n
	}
	for c := range 256 { // each byte at each position of a word
		for at := range 20 {
			b := []byte("abcdefghijklmnopqrst")
			b[at] = byte(c)
			if got, want := verbatimLen(b), slow(b); got != want {
				t.Fatalf("verbatimLen(%q) = %d, want %d", b, got, want)
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		b := make([]byte, random.IntN(24))
		for i := range b {
			b[i] = byte(' ' + random.IntN(97))
			if random.IntN(8) == 0 {
				b[i] = byte(random.IntN(256))
			}
		}
		if got, want := verbatimLen(b), slow(b); got != want {
			t.Fatalf("verbatimLen(%q) = %d, want %d", b, got, want)
		}
	}
}
