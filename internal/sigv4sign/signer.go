// Package sigv4sign signs requests with Signature Version 4. Its output is the same as
// aws/signer/v4's, byte for byte, at a fraction of the cost. Every attempt is signed, and
// with aws/signer/v4 that takes a quarter of a call's allocations.
//
// It signs a request itself if the query is canonical and each header has one value. It
// leaves other requests, and requests whose signing is logged, to aws/signer/v4. A fuzz
// test compares the two.
package sigv4sign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// Signer signs requests. It is safe for concurrent use.
type Signer struct {
	keys atomic.Pointer[[]*signingKey] // the last derived keys
}

// New returns a Signer.
func New() *Signer { return new(Signer) }

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeFormat = "20060102T150405Z"

	authorizationHeader = "Authorization"
	dateHeader          = "X-Amz-Date"
	tokenHeader         = "X-Amz-Security-Token"
)

// SignHTTP signs a request in place. It has the parameters of aws/signer/v4's SignHTTP.
func (s *Signer) SignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request, payloadHash, service, region string, at time.Time, optFns ...func(*v4.SignerOptions)) error {
	b := buffers.Get().(*buffer)
	defer b.free()
	o := &b.options
	for _, fn := range optFns {
		fn(o)
	}
	at = at.UTC()
	if !b.canSign(r, credentials.SessionToken, at) {
		// A new Signer, because a v4.Signer keeps keys by access key ID, even if the secret
		// key has changed.
		return v4.NewSigner().SignHTTP(ctx, credentials, r, payloadHash, service, region, at, optFns...)
	}
	date := formatTime(at)
	values := make([]string, 3) // the values of all headers that are set, in one allocation
	setHeader(r.Header, dateHeader, date, values[0:1:1])
	b.set(header{"x-amz-date", date})
	if credentials.SessionToken != "" && !o.DisableSessionToken {
		setHeader(r.Header, tokenHeader, credentials.SessionToken, values[1:2:2])
		b.set(header{"x-amz-security-token", strings.TrimSpace(credentials.SessionToken)})
	}
	dropDefaultPort(r)
	b.canonicalRequest(r, payloadHash, o.DisableURIPathEscaping)
	hash := sha256.Sum256(b.text)

	key := s.keyFor(credentials, date[:len("20060102")], region, service)
	b.text = append(b.text[:0], algorithm+"\n"...)
	b.text = append(append(b.text, date...), '\n')
	b.text = append(append(b.text, key.scope...), '\n')
	b.text = hex.AppendEncode(b.text, hash[:])
	signature := key.sign(b.text, b.signature[:0])

	b.text = append(b.text[:0], algorithm+" Credential="...)
	b.text = append(append(b.text, credentials.AccessKeyID...), '/')
	b.text = append(b.text, key.scope...)
	b.text = append(b.text, ", SignedHeaders="...)
	b.text = append(b.text, b.names...)
	b.text = append(b.text, ", Signature="...)
	b.text = hex.AppendEncode(b.text, signature)
	setHeader(r.Header, authorizationHeader, string(b.text), values[2:3:3])
	return nil
}

// canSign reports whether this package can sign the request itself. It also collects the
// request's headers.
func (b *buffer) canSign(r *http.Request, token string, at time.Time) bool {
	return !b.options.LogSigning && at.Year() >= 0 && at.Year() <= 9999 && !strings.Contains(token, "  ") && r.Header != nil &&
		hasCanonicalURL(r) && b.collectHeaders(r.Header)
}

// formatTime is t.Format(timeFormat) for years with four digits. Format costs as much as a
// hash.
func formatTime(t time.Time) string {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	text := [...]byte{'0', '0', '0', '0', '0', '0', '0', '0', 'T', '0', '0', '0', '0', '0', '0', 'Z'}
	putTwo(text[0:], year/100)
	putTwo(text[2:], year%100)
	putTwo(text[4:], int(month))
	putTwo(text[6:], day)
	putTwo(text[9:], hour)
	putTwo(text[11:], minute)
	putTwo(text[13:], second)
	return string(text[:])
}

