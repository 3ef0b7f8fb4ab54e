package awsclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// masker masks what a response to a request says: what has a secret's name before it,
// and the request's own token and signature also without one.
type masker struct{ sent http.Header } // nil: names alone

// maskerOf is that of a request as a step has it.
func maskerOf(request any) masker {
	if req, ok := request.(*smithyhttp.Request); ok {
		return masker{req.Header}
	}
	return masker{}
}

const tokenHeader = "X-Amz-Security-Token"

// leastSecret is how much of a secret is one, wherever it stands: less may be a part of
// any word, and is of no use.
const leastSecret = 16

func (m masker) mask(s string) string {
	if m.sent != nil {
		_, signature, _ := strings.Cut(m.sent.Get("Authorization"), "Signature=")
		s = maskQuoted(maskQuoted(s, m.sent.Get(tokenHeader)), signature)
	}
	return mask(s)
}

// maskQuoted masks a secret, or its beginning, where a text was cut.
func maskQuoted(s, secret string) string {
	if len(secret) < leastSecret {
		return s
	}
	var masked strings.Builder
	done := 0
	for i := 0; i <= len(s)-leastSecret; i++ {
		if s[i] != secret[0] && s[i] != '%' && s[i] != '\\' && s[i] != '&' {
			continue
		}
		if n := quoted(s[i:], secret); n > 0 {
			masked.WriteString(s[done:i])
			masked.WriteString("***")
			done, i = i+n, i+n-1
		}
	}
	if done == 0 {
		return s
	}
	return masked.String() + s[done:]
}

// quoted is how much of the beginning of s is the secret, as it is or escaped, 0 where it
// is too little.
func quoted(s, secret string) int {
	plain := 0
	for plain < len(s) && plain < len(secret) && s[plain] == secret[plain] {
		plain++
	}
	escaped, i := 0, 0
	for ; i < len(secret); i++ {
		n := written(s[escaped:], secret[i])
		if n == 0 {
			break
		}
		escaped += n
	}
	switch {
	case i >= leastSecret:
		return max(plain, escaped)
	case plain >= leastSecret:
		return plain
	}
	return 0
}

// written is how many bytes stand for c at the beginning of s: its escape in a URL, in
// JSON or in HTML, or itself. 0 where s begins with something else.
func written(s string, c byte) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '%':
		if isNumber(s, 1, 3, 16, c) {
			return 3
		}
	case '\\':
		if isNumber(s, 2, 6, 16, c) && s[1] == 'u' {
			return 6
		} else if len(s) > 1 && s[1] == c && c != 'u' {
			return 2
		}
	case '&':
		end := strings.IndexByte(s[:min(len(s), 8)], ';')
		if isNumber(s, 2, end, 10, c) && s[1] == '#' || isNumber(s, 3, end, 16, c) && s[1] == '#' && s[2]|0x20 == 'x' {
			return end + 1
		}
	}
	if s[0] == c {
		return 1
	}
	return 0
}

// isNumber tells whether s[from:to] is the number of c. It is strconv.ParseUint without
// an error to make for each of a million percent signs.
func isNumber(s string, from, to, base int, c byte) bool {
	if from >= to || to > len(s) {
		return false
	}
	n := 0
	for _, d := range []byte(s[from:to]) {
		digit := strings.IndexByte("0123456789abcdef", d|0x20)
		if digit < 0 || digit >= base || d < '0' {
			return false
		}
		n = n*base + digit
	}
	return n == int(c)
}

// maskError masks what the error of an attempt says. What it is made of that quotes is
// replaced: so it is not found by errors.As either.
func (m masker) maskError(err error) error {
	text := err.Error()
	masked := m.mask(text)
	if masked == text {
		return err
	}
	switch e := err.(type) {
	case *smithyhttp.RequestSendError:
		return &smithyhttp.RequestSendError{Err: m.maskError(e.Err)}
	case *url.Error:
		return &url.Error{Op: e.Op, URL: m.mask(e.URL), Err: m.maskError(e.Err)}
	case *smithy.DeserializationError:
		return &smithy.DeserializationError{Err: m.maskError(e.Err), Snapshot: e.Snapshot}
	case *bodyReadError:
		return &bodyReadError{m.maskError(e.err)}
	case smithy.APIError:
		return err // which was made of masked parts
	}
	return errors.New(masked)
}

// maskHeader returns a header without what it quotes. It may be the HTTP client's own, so
// it is copied where something changes.
func (m masker) maskHeader(header http.Header) http.Header {
	kept, copied := header, false
	for name, values := range header {
		for i, value := range values {
			masked := m.mask(value)
			if masked == value {
				continue
			}
			if !copied {
				kept, copied = header.Clone(), true
			}
			kept[name][i] = masked
		}
	}
	return kept
}

// maskDate masks a header Date that is none: aws-sdk-go-v2 logs it.
func (m masker) maskDate(response any) {
	resp, ok := response.(*smithyhttp.Response)
	if !ok || resp.Response == nil {
		return
	}
	if date := resp.Header.Get("Date"); date != "" && (len(date) != len(http.TimeFormat) || !strings.HasSuffix(date, " GMT")) {
		resp.Header = resp.Header.Clone()
		resp.Header.Set("Date", m.mask(date))
	}
}

// clean makes of the response to a failed attempt one that can be kept, and be looked
// into by what reports errors: it leads neither to the credentials nor to the
// connection. The request that was sent stays as it is, since net/http may still be
// writing it.
func (m masker) clean(resp *http.Response) {
	resp.Status = m.mask(resp.Status)
	resp.Header, resp.Trailer = m.maskHeader(resp.Header), m.maskHeader(resp.Trailer)
	resp.Body = http.NoBody
	if resp.Request != nil {
		kept := resp.Request.WithContext(context.Background())
		kept.Header = resp.Request.Header.Clone()
		kept.Header.Del("Authorization")
		kept.Header.Del(tokenHeader)
		kept.Header = m.maskHeader(kept.Header)
		if u := resp.Request.URL; u != nil {
			masked := *u
			masked.Path, masked.RawPath, masked.RawQuery = m.mask(u.Path), m.mask(u.RawPath), m.mask(u.RawQuery)
			kept.URL = &masked
		}
		kept.Response = nil // which led to it, where an HTTP client follows redirects
		resp.Request = kept
	}
}
