package restjson

import (
	"fmt"
	"strings"
	"testing"
)

// Float, Bool and Raw read one value each.
func TestValues(t *testing.T) {
	float := func(d *Decoder) string { return deref(d.Float()) }
	boolean := func(d *Decoder) string { return deref(d.Bool()) }
	raw := func(d *Decoder) string { return string(d.Raw()) }
	tests := []struct {
		name string
		read func(*Decoder) string
		doc  string
		want string
		err  string
	}{
		{"number", float, ` 40.543 `, "40.543", ""},
		{"smallest digit", float, `0`, "0", ""},
		{"largest digit", float, `9`, "9", ""},
		{"before the smallest digit", float, `/`, "nil", "invalid JSON at byte 0: want a number, found '/'"},
		{"after the largest digit", float, `:`, "nil", "invalid JSON at byte 0: want a number, found ':'"},
		{"negative number", float, `-1.5e3`, "-1500", ""},
		{"null number", float, `null`, "nil", ""},
		{"number too large", float, `1e999`, "nil", "invalid JSON at byte 5: 1e999 is out of the range of a float64"},
		{"text for a number", float, `"1"`, "nil", "invalid JSON at byte 0: want a number, found '\"'"},
		{"broken number", float, `-`, "nil", "invalid JSON at byte 1: want a digit, found the end"},
		{"true", boolean, `true`, "true", ""},
		{"false", boolean, ` false`, "false", ""},
		{"null boolean", boolean, `null`, "nil", ""},
		{"broken boolean", boolean, `trve`, "nil", `invalid JSON at byte 0: want true, found "trve"`},
		{"number for a boolean", boolean, `0`, "nil", "invalid JSON at byte 0: want true or false, found '0'"},
		{"object as it stands", raw, ` { "a" : [1, 2.50] } `, `{ "a" : [1, 2.50] }`, ""},
		{"null as it stands", raw, `null`, "null", ""},
		{"broken object", raw, `{"a":}`, "", "invalid JSON at byte 5: member a: want a value, found '}'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDecoder([]byte(tt.doc))
			got := tt.read(d)
			message := ""
			if err := d.End(); err != nil {
				message = err.Error()
			}
			if got != tt.want || message != tt.err {
				t.Errorf("%s: got %s and error %q, want %s and %q", tt.doc, got, message, tt.want, tt.err)
			}
		})
	}
}

func deref[T any](p *T) string {
	if p == nil {
		return "nil"
	}
	return fmt.Sprint(*p)
}

// A reader that recurses with the document, as for nested conditions, is stopped at the
// same depth as Skip.
func TestDepthOfRecursiveReader(t *testing.T) {
	deep := strings.Repeat(`{"a":`, maxDepth+1)
	d := NewDecoder([]byte(deep))
	var read func()
	read = func() {
		for d.Object(); d.Next(); {
			read()
		}
	}
	read()
	if err := d.End(); err == nil || !strings.Contains(err.Error(), "nested deeper than 10000") {
		t.Errorf("error %v, want nested deeper than 10000", err)
	}
}
