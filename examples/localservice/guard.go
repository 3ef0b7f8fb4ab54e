package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// guard refuses requests, on every path, that another web site makes the user's browser
// send, and requests for a host name that may belong to another site but resolve to this
// machine. The page has no password and the access key is public, so without guard any
// site that the user visits could answer loops.
func guard(hosts []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status int
		var why string
		switch {
		case !knownHost(r.Host, hosts):
			status, why = http.StatusMisdirectedRequest, fmt.Sprintf("localservice does not accept the host name %.253q. Use localhost or an IP address, or start localservice with -hosts and this name.", r.Host)
		case crossSite(r) && !opensPage(r):
			status, why = http.StatusForbidden, "Another site sent this request. Open localservice's page and submit the form there."
		default:
			next.ServeHTTP(w, r)
			return
		}
		if toPage(r) {
			setPageHeaders(w.Header())
			showMessage(w, status, "Request refused", why)
			return
		}
		w.Header().Set("X-Amzn-Errortype", "AccessDeniedException")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": why}) // the client may have left
	})
}

// setPageHeaders restricts what a page can do in the browser.
func setPageHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// opensPage reports whether a browser navigates to the page. guard allows this from
// another site's link too, because that site cannot read the page.
func opensPage(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && toPage(r)
}

// knownHost reports whether a host name is safe from DNS rebinding. IP addresses and
// localhost are safe, and the names of -hosts are trusted.
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

// crossSite reports whether a request comes from another site, according to the
// browser's Sec-Fetch-Site or Origin header. A client that sends neither is not a
// browser.
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
