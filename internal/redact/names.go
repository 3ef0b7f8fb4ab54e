package redact

import "strings"

const (
	gap     = " \t\n\f\r" + `"'\` // may surround the ':' or '=' after a name
	wordEnd = gap + "&,;<"
)

// namedSecrets lists the names of secrets in headers, in query strings, and in the
// canonical requests that AWS quotes when a signature does not match.
var namedSecrets = []struct {
	name string // in any case; ':' or '=' follows unless the name ends with it
	end  string // any of these bytes ends the secret
}{
	{"authorization", "\r\n\"\\"},
	{"x-amz-security-token", wordEnd},
	{"signature=", wordEnd},
	{"credential=", wordEnd},
}

// maskNamed replaces each secret that follows its name with "***". It does not use package
// regexp, because that would be a quarter of the size that a client adds to a program.
func maskNamed(text string) string {
	if !strings.ContainsAny(text, ":=") {
		return text
	}
	var masked strings.Builder
	for i := 0; i < len(text); i++ {
		if secret, rest := namedSecret(text[i:]); secret != "" {
			masked.WriteString(text[:len(text)-len(secret)-len(rest)] + "***")
			text, i = rest, -1
		}
	}
	return masked.String() + text
}

// namedSecret returns the secret after its name, and the rest of text, if text starts with
// the name of a secret. Otherwise it returns "".
func namedSecret(text string) (secret, rest string) {
	for _, named := range namedSecrets {
		n := len(named.name)
		if n > len(text) || text[0]|0x20 != named.name[0] || !strings.EqualFold(text[:n], named.name) { // the first byte excludes most names quickly
			continue
		}
		rest = text[n:]
		if !strings.HasSuffix(named.name, "=") {
			if rest = strings.TrimLeft(rest, gap); rest == "" || rest[0] != ':' && rest[0] != '=' {
				continue
			}
			rest = strings.TrimLeft(rest[1:], gap)
		}
		if n = strings.IndexAny(rest, named.end); n < 0 {
			n = len(rest)
		}
		return rest[:n], rest[n:]
	}
	return "", ""
}
