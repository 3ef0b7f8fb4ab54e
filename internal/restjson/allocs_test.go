package restjson

import (
	"strings"
	"testing"
)

// Checking a string does not allocate, and writing it fits in EncodedLen bytes, whatever
// the string contains.
func TestCheckAndWriteDoNotAllocate(t *testing.T) {
	nested := maxDepth - 1
	for _, tc := range []struct{ name, document string }{
		{"plain text", `"` + strings.Repeat("the quick brown fox ", 100) + `"`},
		{"escaped quotes", `"` + strings.Repeat(`said \"yes\" `, 100) + `"`},
		{"escaped code points", `"` + strings.Repeat(`\u4e2d\ud83d\ude00`, 100) + `"`},
		{"invalid surrogates", `"` + strings.Repeat(`\ud83d`, 100) + `"`},
		{"Chinese", `"` + strings.Repeat("中文", 100) + `"`},
		{"emoji", `"` + strings.Repeat("😀", 100) + `"`},
		{"escaped member names", `{` + strings.Repeat(`"\"a\n":1,`, 100) + `"b":2}`},
		{"arrays", strings.Repeat("[", nested) + strings.Repeat("]", nested)},
		{"objects", strings.Repeat(`{"a":`, nested) + "{}" + strings.Repeat("}", nested)},
		{"numbers", `[` + strings.Repeat(`-12.5e-7,`, 100) + `0]`},
		{"white space", "[\n" + strings.Repeat("\t \"a\" ,\r\n", 100) + "null]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if err := ValidText(tc.document); err != nil {
				t.Fatal(err)
			}
			buffer := make([]byte, 0, EncodedLen(tc.document))
			if n := testing.AllocsPerRun(10, func() { _, buffer = ValidText(tc.document), AppendString(buffer[:0], tc.document) }); n != 0 {
				t.Errorf("%v allocations, want 0", n)
			}
			if len(buffer) != cap(buffer) {
				t.Errorf("wrote %d bytes, want EncodedLen's %d", len(buffer), cap(buffer))
			}
		})
	}
}
