package sigv4sign

import (
	"net/http"
	"net/url"
	"strings"
)

// plain tells whether a request is one that this package signs itself, as far as its
// URL says. What its headers say, collectHeaders tells.
func plain(r *http.Request) bool {
	return r.URL != nil && r.URL.Opaque == "" && r.Header != nil && canonicalQuery(r.URL.RawQuery) && plainHost(r.Host) && plainHost(r.URL.Host)
}

// plainHost tells whether a host is a name or an IPv4 address, and perhaps a port.
func plainHost(host string) bool {
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

// canonicalQuery tells whether a query is already as it is signed: names without
// an escape, each once and in order, and values that are escaped as they must be
// and no more.
func canonicalQuery(query string) bool {
	last := ""
	for rest := query; rest != ""; {
		pair := rest
		if i := strings.IndexByte(rest, '&'); i >= 0 {
			if pair, rest = rest[:i], rest[i+1:]; rest == "" {
				return false
			}
		} else {
			rest = ""
		}
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name <= last || !canonicalText(name) || strings.Contains(name, "%") || !canonicalText(value) {
			return false
		}
		last = name
	}
	return true
}

func canonicalText(text string) bool {
	for i := 0; i < len(text); i++ {
		if unreserved(text[i]) {
			continue
		}
		if text[i] != '%' || i+2 >= len(text) {
			return false
		}
		high, low := strings.IndexByte(upperHex, text[i+1]), strings.IndexByte(upperHex, text[i+2])
		if high < 0 || low < 0 || unreserved(byte(high<<4|low)) {
			return false
		}
		i += 2
	}
	return true
}

// dropDefaultPort takes the port out of the host where it is that of the scheme,
// as the HTTP client does when it sends.
func dropDefaultPort(r *http.Request) {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	u := url.URL{Host: host}
	switch port := u.Port(); {
	case port == "80" && strings.EqualFold(r.URL.Scheme, "http"), port == "443" && strings.EqualFold(r.URL.Scheme, "https"):
		r.Host = u.Hostname()
	}
}
