package awsclient

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What is quoted of a request is masked however it is escaped, and also where it is cut.
func TestMasker(t *testing.T) {
	const token = "IQoJb3JpZ2luX2Vj/EXAMPLE+token/abc=="
	signature := strings.Repeat("0123456789abcdef", 4)
	sent := http.Header{}
	sent.Set("X-Amz-Security-Token", token)
	sent.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260304/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature="+signature)
	lower := strings.NewReplacer("%2F", "%2f", "%2B", "%2b", "%3D", "%3d").Replace(url.QueryEscape(token))
	for name, quote := range map[string]string{
		"as it is":                 token,
		"in a query":               url.QueryEscape(token),
		"in a query, lower case":   lower,
		"in a path":                url.PathEscape(token),
		"in HTML":                  template.HTMLEscapeString(token),
		"in HTML, hexadecimal":     strings.NewReplacer("/", "&#x2F;", "+", "&#x2b;", "=", "&#61;").Replace(token),
		"in JSON":                  strings.ReplaceAll(token, "/", `\/`),
		"in JSON, by code":         strings.NewReplacer("/", `\u002f`, "+", `\u002B`, "=", `\u003d`).Replace(token),
		"cut":                      token[:20],
		"twice":                    token + token,
		"signature":                signature,
		"signature, cut":           signature[:40],
		"after the same beginning": token[:15] + token,
	} {
		t.Run(name, func(t *testing.T) {
			text := "you sent " + quote
			want := "you sent ***"
			switch name {
			case "twice":
				want += "***"
			case "after the same beginning":
				want = "you sent " + token[:15] + "***"
			}
			if got := (masker{sent}).mask(text); got != want {
				t.Errorf("mask(%q)\n got %q\nwant %q", text, got, want)
			}
		})
	}
	for _, text := range []string{"", "%", "&", `\`, token[:15], "IQoJ%2", signature[1:17], "nothing of it", strings.Repeat("%", 100)} {
		if got := (masker{sent}).mask(text); got != text {
			t.Errorf("mask(%q) is %q, want what it was", text, got)
		}
	}
	if got := (masker{http.Header{"X-Amz-Security-Token": {"short"}}}).mask("a short text"); got != "a short text" {
		t.Errorf("a short token is masked as a word: %q", got)
	}
}

// FuzzMasker looks that nothing that is left of a text has the beginning of the secret.
func FuzzMasker(f *testing.F) {
	f.Add("before ", "0123456789abcdef0123", " after")
	f.Add("%", "IQoJb3JpZ2luX2Vj/EXAMPLE+token/abc==", "IQoJb3Jp")
	f.Add("0", "00000000000000000000", "0")
	f.Fuzz(func(t *testing.T, before, secret, after string) {
		text := before + secret + after
		got := maskQuoted(text, secret)
		if len(secret) < leastSecret {
			if got != text {
				t.Errorf("%q is masked to %q", text, got)
			}
			return
		}
		if first := strings.IndexAny(text, `%\&`); first < 0 || first > len(before) {
			first = min(len(before), max(strings.IndexByte(text, secret[0]), 0))
			if !strings.HasPrefix(got, text[:first]) {
				t.Errorf("maskQuoted(%q, %q) is %q: what is before is lost", text, secret, got)
			}
		}
		for _, part := range strings.Split(got, "***") {
			if strings.Contains(part, secret[:leastSecret]) {
				t.Errorf("maskQuoted(%q, %q) is %q", text, secret, got)
			}
		}
	})
}

func TestWritten(t *testing.T) {
	for c := range 256 {
		for _, form := range []string{"%%%02x", "%%%02X", `\u%04x`, `\u%04X`, "&#%d;", "&#%03d;", "&#x%x;", "&#X%02X;", "%c"} {
			text := fmt.Sprintf(form, c)
			if form == "%c" {
				text = string([]byte{byte(c)})
			}
			if n := written(text+"more", byte(c)); n != len(text) {
				t.Errorf("%d bytes of %q stand for %q, want %d", n, text, c, len(text))
			}
			if n := written(text, byte(c)+1); n != 0 && text[0] != byte(c)+1 {
				t.Errorf("%d bytes of %q stand for %q", n, text, c+1)
			}
			for cut := range len(text) {
				if n := written(text[:cut], byte(c)); n != 0 && (n != 1 || text[0] != byte(c)) {
					t.Errorf("%d bytes of %q stand for %q", n, text[:cut], c)
				}
			}
		}
	}
}
