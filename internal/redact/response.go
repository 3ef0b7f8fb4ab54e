package redact

import (
	"net/http"
	"net/url"
)

// RedactResponse removes secrets and the connection from a response that an error contains.
// It replaces the response's request with a copy, because net/http may still be writing the
// original. The copy has no body, context or earlier responses.
func (s *Secrets) RedactResponse(resp *http.Response) {
	resp.Status = s.Redact(resp.Status)
	resp.Header, resp.Trailer = s.header(resp.Header), s.header(resp.Trailer)
	resp.Body = http.NoBody
	if resp.Request == nil {
		return
	}
	sent := &http.Request{
		Method: resp.Request.Method, Host: resp.Request.Host,
		Proto: resp.Request.Proto, ProtoMajor: resp.Request.ProtoMajor, ProtoMinor: resp.Request.ProtoMinor,
		Header: s.header(resp.Request.Header), ContentLength: resp.Request.ContentLength,
	}
	if resp.Request.URL != nil {
		sent.URL = s.url(resp.Request.URL)
	}
	resp.Request = sent
}

// RedactRequestID redacts the request ID of a successful response, which aws-sdk-go-v2
// records in a span.
func (s *Secrets) RedactRequestID(resp *http.Response) {
	for _, name := range []string{"X-Amzn-Requestid", "X-Amz-Requestid"} {
		if id := resp.Header.Get(name); s.Redact(id) != id {
			resp.Header = s.header(resp.Header)
		}
	}
}

// header returns a redacted copy, because the HTTP client may still use the header.
func (s *Secrets) header(header http.Header) http.Header {
	if header == nil {
		return nil
	}
	redacted := make(http.Header, len(header))
	for name, values := range header {
		if name == "Authorization" || name == "X-Amz-Security-Token" || s.Redact(name) != name {
			continue
		}
		for _, value := range values {
			redacted[name] = append(redacted[name], s.Redact(value))
		}
	}
	return redacted
}

func (s *Secrets) url(u *url.URL) *url.URL {
	text := u.String()
	redacted := s.Redact(text)
	if redacted == text {
		return u
	}
	if masked, err := url.Parse(redacted); err == nil {
		return masked
	}
	return &url.URL{Path: redacted}
}
