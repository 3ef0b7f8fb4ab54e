package restjson

import (
	"strings"
	"testing"
)

// items returns a list of n elements.
func items(n int, element string) string {
	return "[" + strings.Repeat(element+",", n-1) + element + "]"
}

// The lists of a document together have at most MaxItems elements.
func TestMaxItems(t *testing.T) {
	const refused = "the lists of the document contain more than 10000 items in total"
	tests := []struct{ name, doc, err string }{
		{"the maximum", `{"a":` + items(MaxItems, "{}") + `}`, ""},
		{"one more", `{"a":` + items(MaxItems+1, "{}") + `}`, "JSON refused at byte 30006: member a[10000]: " + refused},
		{"nulls count too", `{"a":` + items(MaxItems+1, "null") + `}`, refused},
		{"a repeated member", `{"a":` + items(MaxItems/2, "{}") + strings.Repeat(`,"a":[{}]`, MaxItems/2+1) + `}`, refused},
		{"lists within lists", `{"a":[` + items(MaxItems, "{}") + `]}`, refused},
		{"a list in an unknown member", `{"b":` + items(2*MaxItems, "{}") + `}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDecoder([]byte(tt.doc))
			n := 0
			var read func()
			read = func() {
				n += len(List(d, func(*[8]uint64) {
					if d.IsObject() {
						d.Skip()
					} else {
						read()
					}
				}))
			}
			for d.Object(); d.Next(); {
				if string(d.Key()) == "a" {
					read()
				} else {
					d.Skip()
				}
			}
			if err := d.End(); tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("got error %v, want %q", err, tt.err)
			}
			if n > MaxItems+1 {
				t.Errorf("got %d items, want at most %d", n, MaxItems)
			}
		})
	}
}
