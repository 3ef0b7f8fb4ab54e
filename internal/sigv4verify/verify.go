// Package sigv4verify verifies Signature Version 4 as AWS's services do: signatures
// in the Authorization header and in the query of presigned URLs. It does not share
// code with the signer of aws-sdk-go-v2, so that each checks the other.
package sigv4verify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Verifier verifies the requests to one service in one Region.
type Verifier struct {
	Region  string
	Service string // the signing name

	// S3 selects the rules of Amazon S3: the path is escaped only once, and the payload
	// may be unsigned.
	S3 bool

	// Lookup returns the credentials of an access key.
	Lookup func(accessKeyID string) (aws.Credentials, bool)

	// Now is the service's clock.
	Now func() time.Time
}

// MaxSkew is the maximum difference between a signature's time and the service's clock.
const MaxSkew = 5 * time.Minute

// defaultExpires is how long a presigned URL without X-Amz-Expires is valid. maxExpires is
// the maximum of X-Amz-Expires.
const (
	defaultExpires = 15 * time.Minute
	maxExpires     = 7 * 24 * time.Hour
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeFormat = "20060102T150405Z"

	unsignedPayload = "UNSIGNED-PAYLOAD"
)

// Error reports why a request is refused.
type Error struct {
	Code    string // the AWS error code
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func errorf(code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

const (
	codeMissing      = "MissingAuthenticationTokenException"
	codeIncomplete   = "IncompleteSignature"
	codeUnrecognized = "UnrecognizedClientException"
	codeInvalid      = "InvalidSignatureException"
	codeExpired      = "ExpiredTokenException"
)

// authorization contains a request's signature and its parameters.
type authorization struct {
	accessKeyID   string
	scope         string // date/region/service/aws4_request
	signedHeaders []string
	signature     string
	time          time.Time
	token         string
	expires       time.Duration // of a presigned URL
	presigned     bool
}

// Head is the valid head of a request. VerifyBody checks the signature, because the signature
// also covers the body.
type Head struct {
	authorization *authorization
	secret        string
	canonical     string // the canonical request without the payload's hash
	payloadHash   string // the value of X-Amz-Content-Sha256, or ""
	s3            bool
}

// Verify checks the signature of r. The caller has read the body. If the request is refused,
// it returns an *Error.
func (v *Verifier) Verify(r *http.Request, body []byte) error {
	head, err := v.VerifyHead(r)
	if err != nil {
		return err
	}
	return head.VerifyBody(body)
}

// VerifyHead checks what can be checked before the body is read: the form of the signature,
// the key, its scope and times, and the headers that must be signed. If the request is
// refused, it returns an *Error.
func (v *Verifier) VerifyHead(r *http.Request) (*Head, error) {
	a, err := parse(r)
	if err != nil {
		return nil, err
	}
	credentials, ok := v.Lookup(a.accessKeyID)
	if !ok || a.token != credentials.SessionToken {
		return nil, errorf(codeUnrecognized, "The security token included in the request is invalid.")
	}
	if err := v.checkScope(a); err != nil {
		return nil, err
	}
	if err := v.checkTime(a); err != nil {
		return nil, err
	}
	if credentials.CanExpire && !v.Now().Before(credentials.Expires) {
		return nil, errorf(codeExpired, "The security token included in the request is expired")
	}
	canonical, err := canonicalHead(r, a, v.S3)
	if err != nil {
		return nil, err
	}
	return &Head{authorization: a, secret: credentials.SecretAccessKey, canonical: canonical,
		payloadHash: r.Header.Get("X-Amz-Content-Sha256"), s3: v.S3}, nil
}

// VerifyBody checks the signature. If the request is refused, it returns an *Error.
func (h *Head) VerifyBody(body []byte) error {
	hash := sha256.Sum256(body)
	payload := hex.EncodeToString(hash[:])
	switch {
	case h.s3 && (h.authorization.presigned || h.payloadHash == unsignedPayload):
		payload = unsignedPayload
	case h.payloadHash != "" && h.payloadHash != payload:
		return errorf(codeInvalid, "The value of the header x-amz-content-sha256 does not match the payload.")
	}
	want := sign(h.secret, h.authorization, h.canonical+"\n"+payload)
	if !hmac.Equal([]byte(want), []byte(h.authorization.signature)) {
		return errorf(codeInvalid, "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
	}
	return nil
}

func (v *Verifier) checkScope(a *authorization) error {
	scope := strings.Split(a.scope, "/")
	switch {
	case len(scope) != 4 || scope[3] != "aws4_request":
		return errorf(codeIncomplete, "Credential must have the form access-key/date/region/service/aws4_request.")
	case scope[0] != a.time.Format("20060102"):
		return errorf(codeInvalid, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s'.", scope[0], a.time.Format("20060102"))
	case scope[1] != v.Region:
		return errorf(codeInvalid, "Credential should be scoped to a valid region, not '%s'. This service is in '%s'.", scope[1], v.Region)
	case scope[2] != v.Service:
		return errorf(codeInvalid, "Credential should be scoped to correct service: '%s'.", v.Service)
	}
	return nil
}

func (v *Verifier) checkTime(a *authorization) error {
	now, oldest := v.Now().UTC(), MaxSkew
	if a.presigned {
		oldest = a.expires
	}
	switch age := now.Sub(a.time); {
	case age > oldest:
		return errorf(codeInvalid, "Signature expired: %s is now earlier than %s (%s - %d min.)",
			a.time.Format(timeFormat), now.Add(-oldest).Format(timeFormat), now.Format(timeFormat), int(oldest.Minutes()))
	case age < -MaxSkew:
		return errorf(codeInvalid, "Signature not yet current: %s is still later than %s (%s + %d min.)",
			a.time.Format(timeFormat), now.Add(MaxSkew).Format(timeFormat), now.Format(timeFormat), int(MaxSkew.Minutes()))
	}
	return nil
}

// sign computes the signature of a canonical request.
func sign(secret string, a *authorization, request string) string {
	hash := sha256.Sum256([]byte(request))
	text := strings.Join([]string{algorithm, a.time.Format(timeFormat), a.scope, hex.EncodeToString(hash[:])}, "\n")
	key := []byte("AWS4" + secret)
	for _, part := range append(strings.Split(a.scope, "/"), text) {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return hex.EncodeToString(key)
}

// parse reads the signature from the header or the query.
func parse(r *http.Request) (*authorization, error) {
	header := r.Header.Get("Authorization")
	query, err := url.ParseQuery(r.URL.RawQuery)
	switch {
	case header != "":
		return parseHeader(r, header)
	case err != nil:
		return nil, errorf("MalformedQueryString", "The query string is malformed: %v", err)
	case query.Has("X-Amz-Algorithm") || query.Has("X-Amz-Signature"):
		return parseQuery(query)
	}
	return nil, errorf(codeMissing, "Missing Authentication Token")
}

func parseHeader(r *http.Request, header string) (*authorization, error) {
	rest, ok := strings.CutPrefix(header, algorithm+" ")
	if !ok {
		return nil, errorf(codeIncomplete, "Authorization header requires the algorithm %s.", algorithm)
	}
	fields := map[string]string{}
	for _, field := range strings.Split(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		fields[name] = value
	}
	for _, name := range []string{"Credential", "SignedHeaders", "Signature"} {
		if fields[name] == "" {
			return nil, errorf(codeIncomplete, "Authorization header requires '%s' parameter.", name)
		}
	}
	a := &authorization{signature: fields["Signature"], token: r.Header.Get("X-Amz-Security-Token")}
	date := r.Header.Get("X-Amz-Date")
	if date == "" {
		date = r.Header.Get("Date")
	}
	return a.fill(fields["Credential"], fields["SignedHeaders"], date)
}

func parseQuery(query url.Values) (*authorization, error) {
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature"} {
		if query.Get(name) == "" {
			return nil, errorf(codeIncomplete, "AWS query-string parameters must include '%s'.", name)
		}
	}
	if query.Get("X-Amz-Algorithm") != algorithm {
		return nil, errorf(codeIncomplete, "X-Amz-Algorithm must be %s.", algorithm)
	}
	a := &authorization{
		signature: query.Get("X-Amz-Signature"),
		token:     query.Get("X-Amz-Security-Token"),
		expires:   defaultExpires,
		presigned: true,
	}
	if text := query.Get("X-Amz-Expires"); text != "" {
		seconds, err := strconv.ParseInt(text, 10, 32)
		a.expires = time.Duration(seconds) * time.Second
		if err != nil || a.expires < time.Second || a.expires > maxExpires {
			return nil, errorf(codeIncomplete, "X-Amz-Expires must be a number of seconds from 1 to %d.", int(maxExpires.Seconds()))
		}
	}
	return a.fill(query.Get("X-Amz-Credential"), query.Get("X-Amz-SignedHeaders"), query.Get("X-Amz-Date"))
}

// fill parses the fields that are the same in the header and the query.
func (a *authorization) fill(credential, signedHeaders, date string) (*authorization, error) {
	a.accessKeyID, a.scope, _ = strings.Cut(credential, "/")
	a.signedHeaders = strings.Split(signedHeaders, ";")
	var err error
	if a.time, err = time.Parse(timeFormat, date); err != nil {
		if a.time, err = http.ParseTime(date); err != nil {
			return nil, errorf(codeIncomplete, "Authorization requires existence of either a 'X-Amz-Date' or a 'Date' header in the form %s.", timeFormat)
		}
	}
	a.time = a.time.UTC()
	return a, nil
}
