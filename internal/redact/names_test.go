package redact

import (
	"regexp"
	"strings"
	"testing"
)

// named finds what maskNamed masks.
var named = regexp.MustCompile(`(?i)` +
	`(authorization[\s"'\\]*[:=][\s"'\\]*)[^\r\n"\\\s'][^\r\n"\\]*` +
	`|(x-amz-security-token[\s"'\\]*[:=][\s"'\\]*)[^\s"'\\&,;<]+` +
	`|(signature=)[^\s"'\\&,;<]+` +
	`|(credential=)[^\s"'\\&,;<]+`)

func TestMaskNamed(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"no secret", "signature= , credential= , authorization none", "signature= , credential= , authorization none"},
		{"signature in HTML", "<p>Signature=0123abcd</p>", "<p>Signature=***</p>"},
		{"header", "Authorization: AWS4 Signature=ab\r\nHost: x", "Authorization: ***\r\nHost: x"},
		{"JSON", `{"Authorization":"AWS4 x","Host":"y"}`, `{"Authorization":"***","Host":"y"}`},
		{"JSON in JSON", `"{\"authorization\":\"AWS4 x\"}"`, `"{\"authorization\":\"***\"}"`},
		{"token in a canonical request", "x-amz-security-token:ab/c+d==\nhost:x", "x-amz-security-token:***\nhost:x"},
		{"token in a query", "?X-Amz-Security-Token=ab%2Fc&X-Amz-Signature=0123456789abcdef&a=b", "?X-Amz-Security-Token=***&X-Amz-Signature=***&a=b"},
		{"several", "Credential=AKIA/x, Credential=AKIA/y", "Credential=***, Credential=***"},
		{"at the end", "authorization=", "authorization="},
		{"half a name", "X-Amz-Security-Toke", "X-Amz-Security-Toke"},
		{"one name in another", "authorizatioauthorization: x", "authorizatioauthorization: ***"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := maskNamed(tc.text); got != tc.want {
				t.Errorf("maskNamed(%q)\n got %q\nwant %q", tc.text, got, tc.want)
			}
		})
	}
}

// FuzzMaskNamed compares maskNamed with the regular expression.
func FuzzMaskNamed(f *testing.F) {
	for _, seed := range []string{
		"Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=0123456789abcdef0", "x-amz-security-token':\t'ab;c", `authorization\": \"a`,
		"credential=\xff\n", "SIGNATURE=0123456789ABCDEFg", "authorization::=x", "authorization ' = \\ '\"\r\nx y\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\u017f\u212a") {
			return // a case-insensitive expression matches these as s and k
		}
		if got, want := maskNamed(text), named.ReplaceAllString(text, "$1$2$3$4***"); got != want {
			t.Errorf("maskNamed(%q)\n got %q\nwant %q", text, got, want)
		}
	})
}
