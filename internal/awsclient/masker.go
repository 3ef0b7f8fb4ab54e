package awsclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
		if n := quoted(s[i:], secret); n > 0 {
			masked.WriteString(s[done:i])
			masked.WriteString("***")
			done, i = i+n, i+n-1
		}
	}
	return masked.String() + s[done:]
}

// quoted is how much of the beginning of s is the secret, 0 where it is too little.
func quoted(s, secret string) int {
	at := 0
	for i := range len(secret) {
		n := written(s[at:], secret[i])
		if n == 0 && i < leastSecret {
			return 0
		} else if n == 0 {
			break
		}
		at += n
	}
	return at
}

// written is how many bytes stand for c at the beginning of s: itself, or its escape in
// a URL, in JSON or in HTML. 0 where s begins with something else.
func written(s string, c byte) int {
	if s == "" || s[0] == c {
		return min(len(s), 1)
	}
	if s[0] != '%' && s[0] != '\\' && s[0] != '&' {
		return 0
	}
	for _, form := range []string{"%%%02x", `\u%04x`, `\%c`, "&#%d;", "&#x%x;"} {
		if escaped := fmt.Sprintf(form, c); len(s) >= len(escaped) && strings.EqualFold(s[:len(escaped)], escaped) {
			return len(escaped)
		}
	}
	return 0
}

// maskError masks what an error says, and what the errors in it say. errors.Is and
// errors.As still find these.
func (m masker) maskError(err error) error {
	text := err.Error()
	masked := m.mask(text)
	if masked == text {
		return err
	}
	if sending, ok := err.(*smithyhttp.RequestSendError); ok {
		return &smithyhttp.RequestSendError{Err: m.maskError(sending.Err)}
	}
	if reading, ok := err.(*smithy.DeserializationError); ok {
		return &smithy.DeserializationError{Err: m.maskError(reading.Err), Snapshot: reading.Snapshot}
	}
	return &maskedError{err, masked}
}

// maskedError hides an error's text. It has no Unwrap, which would show it.
type maskedError struct {
	err  error
	text string
}

func (e *maskedError) Error() string        { return e.text }
func (e *maskedError) Is(target error) bool { return errors.Is(e.err, target) }
func (e *maskedError) As(target any) bool   { return errors.As(e.err, target) }

// clean makes of the response to a failed attempt one that can be kept, and be looked
// into by what reports errors: it leads neither to the credentials nor to the
// connection. The request that was sent stays as it is, since net/http may still be
// writing it.
func (m masker) clean(resp *http.Response) {
	resp.Status = m.mask(resp.Status)
	for _, header := range []http.Header{resp.Header, resp.Trailer} {
		for _, values := range header {
			for i, value := range values {
				values[i] = m.mask(value)
			}
		}
	}
	resp.Body = http.NoBody
	if resp.Request != nil {
		kept := resp.Request.WithContext(context.Background())
		kept.Header = resp.Request.Header.Clone()
		kept.Header.Del("Authorization")
		kept.Header.Del(tokenHeader)
		kept.Response = nil // which led to it, where an HTTP client follows redirects
		resp.Request = kept
	}
}
