// Package redact removes the session tokens and signatures of requests from strings, because
// a service or a proxy can quote them in a response.
package redact

import (
	"encoding/binary"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Withheld replaces a string that contains a secret.
const Withheld = "[withheld: the text quotes a token or signature that was sent]"

// A window is 16 consecutive bytes of a secret or of a string that may quote it. Fewer
// bytes can match by chance.
type window [16]byte

// Secrets is a set of secrets that requests have contained. The zero value is empty. It is
// safe for concurrent use.
type Secrets struct {
	mu      sync.Mutex
	values  []string
	array   [2]string           // backs values, large enough for one request
	windows map[window]struct{} // the windows of all values; nil until a string is redacted
	filter  *windowFilter       // contains the windows
}

// A windowFilter quickly excludes most windows that were not added. Like a Bloom filter,
// it can report a window that was not added, but it never misses one that was.
type windowFilter [64]uint64

func (f *windowFilter) add(w window) {
	word, bit := filterBit(w)
	f[word] |= bit
}

func (f *windowFilter) mayContain(w window) bool {
	word, bit := filterBit(w)
	return f[word]&bit != 0
}

// filterBit hashes the first four bytes of a window.
func filterBit(w window) (word uint32, bit uint64) {
	hash := binary.LittleEndian.Uint32(w[:]) * 2654435769 >> 20
	return hash / 64, 1 << (hash % 64)
}

// AddRequest adds the session token and the signature in a request's headers and query. In an
// Authorization header without a signature, everything after the first word is secret.
func (s *Secrets) AddRequest(r *http.Request) {
	authorization, secret, found := strings.Cut(r.Header.Get("Authorization"), "Signature=")
	if found {
		secret, _, _ = strings.Cut(secret, ",")
	} else if _, secret, found = strings.Cut(authorization, " "); !found {
		secret = authorization
	}
	sent := []string{secret, r.Header.Get("X-Amz-Security-Token")}
	if r.URL != nil && strings.Contains(r.URL.RawQuery, "X-Amz-") {
		query := r.URL.Query()
		sent = append(sent, query.Get("X-Amz-Signature"), query.Get("X-Amz-Security-Token"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.values == nil {
		s.values = s.array[:0]
	}
	for _, secret := range sent {
		if len(secret) >= len(window{}) && !slices.Contains(s.values, secret) {
			s.values, s.windows = append(s.values, secret), nil
		}
	}
}

// Redact returns text without secrets. First, it replaces each value that follows a secret's
// name with "***". If the text then contains 16 consecutive bytes of a secret, in upper or
// lower case, Redact returns Withheld. It looks for them in the text itself and after
// unescaping the text once or twice as a URL, JSON or HTML.
func (s *Secrets) Redact(text string) string {
	if text = maskNamed(text); len(text) < len(window{}) {
		return text
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.windows == nil {
		s.windows, s.filter = make(map[window]struct{}), new(windowFilter)
		for _, secret := range s.values {
			for w := range windows(secret) {
				s.windows[w] = struct{}{}
				s.filter.add(w)
			}
		}
	}
	if len(s.windows) > 0 && s.quotedIn(text, 2) {
		return Withheld
	}
	return text
}

func (s *Secrets) quotedIn(text string, unescapings int) bool {
	for w := range windows(text) {
		if !s.filter.mayContain(w) {
			continue
		}
		if _, found := s.windows[w]; found {
			return true
		}
	}
	if unescapings == 0 {
		return false
	}
	for _, unescape := range []func(string) string{unescapeURL, unescapeJSON, unescapeHTML} {
		if unescaped := unescape(text); unescaped != text && s.quotedIn(unescaped, unescapings-1) {
			return true
		}
	}
	return false
}

// windows yields the windows of text in lower case, because net/http changes the case of
// header names, and with + instead of spaces, as in a query.
func windows(text string) iter.Seq[window] {
	b := []byte(text)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c | 0x20
		} else if c == ' ' {
			b[i] = '+'
		}
	}
	return func(yield func(window) bool) {
		for ; len(b) >= len(window{}) && yield(window(b)); b = b[1:] {
		}
	}
}
