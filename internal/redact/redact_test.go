package redact

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

const (
	token     = "IQoJb3JpZ2luX2Vj/EXAMPLE+token/with=signs&more=="
	signature = "0123456789abcdef5a5a5a5a5a5a5a5a00112233445566778899aabbccddeeff"
)

func signed() *http.Request {
	return &http.Request{URL: &url.URL{Path: "/human-loops/loop"}, Header: http.Header{
		"X-Amz-Security-Token": {token},
		"Authorization":        {"AWS4-HMAC-SHA256 Credential=AKIA/20260304/us-east-1/sagemaker/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + signature},
	}}
}

func secretsOf(requests ...*http.Request) *Secrets {
	s := new(Secrets)
	for _, r := range requests {
		s.AddRequest(r)
	}
	return s
}

func inJSON(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b[1 : len(b)-1])
}

// inJSONByCode escapes every character with \u and its code, as JSON allows.
func inJSONByCode(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteString(`\u00` + strconv.FormatUint(uint64(c)|0x100, 16)[1:])
	}
	return b.String()
}

func TestRedactWithholds(t *testing.T) {
	s := secretsOf(signed())
	for name, quote := range map[string]string{
		"token":                     token,
		"token without first byte":  token[1:],
		"second half of the token":  token[len(token)/2:],
		"16 bytes of the token":     token[9:25],
		"signature":                 signature,
		"second half of signature":  signature[32:],
		"16 bytes of the signature": signature[20:36],
		"upper case":                strings.ToUpper(signature),
		"a header's name":           http.CanonicalHeaderKey(token[17:36]),
		"URL":                       url.QueryEscape(token),
		"URL in lower case":         strings.ToLower(url.QueryEscape(token)),
		"path":                      url.PathEscape(token),
		"URL and an invalid escape": "%zz 100% " + url.QueryEscape(token) + "%",
		"truncated URL":             url.QueryEscape(token)[:30] + "%2",
		"JSON":                      strings.ReplaceAll(token, "/", `\/`),
		"JSON by code":              inJSONByCode(token),
		"JSON and invalid escapes":  `\q \u12 "` + inJSONByCode(token) + `\`,
		"HTML":                      template.HTMLEscapeString(token),
		"HTML by name":              strings.NewReplacer("/", "&sol;", "+", "&plus;", "=", "&equals;").Replace(token),
		"HTML by code":              strings.NewReplacer("/", "&#x2F;", "+", "&#43;", "=", "&#061;").Replace(token),
		"URL twice":                 url.QueryEscape(url.QueryEscape(token)),
		"JSON in JSON":              inJSON(inJSONByCode(token)),
		"HTML in JSON":              inJSON(template.HTMLEscapeString(token)),
		"URL in HTML":               strings.ReplaceAll(url.QueryEscape(token), "%", "&#37;"),
		"Go's quotes":               strconv.Quote(inJSONByCode(token)),
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.Redact("you sent " + quote + " to us"); got != Withheld {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestRedactShows(t *testing.T) {
	s := secretsOf(signed())
	for name, text := range map[string]string{
		"nothing":                  "",
		"other text":               "no such human loop: loop",
		"15 bytes of the token":    token[5:20],
		"15 bytes, twice":          token[:15] + " " + token[15:30],
		"15 bytes when unescaped":  inJSONByCode(token[:15]),
		"algorithm and scope":      "AWS4-HMAC-SHA256\n20260304T050607Z\n20260304/us-east-1/sagemaker/aws4_request",
		"signed headers":           "host;x-amz-date",
		"another signature's hash": strings.Repeat("fedcba98", 8),
		"signs that escape":        `% \ & %% \\ && %4 \u1 &#; 100%`,
		"base64 of the token":      base64.StdEncoding.EncodeToString([]byte(token)), // SECURITY.md says so
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.Redact(text); got != text {
				t.Errorf("got %q, want %q", got, text)
			}
		})
	}
	canonical := "GET\n/human-loops/loop\n\nhost:x\nx-amz-security-token:" + token[:40] + "\n\nhost;x-amz-date"
	if got, want := s.Redact(canonical), strings.Replace(canonical, token[:40], "***", 1); got != want {
		t.Errorf("a secret that follows its name: got %q, want %q", got, want)
	}
}

