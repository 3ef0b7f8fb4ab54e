package restjson

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// validity maps each document to Valid's error; "" is valid. encoding/json must agree, so a
// mistake in the table is found.
var validity = []struct {
	name, doc, want string
}{
	{"empty", "", "the document is empty"},
	{"white space only", " \n", "invalid JSON at byte 2: want a value, found the end"},
	{"white space around", " \t\r\n{ \"a\" : [ 1 , 2 ] } \n", ""},
	{"no-break space", "\u00a01", "invalid JSON at byte 0: want a value, found '\\u00a0'"},
	{"byte order mark", "\ufeff{}", "invalid JSON at byte 0: want a value, found '\\ufeff'"},
	{"empty object", "{}", ""},
	{"empty array", "[]", ""},
	{"empty member name", `{"":0}`, ""},
	{"same member twice", `{"a":1,"a":2}`, ""},
	{"true", "true", ""},
	{"false", "false", ""},
	{"null", "null", ""},
	{"upper-case literal", "True", "invalid JSON at byte 0: want a value, found 'T'"},
	{"truncated literal", "tru", `invalid JSON at byte 0: want true, found "tru"`},
	{"wrong literal", "nul1", `invalid JSON at byte 0: want null, found "nul1"`},
	{"wrong literal before 12 bytes", "nul1[23456789ABC", `invalid JSON at byte 0: want null, found "nul1[23456789ABC"`},
	{"wrong literal before 13 bytes", "nul1[23456789ABCD", `invalid JSON at byte 0: want null, found "nul1[23456789ABC..."`},
	{"literal with a tail", "falsey", "invalid JSON at byte 5: want the end of the document, found 'y'"},
	{"trailing garbage", `{}x`, "invalid JSON at byte 2: want the end of the document, found 'x'"},
	{"trailing NUL", "{}\x00", "invalid JSON at byte 2: want the end of the document, found '\\x00'"},
	{"second document", `{} {}`, "invalid JSON at byte 3: want the end of the document, found '{'"},
	{"trailing comma", `1,`, "invalid JSON at byte 1: want the end of the document, found ','"},
	{"missing comma in an object", `{"a":1 "b":2}`, "invalid JSON at byte 7: member a: want ',' or '}', found '\"'"},
	{"missing comma in an array", `[1 2]`, "invalid JSON at byte 3: member [0]: want ',' or ']', found '2'"},
	{"comma before the end of an object", `{"a":1,}`, "invalid JSON at byte 7: member a: want a member name, found '}'"},
	{"comma before the end of an array", `[1,]`, "invalid JSON at byte 3: member [1]: want a value, found ']'"},
	{"comma at the start of an array", `[,1]`, "invalid JSON at byte 1: member [0]: want a value, found ','"},
	{"comma at the start of an object", `{,}`, "invalid JSON at byte 1: want a member name, found ','"},
	{"missing colon", `{"a" 1}`, "invalid JSON at byte 5: member a: want ':', found '1'"},
	{"missing value", `{"a":}`, "invalid JSON at byte 5: member a: want a value, found '}'"},
	{"member name without quotes", `{a:1}`, "invalid JSON at byte 1: want a member name, found 'a'"},
	{"number as member name", `{1:1}`, "invalid JSON at byte 1: want a member name, found '1'"},
	{"wrong bracket", `[1}`, "invalid JSON at byte 2: member [0]: want ',' or ']', found '}'"},
	{"wrong brace", `{"a":1]`, "invalid JSON at byte 6: member a: want ',' or '}', found ']'"},
	{"closing only", `]`, "invalid JSON at byte 0: want a value, found ']'"},
	{"single quotes", `'a'`, "invalid JSON at byte 0: want a value, found '\\''"},
	{"comment", `/**/1`, "invalid JSON at byte 0: want a value, found '/'"},
	{"a character that is not ASCII is shown whole", `é`, "invalid JSON at byte 0: want a value, found 'é'"},
	{"control character in a name", "{\"a\\n\":x}", `invalid JSON at byte 7: member a\n: want a value, found 'x'`},
	{"a name of 64 bytes is not truncated", `{"` + strings.Repeat("n", 64) + `":x}`,
		"invalid JSON at byte 68: member " + strings.Repeat("n", 64) + ": want a value, found 'x'"},
	{"a long name is truncated", `{"` + strings.Repeat("n", 70) + `":x}`,
		"invalid JSON at byte 74: member " + strings.Repeat("n", 64) + "...: want a value, found 'x'"},
	{"a deep path is truncated", `[[[[[[[[[[x`, "invalid JSON at byte 10: member [0][0][0][0][0][0][0][0]...: want a value, found 'x'"},
}

func TestValid(t *testing.T) {
	for _, tt := range validity {
		t.Run(tt.name, func(t *testing.T) { checkValid(t, tt.doc, tt.want) })
	}
}

func checkValid(t *testing.T, doc, want string) {
	t.Helper()
	got := ""
	if err := Valid([]byte(doc)); err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("Valid(%q)\n got %q\nwant %q", doc, got, want)
	}
	if json.Valid([]byte(doc)) != (want == "") {
		t.Errorf("the table is wrong about %q: encoding/json returns valid=%t", doc, want != "")
	}
}

