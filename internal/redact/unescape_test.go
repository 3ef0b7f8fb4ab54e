package redact

import (
	"html"
	"strings"
	"testing"
)

// What package html makes of a reference to a character of ASCII, unescapeHTML does.
func TestUnescapeHTML(t *testing.T) {
	references := []string{"&", "&;", "&#", "&#;", "&#xg;", "&none;", "&#43", "&#x2b;5", "&#X2Bg", "a&#47;b"}
	for _, known := range strings.Fields(htmlNames) {
		name := known[:len(known)-1]
		references = append(references, "&"+name+";", "&"+name+"=", "&"+strings.ToUpper(name)+";", "&x"+name+";")
	}
	for _, reference := range references {
		if got, want := unescapeHTML(reference), html.UnescapeString(reference); got != want {
			t.Errorf("%s becomes %q, want %q", reference, got, want)
		}
	}
}
