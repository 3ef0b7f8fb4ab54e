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

// htmlNames are the character references of HTML by name that mean printable ASCII, of which
// secrets consist, each with its character. The four first may lack the semicolon, as may
// their forms in upper case. The table of package html has two thousand more, and would add
// 74 KB to every program.
const htmlNames = "amp& lt< gt> quot\" AMP& LT< GT> QUOT\" " +
	"excl! num# dollar$ percnt% apos' lpar( rpar) ast* midast* plus+ comma, period. sol/ colon: semi; equals= quest? commat@ " +
	"lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ UnderBar_ grave` DiacriticalGrave` lcub{ lbrace{ verbar| vert| VerticalLine| rcub} rbrace}"

// unescapeHTML decodes character references, by name only those of htmlNames.
func unescapeHTML(text string) string {
	return unescapeEach(text, '&', func(escape string) (decoded, rest string) {
		if number, found := strings.CutPrefix(escape, "&#"); found {
			return unescapeNumber(number)
		}
		for i, known := range strings.Fields(htmlNames) {
			name, char := known[:len(known)-1], known[len(known)-1:]
			after, found := strings.CutPrefix(escape[1:], name)
			if rest, ended := strings.CutPrefix(after, ";"); found && (ended || i < 8) {
				return char, rest
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
