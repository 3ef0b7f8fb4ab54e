package sigv4sign

import (
	"net/http"
	"net/url"
	"strings"
)

// hasCanonicalURL reports whether a request's URL and host are already in canonical form.
// collectHeaders checks the headers.
func hasCanonicalURL(r *http.Request) bool {
	return r.URL != nil && r.URL.Opaque == "" && isCanonicalQuery(r.URL.RawQuery) && isNameOrIPv4(r.Host) && isNameOrIPv4(r.URL.Host)
}

// isNameOrIPv4 reports whether a host is a name or an IPv4 address, with or without a
// port.
func isNameOrIPv4(host string) bool {
	return !strings.ContainsAny(host, " []") && strings.Count(host, ":") <= 1
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// isCanonicalQuery reports whether a query is already in canonical form: its names are
// unique, sorted and without escapes, and its values escape all reserved bytes and no others.
func isCanonicalQuery(query string) bool {
	if query == "" {
		return true
	}
	last := ""
	for pair := range strings.SplitSeq(query, "&") {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name <= last || strings.Contains(name, "%") || !isCanonicalText(name) || !isCanonicalText(value) {
			return false
		}
		last = name
	}
	return true
}

func isCanonicalText(text string) bool {
	for i := 0; i < len(text); i++ {
		if isUnreserved(text[i]) {
			continue
		}
		if text[i] != '%' || i+2 >= len(text) {
			return false
		}
		high, low := strings.IndexByte(upperHex, text[i+1]), strings.IndexByte(upperHex, text[i+2])
		if high < 0 || low < 0 || isUnreserved(byte(high<<4|low)) {
			return false
		}
		i += 2
	}
	return true
}

// appendEscaped appends a path with every byte outside A-Z a-z 0-9 - _ . ~ /
// escaped.
func appendEscaped(to []byte, path string) []byte {
	for i := 0; i < len(path); i++ {
		if c := path[i]; isUnreserved(c) || c == '/' {
			to = append(to, c)
		} else {
			to = append(to, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return to
}

const upperHex = "0123456789ABCDEF"

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~'
}

// dropDefaultPort removes the scheme's default port from the host, as the HTTP client
// does when it sends.
func dropDefaultPort(r *http.Request) {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	u := url.URL{Host: host}
	port, scheme := u.Port(), r.URL.Scheme
	if port == "80" && strings.EqualFold(scheme, "http") || port == "443" && strings.EqualFold(scheme, "https") {
		r.Host = u.Hostname()
	}
}
