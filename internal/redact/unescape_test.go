package redact

import (
	"html"
	"strings"
	"testing"
)

// unescapeHTML resolves references to ASCII characters as package html does.
func TestUnescapeHTML(t *testing.T) {
	references := []string{"&", "&;", "&#", "&#;", "&#xg;", "&none;", "&#43", "&#x2b;5", "&#X2Bg", "a&#47;b"}
	for name := range htmlCharacters {
		references = append(references, "&"+name+";", "&"+name+"=", "&"+strings.ToUpper(name)+";", "&x"+name+";")
	}
	for _, name := range namesOfASCII {
		references = append(references, "&"+name+";")
	}
	for _, reference := range references {
		if got, want := unescapeHTML(reference), html.UnescapeString(reference); got != want {
			t.Errorf("got %[2]q for %[1]s, want %[3]q", reference, got, want)
		}
	}
}

// namesOfASCII lists the HTML standard's named character references for printable ASCII
// (section 13.5, "Named character references").
var namesOfASCII = strings.Fields(`excl quot QUOT num dollar percnt amp AMP apos lpar rpar ast midast plus comma period sol
	colon semi lt LT equals gt GT quest commat lsqb lbrack bsol rsqb rbrack Hat lowbar UnderBar grave DiacriticalGrave fjlig
	lcub lbrace verbar vert VerticalLine rcub rbrace`)
