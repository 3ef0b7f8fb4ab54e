// Package clienttest helps this module's own tests to look at what a client
// sends and to choose what it receives, one HTTP exchange at a time.
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

// Credentials are static keys with a session token, none of which may ever be
// seen in a log or an error.
var Credentials = aws.Credentials{
	AccessKeyID:     "AKIACLIENTTEST",
	SecretAccessKey: "clienttest/secret",
	SessionToken:    "clienttest/token+of=a/session",
}

// Provider provides Credentials.
var Provider = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return Credentials, nil })

// Exchange is an HTTP client that keeps every request and answers them one
// after the other; the last answer is given again and again.
type Exchange struct {
	Answers []Answer

	mu       sync.Mutex
	requests []Request
}

// Answer is one response, or the failure to get one.
type Answer struct {
	Status int // 0 = 200
	Header map[string]string
	Body   string
	Err    error
}

// Request is a request that was sent, with its body read, and the time it was sent at.
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
	var a Answer
	if len(x.Answers) > 0 {
		a = x.Answers[min(len(x.requests), len(x.Answers))-1]
	}
	if a.Err != nil {
		return nil, a.Err
	}
	header := http.Header{}
	for name, value := range a.Header {
		header.Set(name, value)
	}
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	return &http.Response{
		StatusCode: a.Status, Header: header, ContentLength: int64(len(a.Body)),
		Body: io.NopCloser(bytes.NewReader([]byte(a.Body))), Request: r,
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

// FixedSigner signs as a client does that has no signer of its own, always at
// SigningTime.
type FixedSigner struct{ Signer *sigv4sign.Signer }

// NewFixedSigner returns a FixedSigner.
func NewFixedSigner() FixedSigner { return FixedSigner{sigv4sign.New()} }

// SignHTTP implements the HTTPSignerV4 of both services.
func (s FixedSigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, _ time.Time, fns ...func(*v4.SignerOptions)) error {
	return s.Signer.SignHTTP(ctx, c, r, hash, service, region, SigningTime, fns...)
}
