package awsclient

import "strings"

// secret is something that no log and no error may show. It follows its name.
type secret struct {
	name     string // in lower case; any case is found
	assigned bool   // ':' or '=' stands between, with white space, quotes and backslashes
	ends     string // the first byte that is not of the secret, any of these
	hex      bool   // ... or none of the hexadecimal digits
	least    int    // what is shorter is none
}

const (
	blanks = " \t\n\f\r"
	gap    = blanks + `"'\`
)

// secrets stand in headers, in query strings, and in the canonical requests that
// AWS quotes when a signature does not match.
var secrets = []secret{
	{name: "authorization", assigned: true, ends: "\r\n\"\\", least: 1},
	{name: "x-amz-security-token", assigned: true, ends: gap + "&,;", least: 1},
	{name: "signature=", hex: true, least: 16},
	{name: "credential=", ends: blanks + `,&"\`, least: 1},
}

// mask returns s without secrets: "***" stands for each. It is written by hand, since
// package regexp would be a quarter of what a client adds to a program's size.
func mask(s string) string {
	var masked []byte
	done := 0
	for i := 0; i < len(s); i++ {
		if begin, end := secretAt(s, i); end > 0 {
			masked = append(append(masked, s[done:begin]...), "***"...)
			done, i = end, end-1
		}
	}
	if done == 0 {
		return s
	}
	return string(append(masked, s[done:]...))
}

// secretAt finds the secret whose name begins at i; end is 0 when there is none.
func secretAt(s string, i int) (begin, end int) {
	switch s[i] | 0x20 { // most bytes begin no name
	case 'a', 'x', 's', 'c':
	default:
		return 0, 0
	}
	for _, known := range secrets {
		if begin = i + len(known.name); begin > len(s) || !strings.EqualFold(s[i:begin], known.name) {
			continue
		}
		if known.assigned {
			if begin = skip(s, begin, gap); begin == len(s) || s[begin] != ':' && s[begin] != '=' {
				continue
			}
			begin = skip(s, begin+1, gap)
		}
		for end = begin; end < len(s) && known.has(s[end]); end++ {
		}
		if end-begin >= known.least {
			return begin, end
		}
	}
	return 0, 0
}

func (k secret) has(c byte) bool {
	if k.hex {
		return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
	}
	return strings.IndexByte(k.ends, c) < 0
}

// skip is where the bytes at i end that are all of some.
func skip(s string, i int, some string) int {
	for i < len(s) && strings.IndexByte(some, s[i]) >= 0 {
		i++
	}
	return i
}
