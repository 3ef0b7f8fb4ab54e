package restjson

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestDecodeString(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"empty", `""`, ""},
		{"unescaped", `"abc"`, "abc"},
		{"every short escape", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{"escape in the middle", `"a\nb"`, "a\nb"},
		{"code point", `"\u00e9"`, "é"},
		{"code point in upper case", `"\u00E9"`, "é"},
		{"every hexadecimal digit", `"\u0123\u4567\u89ab\ucdef\uABCD\uEF01"`, "\u0123\u4567\u89ab\ucdef\uabcd\uef01"},
		{"code point zero", `"\u0000"`, "\x00"},
		{"escaped ASCII", `"\u0041\u005a"`, "AZ"},
		{"surrogate pair", `"\ud83d\ude00"`, "😀"},
		{"surrogate pair in mixed case", `"\uD83d\uDe00"`, "😀"},
		{"high surrogate alone", `"\ud83d"`, "\ufffd"},
		{"high surrogate before text", `"\ud83dx"`, "\ufffdx"},
		{"high surrogate before another escape", `"\ud83d\n"`, "\ufffd\n"},
		{"high surrogate before a letter", `"\ud83d\u0041"`, "\ufffdA"},
		{"two high surrogates", `"\ud83d\ud83d"`, "\ufffd\ufffd"},
		{"high, high, low", `"\ud83d\ud83d\ude00"`, "\ufffd😀"},
		{"low surrogate alone", `"\ude00"`, "\ufffd"},
		{"low before high", `"\ude00\ud83d"`, "\ufffd\ufffd"},
		{"raw UTF-8", `"é€😀"`, "é€😀"},
		{"line separators", "\"\u2028\u2029\"", "\u2028\u2029"},
		{"delete", "\"\x7f\"", "\x7f"},
		{"invalid byte", "\"a\xffb\"", "a\ufffdb"},
		{"truncated character", "\"\xe2\x82\"", "\ufffd\ufffd"},
		{"truncated character before text", "\"\xe2\x82a\"", "\ufffd\ufffda"},
		{"surrogate in UTF-8", "\"\xed\xa0\x80\"", "\ufffd\ufffd\ufffd"},
		{"overlong", "\"\xc0\xaf\"", "\ufffd\ufffd"},
		{"replacement character itself", `"` + "\ufffd" + `"`, "\ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDecoder([]byte(tt.doc))
			got := d.Text()
			if err := d.End(); err != nil || got != tt.want {
				t.Errorf("Text() of %s = %q, %v, want %q, nil", tt.doc, got, err, tt.want)
			}
			var theirs string
			if err := json.Unmarshal([]byte(tt.doc), &theirs); err != nil || theirs != tt.want {
				t.Errorf("encoding/json reads %s as %q, %v: the table is wrong", tt.doc, theirs, err)
			}
		})
	}
}

func TestDecodeStringErrors(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"no end", `"abc`, "invalid JSON at byte 4: unterminated string"},
		{"no end after an escape", `"a\n`, "invalid JSON at byte 4: unterminated string"},
		{"no end after é", `"é`, "invalid JSON at byte 3: unterminated string"},
		{"ends in a backslash", `"a\`, "invalid JSON at byte 3: unterminated string"},
		{"ends in an escaped quote", `"a\"`, "invalid JSON at byte 4: unterminated string"},
		{"raw line break", "\"a\nb\"", "invalid JSON at byte 2: control character 0x0a in a string"},
		{"raw tab after an escape", "\"\\n\t\"", "invalid JSON at byte 3: control character 0x09 in a string"},
		{"raw NUL", "\"\x00\"", "invalid JSON at byte 1: control character 0x00 in a string"},
		{"last control character", "\"\x1f\"", "invalid JSON at byte 1: control character 0x1f in a string"},
		{"unknown escape", `"\x41"`, `invalid JSON at byte 2: want an escape sequence after \, found 'x'`},
		{"escape in upper case", `"\N"`, `invalid JSON at byte 2: want an escape sequence after \, found 'N'`},
		{"escaped single quote", `"\'"`, `invalid JSON at byte 2: want an escape sequence after \, found '\''`},
		{"escaped line break", "\"\\\n\"", `invalid JSON at byte 2: want an escape sequence after \, found '\n'`},
		{"escaped é", `"\é"`, `invalid JSON at byte 2: want an escape sequence after \, found 'é'`},
		{"three digits", `"\u00e"`, `invalid JSON at byte 3: want four hexadecimal digits after \u`},
		{"no digits", `"\u"`, `invalid JSON at byte 3: want four hexadecimal digits after \u`},
		{"no end after four digits", `"\u0041`, "invalid JSON at byte 7: unterminated string"},
		{"truncated digits", `"\u00`, `invalid JSON at byte 3: want four hexadecimal digits after \u`},
		{"a digit too high", `"\u00g0"`, `invalid JSON at byte 3: want four hexadecimal digits after \u`},
		{"a signed number", `"\u+123"`, `invalid JSON at byte 3: want four hexadecimal digits after \u`},
		{"bad second surrogate", `"\ud83d\u12"`, `invalid JSON at byte 9: want four hexadecimal digits after \u`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDecoder([]byte(tt.doc))
			if got := d.String(); got != nil {
				t.Errorf("String() of %q = %q, want nil", tt.doc, *got)
			}
			if got := fmt.Sprint(d.End()); got != tt.want {
				t.Errorf("error of %q\n got %s\nwant %s", tt.doc, got, tt.want)
			}
			if json.Valid([]byte(tt.doc)) {
				t.Errorf("encoding/json reads %q: the table is wrong", tt.doc)
			}
		})
	}
}

func TestAppendString(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", `""`},
		{"unescaped", "abc", `"abc"`},
		{"characters that JSON must escape", "\"\\\n\r\t\b\f\x00\x1f", `"\"\\\n\r\t\u0008\u000c\u0000\u001f"`},
		{"characters that HTML would escape are unchanged", "</script>&'", `"</script>&'"`},
		{"line separators are unchanged", "\u2028\u2029", "\"\u2028\u2029\""},
		{"not ASCII", "é€😀\x7f", "\"é€😀\x7f\""},
		{"replacement character", "\ufffd", "\"\ufffd\""},
		{"JSON in a string", `{"a":"b"}`, `"{\"a\":\"b\"}"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendString([]byte("x:"), tt.text)); got != "x:"+tt.want {
				t.Errorf("AppendString(%q) = %s, want %s after the existing bytes", tt.text, got, tt.want)
			}
		})
	}
}

// Every single byte, alone and between letters, is unchanged after it was written and
// read.
func TestAppendStringEveryByte(t *testing.T) {
	for c := range 256 {
		for _, s := range []string{string([]byte{byte(c)}), "a" + string([]byte{byte(c)}) + "é"} {
			want := strings.ToValidUTF8(s, "\ufffd")
			var got string
			encoded := AppendString(nil, s)
			if err := json.Unmarshal(encoded, &got); err != nil || got != want {
				t.Errorf("AppendString(%q) = %s, read as %q, %v, want %q", s, encoded, got, err, want)
			}
		}
	}
}
