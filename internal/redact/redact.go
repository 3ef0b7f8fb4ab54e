// Package redact removes from a text the tokens and signatures that requests have carried.
// A service or a proxy can quote them in a response.
package redact

import (
	"encoding/binary"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Withheld replaces a text that quotes a secret.
const Withheld = "[withheld: the text quotes a token or signature that was sent]"

// A window is a part of a secret that no text may contain. Fewer bytes can be any word.
type window [16]byte

// Secrets are the secrets that requests have carried. The zero value contains none. Several
// goroutines can use it at once.
type Secrets struct {
	mu      sync.Mutex
	values  []string
	first   [2]string           // the array of values, enough for one request
	windows map[window]struct{} // of all values, nil until a text is redacted
	starts  *filter             // of the windows
}

// A filter tells quickly of most windows that they are not among those that were added.
type filter [64]uint64

func (f *filter) add(w window) {
	word, bit := filterBit(w)
	f[word] |= bit
}

func (f *filter) mayHave(w window) bool {
	word, bit := filterBit(w)
	return f[word]&bit != 0
}

// filterBit hashes the first four bytes of a window.
func filterBit(w window) (word uint32, bit uint64) {
	hash := binary.LittleEndian.Uint32(w[:]) * 2654435769 >> 20
	return hash / 64, 1 << (hash % 64)
}

// AddRequest adds the session token and the signature in a request's headers and query. An
// Authorization header without a signature is secret from its second word on.
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
		s.values = s.first[:0]
	}
	for _, secret := range sent {
		if len(secret) >= len(window{}) && !slices.Contains(s.values, secret) {
			s.values, s.windows = append(s.values, secret), nil
		}
	}
}

// Redact returns text without secrets. First, "***" replaces what follows a secret's name.
// If the text then contains 16 consecutive bytes of a secret, in any case, as they are or
// after unescaping it once or twice as a URL, JSON or HTML, Redact returns Withheld.
func (s *Secrets) Redact(text string) string {
	if text = maskNamed(text); len(text) < len(window{}) {
		return text
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.windows == nil {
		s.windows, s.starts = make(map[window]struct{}), new(filter)
		for _, secret := range s.values {
			for w := range windows(secret) {
				s.windows[w] = struct{}{}
				s.starts.add(w)
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
		if !s.starts.mayHave(w) {
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

// windows yields the windows of text, in lower case, because net/http changes the case of
// header names, and with spaces as a query has them.
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
