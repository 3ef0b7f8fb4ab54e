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

// guard lets only programs and this machine's user in. The page has no password,
// and the access key is known to everybody, so two things are refused on every
// path: what another site makes a browser send, and a host name that may be another
// site's, made to lead here.
func guard(hosts []string, guarded http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status int
		var why string
		switch {
		case !knownHost(r.Host, hosts):
			status, why = http.StatusMisdirectedRequest, "localservice is not called by this name. Use localhost or the IP address, or begin it with -hosts and the name."
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
		_ = json.NewEncoder(w).Encode(map[string]string{"message": why}) // who is gone needs no answer
	})
}

// setPageHeaders are the limits of each page in the browser.
func setPageHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// opensPage tells whether a browser goes to the page, by a link of another site:
// that shows it to the user, and to nobody else.
func opensPage(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && toPage(r)
}

// knownHost tells whether a browser that was sent to this host cannot have been
// deceived: an IP address and localhost are no names that others can rebind.
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

// crossSite tells whether a browser says that a request comes from another site.
// Browsers say so in Sec-Fetch-Site or in Origin. A client that sends neither is not a browser.
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
