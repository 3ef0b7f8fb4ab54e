package main

import (
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// guard lets only programs and this machine's user in. The page has no password and the
// access key is public. So on every path, guard refuses requests that another site makes
// a browser send, and host names that another site may have pointed at this machine.
func guard(hosts []string, guarded http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status int
		var why string
		switch {
		case !knownHost(r.Host, hosts):
			status, why = http.StatusMisdirectedRequest, "localservice does not know this host name. Use localhost or the IP address, or start localservice with -hosts and the name."
		case crossSite(r) && !opensPage(r):
			status, why = http.StatusForbidden, "Another site sent this. Open the page itself, and submit it there."
		default:
			guarded.ServeHTTP(w, r)
			return
		}
		if toPage(r) {
			setPageHeaders(w.Header())
			showMessage(w, status, "Refused", why)
			return
		}
		w.Header().Set("X-Amzn-Errortype", "AccessDeniedException")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": why}) // the client may have left
	})
}

// setPageHeaders limits what a page can do in the browser.
func setPageHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// opensPage reports whether a browser opens the page, even from another site's link:
// only the user sees it then.
func opensPage(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && toPage(r)
}

// knownHost reports whether a host name is safe from DNS rebinding: IP addresses and
// localhost are, and the names of -hosts are trusted.
func knownHost(host string, hosts []string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || slices.Contains(hosts, host)
}

// crossSite reports whether a browser says that a request comes from another site.
// Browsers send Sec-Fetch-Site or Origin. A client that sends neither is not a browser.
func crossSite(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return false
	case "":
	default:
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || !strings.EqualFold(u.Host, r.Host)
}
