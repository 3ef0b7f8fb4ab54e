package main

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// guard lets only this machine's user use the page. A page has no password, so
// two things are refused: a post that another site made the browser send, and a
// name that may be another site's, made to lead here.
func guard(hosts []string, page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		switch {
		case !knownHost(r.Host, hosts):
			showMessage(w, http.StatusMisdirectedRequest, "Unknown host",
				"The page is not called by this name. Use localhost or the IP address, or begin localservice with -hosts and the name.")
		case r.Method != http.MethodGet && r.Method != http.MethodHead && crossSite(r):
			showMessage(w, http.StatusForbidden, "Refused", "Another site sent this form. Open the page itself and submit it there.")
		default:
			page.ServeHTTP(w, r)
		}
	})
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
// Browsers say so in Sec-Fetch-Site or in Origin; what says neither is no browser.
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
