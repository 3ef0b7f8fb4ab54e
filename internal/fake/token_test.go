package fake

import (
	"math"
	"testing"
)

const tokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func TestTokens(t *testing.T) {
	tokens := NewTokens("a")
	for name, at := range map[string]Position{
		"zero":     {},
		"ordinary": {1_582_533_000_123_456_789, 42},
		"negative": {-1, 1},
		"extremes": {math.MinInt64, math.MaxUint64},
	} {
		for _, filter := range []string{"", "flow reviews, ascending", "é\x00\n"} {
			t.Run(name, func(t *testing.T) {
				token := tokens.Encode(at, filter)
				got, ok := NewTokens("a").Decode(token, filter) // another process can decode it
				if !ok || *got != at {
					t.Errorf("Decode(Encode(%+v)) with filter %q = %+v, %t", at, filter, got, ok)
				}
			})
		}
	}
}

func TestInvalidTokens(t *testing.T) {
	tokens := NewTokens("a")
	const filter = "flow a"
	token := tokens.Encode(Position{1_582_533_000_000_000_000, 7}, filter)
	tests := []struct{ name, token, filter string }{
		{"empty", "", filter},
		{"garbage", "garbage", filter},
		{"no base64", "!" + token[1:], filter},
		{"another base64 alphabet", "+" + token[1:], filter},
		{"zeros of the right length", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", filter},
		{"of another service", NewTokens("b").Encode(Position{1_582_533_000_000_000_000, 7}, filter), filter},
		{"of another list", tokens.Encode(Position{1_582_533_000_000_000_000, 7}, "flow b"), filter},
		{"of a list whose name has the same prefix", token, filter + "b"},
		{"of no list", token, ""},
		{"twice", token + token, filter},
		{"longer", token + "A", filter},
		{"padded", token + "==", filter},
		{"line break first", "\n" + token, filter},
		{"line break last", token + "\r\n", filter},
		{"line break inside", token[:9] + "\n" + token[9:], filter},
		{"space last", token + " ", filter},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tokens.Decode(tt.token, tt.filter); ok {
				t.Errorf("Decode(%q, %q) = %+v, true, want false", tt.token, tt.filter, *got)
			}
		})
	}
}

// Changing or removing any character makes a token invalid, even where base64 ignores
// some bits of a character.
func TestTamperedTokens(t *testing.T) {
	tokens := NewTokens("a")
	for _, seq := range []uint64{1, 22, 333} { // three lengths, for the three kinds of last character
		token := tokens.Encode(Position{1, seq}, "f")
		for i := range len(token) {
			if got, ok := tokens.Decode(token[:i], "f"); ok {
				t.Errorf("Decode of the first %d characters of %s = %+v, true, want false", i, token, *got)
			}
			for _, c := range []byte(tokenAlphabet) {
				if c == token[i] {
					continue
				}
				changed := token[:i] + string(rune(c)) + token[i+1:]
				if got, ok := tokens.Decode(changed, "f"); ok {
					t.Errorf("Decode(%s), which is %s with another character %d, = %+v, true, want false", changed, token, i, *got)
				}
			}
		}
	}
}