func TestValidNumbers(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"zero", "0", ""},
		{"minus zero", "-0", ""},
		{"integer", "1234567890", ""},
		{"negative", "-12", ""},
		{"fraction", "0.25", ""},
		{"fraction with trailing zero", "1.0", ""},
		{"exponent", "1e5", ""},
		{"upper-case exponent", "1E5", ""},
		{"exponent with plus", "1e+5", ""},
		{"exponent with minus", "1e-5", ""},
		{"exponent with leading zeros", "1e005", ""},
		{"all parts", "-10.25E-07", ""},
		{"larger than any float", "1e400", ""},
		{"more digits than any integer", strings.Repeat("9", 400), ""},
		{"plus", "+1", "invalid JSON at byte 0: want a value, found '+'"},
		{"minus only", "-", "invalid JSON at byte 1: want a digit, found the end"},
		{"two minuses", "--1", "invalid JSON at byte 1: want a digit, found '-'"},
		{"minus and a letter", "-a", "invalid JSON at byte 1: want a digit, found 'a'"},
		{"leading zero", "01", "invalid JSON at byte 1: want the end of the document, found '1'"},
		{"negative leading zero", "-01", "invalid JSON at byte 2: want the end of the document, found '1'"},
		{"no integer part", ".5", "invalid JSON at byte 0: want a value, found '.'"},
		{"no fraction", "1.", "invalid JSON at byte 2: want a digit, found the end"},
		{"no fraction but an exponent", "1.e5", "invalid JSON at byte 2: want a digit, found 'e'"},
		{"no exponent", "1e", "invalid JSON at byte 2: want a digit, found the end"},
		{"sign without exponent", "1e+", "invalid JSON at byte 3: want a digit, found the end"},
		{"exponent with a fraction", "1e1.5", "invalid JSON at byte 3: want the end of the document, found '.'"},
		{"two points", "1.2.3", "invalid JSON at byte 3: want the end of the document, found '.'"},
		{"hexadecimal", "0x1", "invalid JSON at byte 1: want the end of the document, found 'x'"},
		{"separator", "1_000", "invalid JSON at byte 1: want the end of the document, found '_'"},
		{"not a number", "NaN", "invalid JSON at byte 0: want a value, found 'N'"},
		{"infinity", "-Infinity", "invalid JSON at byte 1: want a digit, found 'I'"},
		{"other digits", "１", "invalid JSON at byte 0: want a value, found '１'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkValid(t, tt.doc, tt.want) })
	}
}

// sample contains every kind of value, escape and white space.
const sample = `{"Items": [{"Name":"a\"\u00e9\ud83d\ude00é😀", "At":-1.5e+3, "Tags":["x","y\n"]}, null],
	"NextToken" : "t", "Other":{"deep":[true,false,null,{"":[]}]}}`

func TestValidTruncatedAnywhere(t *testing.T) {
	if err := Valid([]byte(sample)); err != nil {
		t.Fatalf("Valid(%s) = %v, want nil", sample, err)
	}
	for n := range len(sample) {
		err := Valid([]byte(sample[:n]))
		if err == nil {
			t.Errorf("Valid(%q) = nil, want an error: the document is truncated at byte %d", sample[:n], n)
			continue
		}
		// The error must always be that the document ends too early.
		if !strings.Contains(err.Error(), "end") && !strings.Contains(err.Error(), "unterminated") && !strings.Contains(err.Error(), "empty") &&
			!strings.Contains(err.Error(), "four hexadecimal digits") && !cutsLiteral(sample[:n]) {
			t.Errorf("Valid(%q) = %v, want an error that names the end", sample[:n], err)
		}
	}
}

// cutsLiteral reports whether a truncated document ends inside true, false or null. The
// error then names the literal.
func cutsLiteral(doc string) bool {
	return strings.Contains("tru fals nul", doc[strings.LastIndexAny(doc, "[:, ")+1:])
}

func TestValidWithAnyByteChanged(t *testing.T) {
	for i := range len(sample) {
		for _, c := range []byte("\x00\x1f \"\\,:{}[]0-.e\xc3\xff") {
			doc := []byte(sample)
			doc[i] = c
			if got, want := Valid(doc), json.Valid(doc); (got == nil) != want {
				t.Errorf("Valid(%q) = %v, want valid=%t as encoding/json says", doc, got, want)
			}
		}
	}
}

func TestValidNesting(t *testing.T) {
	tests := []struct {
		name, open, close string
		depth             int
		want              string
	}{
		{"arrays at the limit", "[", "]", 10_000, ""},
		{"arrays over the limit", "[", "]", 10_001, "invalid JSON at byte 10000: member [0][0][0][0][0][0][0][0]...: nested deeper than 10000 levels, the limit of this module"},
		{"objects at the limit", `{"a":`, "}", 10_000, ""},
		{"objects over the limit", `{"a":`, "}", 10_001, "invalid JSON at byte 50000: member a.a.a.a.a.a.a.a...: nested deeper than 10000 levels, the limit of this module"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := strings.Repeat(tt.open, tt.depth) + "0" + strings.Repeat(tt.close, tt.depth)
			if got := fmt.Sprint(Valid([]byte(doc))); got != wantText(tt.want) {
				t.Errorf("Valid(%d × %s)\n got %s\nwant %s", tt.depth, tt.open, got, wantText(tt.want))
			}
			if got := json.Valid([]byte(doc)); got != (tt.want == "") {
				t.Errorf("encoding/json returns valid=%t for %d × %s: the limits differ", got, tt.depth, tt.open)
			}
		})
	}
}

// wantText returns an expected error as fmt.Sprint prints it.
func wantText(text string) string {
	if text == "" {
		return "<nil>"
	}
	return text
}
