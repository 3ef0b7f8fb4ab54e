package sigv4verify

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// canonicalHead returns the canonical request without the hash of the payload.
func canonicalHead(r *http.Request, a *authorization, s3 bool) (string, error) {
	query, err := canonicalQuery(r.URL.RawQuery, a.presigned)
	if err != nil {
		return "", err
	}
	headers, err := canonicalHeaders(r, a)
	if err != nil {
		return "", err
	}
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	// Every service except S3 escapes the path a second time.
	if s3 {
		path = r.URL.Path
	}
	return strings.Join([]string{
		r.Method, escape(path, true), query, headers, strings.Join(a.signedHeaders, ";"),
	}, "\n"), nil
}

// canonicalQuery sorts the parameters by their escaped names, then values. It omits the
// signature of a presigned URL.
func canonicalQuery(raw string, presigned bool) (string, error) {
	var params [][2]string
	for _, pair := range strings.Split(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return "", errorf("MalformedQueryString", "The query string is malformed: %v", err)
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return "", errorf("MalformedQueryString", "The query string is malformed: %v", err)
		}
		if !presigned || name != "X-Amz-Signature" {
			params = append(params, [2]string{escape(name, false), escape(value, false)})
		}
	}
	slices.SortFunc(params, func(a, b [2]string) int {
		if c := strings.Compare(a[0], b[0]); c != 0 {
			return c
		}
		return strings.Compare(a[1], b[1])
	})
	var b strings.Builder
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p[0] + "=" + p[1])
	}
	return b.String(), nil
}

// canonicalHeaders returns the signed headers with lower-case, sorted names. It joins the
// values of repeated headers with commas and replaces runs of spaces with one space.
func canonicalHeaders(r *http.Request, a *authorization) (string, error) {
	// HTTP/2 has :authority instead of Host. Clients sign either of them.
	if !slices.Contains(a.signedHeaders, "host") && (r.ProtoMajor < 2 || !slices.Contains(a.signedHeaders, ":authority")) {
		return "", errorf(codeInvalid, "'Host' must be a 'SignedHeader' in the AWS Authorization.")
	}
	if names := strings.Join(a.signedHeaders, ""); !slices.IsSorted(a.signedHeaders) || names != strings.ToLower(names) {
		return "", errorf(codeInvalid, "SignedHeaders must be in lower case and sorted.")
	}
	var b strings.Builder
	for _, name := range a.signedHeaders {
		var values []string
		switch name {
		case "host", ":authority":
			values = []string{r.Host}
		case "content-length":
			values = []string{strconv.FormatInt(max(r.ContentLength, 0), 10)}
		default:
			values = r.Header.Values(name)
		}
		folded := make([]string, len(values))
		for i, v := range values {
			folded[i] = strings.Join(strings.Fields(v), " ")
		}
		b.WriteString(name + ":" + strings.Join(folded, ",") + "\n")
	}
	return b.String(), nil
}

// escape escapes every byte outside A-Z a-z 0-9 - _ . ~ except, if keepSlash is true, the
// slash.
func escape(s string, keepSlash bool) string {
	const upperHex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9',
			c == '-', c == '_', c == '.', c == '~', c == '/' && keepSlash:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		}
	}
	return b.String()
}
