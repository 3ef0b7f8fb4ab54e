package clienttest

import (
	"encoding/json"
	"html"
	"net/url"
	"strings"
)

// Quotes returns 16 consecutive bytes of secret that text contains, in upper or lower
// case, either unchanged or after the standard library has unescaped text. It returns ""
// if there are none.
func Quotes(text, secret string) string {
	forms := []string{text, html.UnescapeString(text)}
	if unescaped, err := url.QueryUnescape(text); err == nil {
		forms = append(forms, unescaped)
	}
	var unescaped string
	if json.Unmarshal([]byte(`"`+text+`"`), &unescaped) == nil {
		forms = append(forms, unescaped)
	}
	for _, form := range forms {
		form = strings.ToLower(form)
		for i := 16; i <= len(secret); i++ {
			if part := secret[i-16 : i]; strings.Contains(form, strings.ToLower(part)) {
				return part
			}
		}
	}
	return ""
}