// putTwo writes a number from 0 to 99 as two digits.
func putTwo(to []byte, n int) { to[0], to[1] = '0'+byte(n/10), '0'+byte(n%10) }

func setHeader(h http.Header, name, value string, values []string) {
	values[0] = value
	h[name] = values
}

// buffer contains the memory for signing one request. Buffers are reused.
type buffer struct {
	text      []byte
	names     []byte // the names of the signed headers
	headers   []header
	signature [sha256.Size]byte
	options   v4.SignerOptions
}

// header is a signed header.
type header struct{ name, value string }

// free clears the buffer, because it can contain a session token, and returns it to the pool.
func (b *buffer) free() {
	clear(b.text[:cap(b.text)])
	clear(b.names[:cap(b.names)])
	clear(b.headers[:cap(b.headers)])
	clear(b.signature[:])
	b.options = v4.SignerOptions{}
	buffers.Put(b)
}

var buffers = sync.Pool{New: func() any { return &buffer{text: make([]byte, 0, 2048), names: make([]byte, 0, 256)} }}

// canonicalRequest writes the canonical request to text, and the names of its signed headers
// to names.
func (b *buffer) canonicalRequest(r *http.Request, payloadHash string, rawPath bool) {
	b.text = append(append(b.text[:0], r.Method...), '\n')
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	if rawPath {
		b.text = append(b.text, path...)
	} else {
		b.text = appendEscaped(b.text, path)
	}
	b.text = append(append(append(b.text, '\n'), r.URL.RawQuery...), '\n')

	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	b.set(header{"host", host})
	if r.ContentLength > 0 {
		b.set(header{"content-length", strconv.FormatInt(r.ContentLength, 10)})
	}
	b.names = b.names[:0]
	for i, h := range b.headers {
		if i > 0 {
			b.names = append(b.names, ';')
		}
		b.names = append(b.names, h.name...)
		b.text = append(append(b.text, h.name...), ':')
		b.text = append(append(b.text, h.value...), '\n')
	}
	b.text = append(append(append(b.text, '\n'), b.names...), '\n')
	b.text = append(b.text, payloadHash...)
}

// collectHeaders fills headers with the request's signed headers, sorted. It returns false if
// a header is not in canonical form.
func (b *buffer) collectHeaders(headers http.Header) bool {
	b.headers = b.headers[:0]
	for name, values := range headers {
		if len(values) != 1 || strings.Contains(values[0], "  ") {
			return false
		}
		lower, known := lowerName(name)
		if !known {
			lower = strings.ToLower(name)
			if name == "" || name == "Host" || name != textproto.CanonicalMIMEHeaderKey(name) || !isASCII(name) {
				return false
			}
		}
		if lower != "" {
			b.set(header{lower, strings.TrimSpace(values[0])})
		}
	}
	return true
}

// set adds a header, or replaces the header with the same name.
func (b *buffer) set(h header) {
	i, found := slices.BinarySearchFunc(b.headers, h.name, func(h header, name string) int { return strings.Compare(h.name, name) })
	if !found {
		b.headers = slices.Insert(b.headers, i, h)
	}
	b.headers[i] = h
}

// lowerName returns the lower-case name of a header that the client sets, or "" if the header
// is not signed. known is false for all other headers.
func lowerName(name string) (lower string, known bool) {
	switch name {
	case authorizationHeader, "User-Agent", "X-Amzn-Trace-Id", "Expect", "Transfer-Encoding",
		"Content-Length": // the signer uses the request's ContentLength instead
		return "", true
	case "Amz-Sdk-Invocation-Id":
		return "amz-sdk-invocation-id", true
	case "Amz-Sdk-Request":
		return "amz-sdk-request", true
	case "Content-Type":
		return "content-type", true
	case dateHeader:
		return "x-amz-date", true
	case tokenHeader:
		return "x-amz-security-token", true
	}
	return "", false
}
