package sigv4verify

import (
	"net/http"
	"net/url"
	"testing"
)

// Over HTTP/2, the AWS SDK for JavaScript signs :authority instead of Host. Its
// signature-v4 package created this signature.
func TestVerifyHTTP2Authority(t *testing.T) {
	const name = "a2i-runtime.sagemaker.us-east-1.amazonaws.com"
	const notSigned = "'Host' must be a 'SignedHeader' in the AWS Authorization."
	for _, tt := range []struct {
		name          string
		version       int
		host          string
		code, message string
	}{
		{"HTTP/2", 2, name, "", ""},
		{"HTTP/2, other host", 2, "evil.example", "InvalidSignatureException", mismatch},
		{"HTTP/1", 1, name, "InvalidSignatureException", notSigned},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantCode(t, verifier(signedAt).Verify(&http.Request{
				Method: "GET", Host: tt.host, ProtoMajor: tt.version, URL: &url.URL{Path: "/human-loops/my-loop"},
				Header: http.Header{
					"X-Amz-Date": {"20260224T083015Z"},
					"Authorization": {"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260224/us-east-1/sagemaker/aws4_request, " +
						"SignedHeaders=:authority;x-amz-date, Signature=9e43da44095589047990025d0d3fb190c20665ad6fdf62463d7140a829f35616"},
				},
			}, nil), tt.code, tt.message)
		})
	}
}
