package sigv4verify

import (
	"net/http"
	"testing"
)

// Amazon S3 escapes the path once and accepts unsigned payloads. Other services accept
// neither.
func TestVerifyS3(t *testing.T) {
	signed, unsigned := http.Header{}, http.Header{"X-Amz-Content-Sha256": {unsignedPayload}}
	const other = "another body"
	tests := []struct {
		name     string
		request  request
		body     string // the received body; "" for the sent one
		s3, rest string // the error codes of S3 and of other services; "" if accepted
	}{
		{"payload signed", request{url: "/bucket/key", header: signed}, "", "", ""},
		{"payload signed, another one received", request{url: "/bucket/key", header: signed}, other, codeInvalid, codeInvalid},
		{"payload unsigned", request{url: "/bucket/key", header: unsigned, payload: unsignedPayload}, other, "", codeInvalid},
		{"payload signed, declared as unsigned", request{url: "/bucket/key", header: unsigned}, "", codeInvalid, codeInvalid},
		{"payload unsigned, declared as signed", request{url: "/bucket/key", header: signed, payload: unsignedPayload}, "", codeInvalid, codeInvalid},
		{"presigned", request{url: "/bucket/key", presign: true, payload: unsignedPayload}, other, "", codeInvalid},
		{"presigned with the payload", request{url: "/bucket/key", presign: true}, "", codeInvalid, ""},
		{"path that needs an escape", request{url: "/bucket/a b", header: signed}, "", "", codeInvalid},
		{"path with an escaped percent", request{url: "/bucket/a%25b", header: signed}, "", "", codeInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.request
			r.method, r.body, r.s3 = "PUT", "body", true
			req, body := r.received(t)
			if tt.body != "" {
				body = []byte(tt.body)
			}
			v := verifier(signedAt)
			wantCode(t, v.Verify(req, body), tt.rest, "")
			v.S3 = true
			wantCode(t, v.Verify(req, body), tt.s3, "")
		})
	}
}
