// Package clienttest lets this module's own tests inspect what a client sends and
// choose what it receives, one HTTP exchange at a time.
package clienttest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/sigv4sign"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// Credentials are static keys with a session token. Logs and errors must not contain any of
// them.
var Credentials = aws.Credentials{
	AccessKeyID:     "AKIACLIENTTEST",
	SecretAccessKey: "clienttest/secret",
	SessionToken:    "clienttest/token+of=a/session",
}

// Provider provides Credentials.
var Provider = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return Credentials, nil })

// Exchange is an HTTP client that records every request and returns Responses in
// order. After the last one, it returns the last one again.
type Exchange struct {
	Responses []Response

	mu       sync.Mutex
	requests []Request
}

// Response is a response, or the error to return instead of one.
type Response struct {
	Status int // 0 = 200
	Header map[string]string
	Body   string
	Err    error
}

// Request is a request that was sent, with its body and the time when it was sent.
type Request struct {
	*http.Request
	Body []byte
	Time time.Time
}

// Do implements the HTTPClient of both services.
func (x *Exchange) Do(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.requests = append(x.requests, Request{r, body, time.Now()})
	var next Response
	if len(x.Responses) > 0 {
		next = x.Responses[min(len(x.requests), len(x.Responses))-1]
	}
	if next.Err != nil {
		return nil, next.Err
	}
	header := http.Header{}
	for name, value := range next.Header {
		header.Set(name, value)
	}
	if next.Status == 0 {
		next.Status = http.StatusOK
	}
	return &http.Response{
		StatusCode: next.Status, Header: header, ContentLength: int64(len(next.Body)),
		Body: io.NopCloser(bytes.NewReader([]byte(next.Body))), Request: r,
	}, nil
}

// Requests returns the requests so far.
func (x *Exchange) Requests() []Request {
	x.mu.Lock()
	defer x.mu.Unlock()
	return append([]Request(nil), x.requests...)
}

// SigningTime is the time that FixedSigner signs at.
var SigningTime = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// FixedSigner signs like the default signer of a client, but always at SigningTime.
type FixedSigner struct{ Signer *sigv4sign.Signer }

// NewFixedSigner returns a FixedSigner.
func NewFixedSigner() FixedSigner { return FixedSigner{sigv4sign.New()} }

// SignHTTP implements the HTTPSignerV4 of both services.
func (s FixedSigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, _ time.Time, fns ...func(*v4.SignerOptions)) error {
	return s.Signer.SignHTTP(ctx, c, r, hash, service, region, SigningTime, fns...)
}
