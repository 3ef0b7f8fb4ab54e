package restjson

import (
	"strings"
	"testing"
)

func TestDepth(t *testing.T) {
	for _, tt := range []struct {
		name, document string
		want           int
	}{
		{"empty", ``, 0},
		{"number", `1`, 0},
		{"string with brackets", `"[[{"`, 0},
		{"escaped quote", `"\"[["`, 0},
		{"escaped backslash at the end", `["\\",[]]`, 2},
		{"array", `[]`, 1},
		{"side by side", `[{},{},[]]`, 2},
		{"deepest is not last", `{"a":[[1]],"b":{}}`, 3},
		{"brackets in a name", `{"[[[":[1]}`, 2},
		{"at the limit", strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth), MaxDepth},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Depth(tt.document); got != tt.want {
				t.Errorf("Depth(%.40s) = %d, want %d", tt.document, got, tt.want)
			}
			if got := Depth([]byte(tt.document)); got != tt.want {
				t.Errorf("Depth of the bytes of %.40s = %d, want %d", tt.document, got, tt.want)
			}
		})
	}
}
