package sigv4verify

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// unreadable is a body that must not be read.
type unreadable struct{}

func (unreadable) Read([]byte) (int, error) { return 0, errors.New("the body was read") }

// VerifyHead checks all but the signature, and does not read the body.
func TestVerifyHead(t *testing.T) {
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	replace := func(old, new string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, new, 1))
		}
	}
	tests := []struct {
		name    string
		request request
		head    string // the error code of VerifyHead; "" if it accepts the head
		body    string // the error code for the body
	}{
		{"valid", request{}, "", ""},
		{"unsigned", request{tamper: func(r *http.Request) { r.Header.Del("Authorization") }}, codeMissing, ""},
		{"malformed", request{tamper: replace("Signature=", "")}, codeIncomplete, ""},
		{"unknown key", request{credentials: aws.Credentials{AccessKeyID: "AKIAUNKNOWN", SecretAccessKey: "s"}}, codeUnrecognized, ""},
		{"other Region", request{region: "eu-west-1"}, codeInvalid, ""},
		{"too old", request{at: signedAt.Add(-MaxSkew - time.Second)}, codeInvalid, ""},
		{"too new", request{at: signedAt.Add(MaxSkew + time.Second)}, codeInvalid, ""},
		{"host not signed", request{tamper: replace("host;", "")}, codeInvalid, ""},
		{"query that cannot be read", request{tamper: func(r *http.Request) { r.URL.RawQuery = "a=%zz" }}, "MalformedQueryString", ""},
		{"wrong secret", request{credentials: aws.Credentials{AccessKeyID: permanent.AccessKeyID, SecretAccessKey: "s"}}, "", codeInvalid},
		{"other hash of the payload", request{tamper: set("X-Amz-Content-Sha256", emptyHash)}, "", codeInvalid},
		{"other path", request{tamper: func(r *http.Request) { r.URL.Path = "/y" }}, "", codeInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.request
			r.method, r.url, r.body = "POST", "/x", "{}"
			req, body := r.received(t)
			req.Body = io.NopCloser(unreadable{})
			head, err := verifier(signedAt).VerifyHead(req)
			wantCode(t, err, tt.head, "")
			if tt.head == "" {
				wantCode(t, head.VerifyBody(body), tt.body, "")
			}
		})
	}
}
