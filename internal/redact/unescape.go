package redact

import (
	"net/url"
	"strconv"
	"strings"
)

// unescapeURL decodes each %XX. Unlike url.PathUnescape, it accepts other percent signs.
func unescapeURL(text string) string {
	return unescapeEach(text, '%', func(escape string) (decoded, rest string) {
		n := min(len("%XX"), len(escape))
		decoded, err := url.PathUnescape(escape[:n])
		if err != nil {
			return "%", escape[1:]
		}
		return decoded, escape[n:]
	})
}

// unescapeJSON decodes the escapes of JSON and Go, which net/http's errors contain. It drops
// any other backslash.
func unescapeJSON(text string) string {
	return unescapeEach(text, '\\', func(escape string) (decoded, rest string) {
		char, _, rest, err := strconv.UnquoteChar(escape, '"')
		if err != nil {
			return "", escape[1:]
		}
		return string(char), rest
	})
}

// htmlCharacters maps HTML's named character references to printable ASCII characters,
// because secrets contain only these. Package html has two thousand more names, and would add
// 74 KB to every program.
var htmlCharacters = map[string]string{
	"excl": "!", "quot": `"`, "QUOT": `"`, "num": "#", "dollar": "$", "percnt": "%", "amp": "&", "AMP": "&", "apos": "'", "lpar": "(", "rpar": ")",
	"ast": "*", "midast": "*", "plus": "+", "comma": ",", "period": ".", "sol": "/", "colon": ":", "semi": ";", "lt": "<", "LT": "<",
	"equals": "=", "gt": ">", "GT": ">", "quest": "?", "commat": "@", "lsqb": "[", "lbrack": "[", "bsol": `\`, "rsqb": "]", "rbrack": "]",
	"Hat": "^", "lowbar": "_", "UnderBar": "_", "grave": "`", "DiacriticalGrave": "`", "fjlig": "fj", "lcub": "{", "lbrace": "{",
	"verbar": "|", "vert": "|", "VerticalLine": "|", "rcub": "}", "rbrace": "}",
}

// maxHTMLName is the length of the longest name in htmlCharacters.
const maxHTMLName = len("DiacriticalGrave")

// shortHTMLNames are the names that do not need a semicolon.
var shortHTMLNames = [...]string{"amp", "lt", "gt", "quot", "AMP", "LT", "GT", "QUOT"}

// unescapeHTML decodes numeric character references and the named ones in htmlCharacters.
func unescapeHTML(text string) string {
	return unescapeEach(text, '&', func(escape string) (decoded, rest string) {
		if number, found := strings.CutPrefix(escape, "&#"); found {
			return unescapeNumber(number)
		}
		if end := strings.IndexByte(escape[:min(len(escape), maxHTMLName+len("&;"))], ';'); end > 0 {
			if char, known := htmlCharacters[escape[1:end]]; known {
				return char, escape[end+1:]
			}
		}
		for _, name := range shortHTMLNames {
			if rest, found := strings.CutPrefix(escape[1:], name); found {
				return htmlCharacters[name], rest
			}
		}
		return "&", escape[1:]
	})
}

// unescapeNumber decodes the number of a character reference.
func unescapeNumber(number string) (decoded, rest string) {
	value, base, digits := number, 10, "0123456789"
	if hex := strings.TrimLeft(number, "xX"); hex != number {
		value, base, digits = hex, 16, "0123456789abcdefABCDEF"
	}
	rest = strings.TrimLeft(value, digits)
	code, err := strconv.ParseUint(value[:len(value)-len(rest)], base, 31)
	if err != nil {
		return "&#", number
	}
	return string(rune(code)), strings.TrimPrefix(rest, ";")
}

func unescapeEach(text string, mark byte, decode func(escape string) (decoded, rest string)) string {
	var b strings.Builder
	for i := strings.IndexByte(text, mark); i >= 0; i = strings.IndexByte(text, mark) {
		decoded, rest := decode(text[i:])
		b.WriteString(text[:i] + decoded)
		text = rest
	}
	return b.String() + text
}
