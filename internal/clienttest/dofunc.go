package clienttest

import "net/http"

// DoFunc is a function that serves as an HTTP client.
type DoFunc func(*http.Request) (*http.Response, error)

// Do implements the HTTPClient of both services.
func (f DoFunc) Do(r *http.Request) (*http.Response, error) { return f(r) }