func TestAddRequest(t *testing.T) {
	const secret = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"
	query := url.Values{"X-Amz-Signature": {signature}, "X-Amz-Security-Token": {token}}
	header := func(name, value string) *http.Request { return &http.Request{Header: http.Header{name: {value}}} }
	for name, tc := range map[string]struct {
		request *http.Request
		quotes  []string
	}{
		"SigV4":           {signed(), []string{token, signature}},
		"presigned":       {&http.Request{URL: &url.URL{RawQuery: query.Encode()}}, []string{token, signature}},
		"signature first": {header("Authorization", "X Signature="+signature+", SignedHeaders=a;b;c;d;e;f;g;h;i"), []string{signature}},
		"bearer":          {header("Authorization", "Bearer "+secret), []string{secret}},
		"unknown scheme":  {header("Authorization", secret), []string{secret}},
		"token only":      {header("X-Amz-Security-Token", token), []string{token}},
		"nothing":         {&http.Request{}, nil},
		"shorter than 16": {header("X-Amz-Security-Token", "short"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := secretsOf(tc.request)
			for _, quote := range tc.quotes {
				if got := s.Redact(quote); got != Withheld {
					t.Errorf("%q is shown as %q", quote, got)
				}
			}
			for _, text := range []string{"SignedHeaders=a;b;c;d;e;f;g;h;i", "Bearer realm=human-loops", "a short text"} {
				if got := s.Redact(text); got != text {
					t.Errorf("%q is shown as %q", text, got)
				}
			}
		})
	}
}

// Secrets that are added after a text was redacted apply to the next text.
func TestSecretsAccumulate(t *testing.T) {
	s := new(Secrets)
	for i, secret := range []string{token, signature, strings.Repeat("another secret ", 3), strings.Repeat("yet another ", 4)} {
		if got := s.Redact(secret); got != secret {
			t.Errorf("secret %d is withheld before it is added", i)
		}
		s.AddRequest(&http.Request{Header: http.Header{"X-Amz-Security-Token": {secret}}})
		s.AddRequest(&http.Request{Header: http.Header{"X-Amz-Security-Token": {secret}}})
		for j, earlier := range s.values {
			if s.Redact(earlier) != Withheld {
				t.Errorf("secret %d is shown after secret %d is added", j, i)
			}
		}
		if len(s.values) != i+1 {
			t.Errorf("there are %d secrets, want %d", len(s.values), i+1)
		}
	}
}

// FuzzRedact cuts a secret anywhere, escapes it, and searches the redacted text for 16
// bytes of it, as it is and unescaped by the standard library.
func FuzzRedact(f *testing.F) {
	f.Add("you sent ", token, " to us", uint(3), uint(30), uint8(1))
	f.Add("%", token, "%", uint(0), uint(99), uint8(5))
	f.Add(`"\`, signature, `\u00`, uint(31), uint(64), uint8(15))
	f.Add("&#", strings.Repeat("0", 20), ";", uint(1), uint(17), uint8(11))
	f.Add("Authorization: ", token, "\r\n"+token, uint(1), uint(17), uint8(0))
	escapes := []func(string) string{
		func(s string) string { return s }, url.QueryEscape, url.PathEscape, inJSONByCode, inJSON, html.EscapeString, strings.ToUpper,
		func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
	}
	f.Fuzz(func(t *testing.T, before, secret, after string, from, to uint, how uint8) {
		for _, c := range []byte(secret) {
			if c < ' ' || c > '~' {
				return // a header cannot contain it
			}
		}
		s := new(Secrets)
		s.AddRequest(&http.Request{Header: http.Header{"X-Amz-Security-Token": {secret}}})
		n := uint(len(secret)) + 1
		from, to = min(from%n, to%n), max(from%n, to%n)
		quote := escapes[how%8](escapes[how/8%8](secret[from:to]))
		text := before + quote + after
		got := s.Redact(text)
		if got == Withheld {
			return
		}
		if got != maskNamed(text) {
			t.Errorf("%q was redacted to %q", text, got)
		}
		shown := map[string]string{"as it is": got, "as HTML": html.UnescapeString(got)}
		if unescaped, err := url.QueryUnescape(got); err == nil {
			shown["as a query"] = unescaped
		}
		if unescaped, err := url.PathUnescape(got); err == nil {
			shown["as a path"] = unescaped
		}
		var unescaped string
		if json.Unmarshal([]byte(`"`+got+`"`), &unescaped) == nil {
			shown["as JSON"] = unescaped
		}
		for how, text := range shown {
			for i := 16; i <= len(secret); i++ {
				if part := secret[i-16 : i]; strings.Contains(text, part) {
					t.Fatalf("%q, read %s, contains %q", got, how, part)
				}
			}
		}
		if len(quote) == len(secret[from:to]) && to-from >= 16 && !strings.Contains(got, "***") {
			t.Errorf("%q contains %d bytes of %q", got, to-from, secret)
		}
	})
}
