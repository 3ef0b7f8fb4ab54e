package sigv4verify

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

const mismatch = "The request signature we calculated does not match the signature you provided."

// Each request is valid except for one part.
func TestVerifyRefuses(t *testing.T) {
	wrongSecret := aws.Credentials{AccessKeyID: permanent.AccessKeyID, SecretAccessKey: "wrong"}
	otherToken, noToken, tokenOfNone := temporary, temporary, permanent
	otherToken.SessionToken, noToken.SessionToken, tokenOfNone.SessionToken = "other", "", "token"
	unknown := aws.Credentials{AccessKeyID: "AKIAUNKNOWN", SecretAccessKey: permanent.SecretAccessKey}
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	tests := []struct {
		name          string
		request       request
		code, message string
		presigned     bool // whether it also applies to presigned URLs
	}{
		{"unknown key", request{credentials: unknown}, "UnrecognizedClientException", "The security token included in the request is invalid.", true},
		{"wrong secret", request{credentials: wrongSecret}, "InvalidSignatureException", mismatch, true},
		{"wrong session token", request{credentials: otherToken}, "UnrecognizedClientException", "invalid", true},
		{"missing session token", request{credentials: noToken}, "UnrecognizedClientException", "invalid", true},
		{"session token of a key without one", request{credentials: tokenOfNone}, "UnrecognizedClientException", "invalid", true},
		{"other Region", request{region: "eu-west-1"}, "InvalidSignatureException", "Credential should be scoped to a valid region, not 'eu-west-1'. This service is in 'us-east-1'.", true},
		{"other service", request{service: "bedrock"}, "InvalidSignatureException", "Credential should be scoped to correct service: 'sagemaker'.", true},
		{"Region in upper case", request{region: "US-EAST-1"}, "InvalidSignatureException", "not 'US-EAST-1'", true},

		{"other method", request{tamper: func(r *http.Request) { r.Method = "PUT" }}, "InvalidSignatureException", mismatch, true},
		{"other path", request{tamper: func(r *http.Request) { r.URL.Path, r.URL.RawPath = "/human-loops/b", "" }}, "InvalidSignatureException", mismatch, true},
		{"path with other escapes", request{tamper: func(r *http.Request) { r.URL.RawPath = "/human-loops/%61" }}, "InvalidSignatureException", mismatch, true},
		{"added slash", request{tamper: func(r *http.Request) { r.URL.Path += "/" }}, "InvalidSignatureException", mismatch, true},
		{"added parameter", request{tamper: func(r *http.Request) { r.URL.RawQuery += "&z=1" }}, "InvalidSignatureException", mismatch, true},
		{"repeated parameter", request{tamper: func(r *http.Request) { r.URL.RawQuery += "&q=1" }}, "InvalidSignatureException", mismatch, true},
		{"other value", request{tamper: func(r *http.Request) { r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "q=1", "q=2", 1) }}, "InvalidSignatureException", mismatch, true},
		{"other host", request{tamper: func(r *http.Request) { r.Host = "evil.example" }}, "InvalidSignatureException", mismatch, true},
		{"other header", request{tamper: set("X-Other", "b")}, "InvalidSignatureException", mismatch, true},
		{"repeated header", request{tamper: func(r *http.Request) { r.Header.Add("X-Other", "a") }}, "InvalidSignatureException", mismatch, true},
		{"signed header removed", request{tamper: func(r *http.Request) { r.Header.Del("X-Other") }}, "InvalidSignatureException", mismatch, true},
		{"other hash of the payload", request{tamper: set("X-Amz-Content-Sha256", emptyHash)}, "InvalidSignatureException", "The value of the header x-amz-content-sha256 does not match the payload.", true},
		{"payload not signed", request{tamper: set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")}, "InvalidSignatureException", "x-amz-content-sha256", true},

		{"other time", request{tamper: set("X-Amz-Date", "20260224T083016Z")}, "InvalidSignatureException", mismatch, false},
		{"other day", request{tamper: set("X-Amz-Date", "20260225T083015Z")}, "InvalidSignatureException",
			"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260224' != '20260225'.", false},
		{"another signature in the query", request{tamper: func(r *http.Request) { r.URL.RawQuery += "&X-Amz-Signature=x" }}, "InvalidSignatureException", mismatch, false},
		{"query that cannot be read", request{tamper: func(r *http.Request) { r.URL.RawQuery += "&a=%zz" }}, "MalformedQueryString", `The query string is malformed: invalid URL escape "%zz"`, true},
		{"parameter name that cannot be read", request{tamper: func(r *http.Request) { r.URL.RawQuery += "&%zz=a" }}, "MalformedQueryString", `"%zz"`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.request
			r.method, r.url, r.body, r.header = "POST", "/human-loops/a?q=1", `{"a":1}`, http.Header{"X-Other": {"a"}}
			req, body := r.received(t)
			wantCode(t, verifier(signedAt).Verify(req, body), tt.code, tt.message)
			if tt.presigned {
				r.presign = true
				req, body = r.received(t)
				wantCode(t, verifier(signedAt).Verify(req, body), tt.code, tt.message)
			}
		})
	}
}

func TestVerifyRefusesAnotherBody(t *testing.T) {
	for _, presign := range []bool{false, true} {
		for name, body := range map[string]string{"none": "", "longer": `{"a":1} `, "one bit": `{"a":0}`} {
			req, _ := request{method: "POST", url: "/x", body: `{"a":1}`, presign: presign}.received(t)
			t.Run(name, func(t *testing.T) {
				wantCode(t, verifier(signedAt).Verify(req, []byte(body)), "InvalidSignatureException", mismatch)
			})
		}
	}
}

// Changing any character of the signature, or its case, makes it invalid.
func TestVerifyRefusesAnotherSignature(t *testing.T) {
	valid, body := request{method: "GET", url: "/x"}.received(t)
	wantCode(t, verifier(signedAt).Verify(valid, body), "", "")
	header := valid.Header.Get("Authorization")
	start := len(header) - len(signature)
	others := []string{header[:start] + strings.ToUpper(header[start:]), header + "0", header[:len(header)-1]}
	for i := start; i < len(header); i++ {
		digit := "0"
		if header[i] == '0' {
			digit = "1"
		}
		others = append(others, header[:i]+digit+header[i+1:])
	}
	for _, other := range others {
		valid.Header.Set("Authorization", other)
		wantCode(t, verifier(signedAt).Verify(valid, body), "InvalidSignatureException", mismatch)
	}
}

func TestVerifyRefusesUnsigned(t *testing.T) {
	for name, url := range map[string]string{"nothing": "/x", "other query": "/x?X-Amz-Date=1&X-Amz-Credential=c"} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequest("GET", host+url, nil)
			if err != nil {
				t.Fatal(err)
			}
			wantCode(t, verifier(signedAt).Verify(req, nil), "MissingAuthenticationTokenException", "Missing Authentication Token")
		})
	}
	t.Run("query that cannot be read", func(t *testing.T) {
		req, err := http.NewRequest("GET", host+"/x?a=%zz", nil)
		if err != nil {
			t.Fatal(err)
		}
		wantCode(t, verifier(signedAt).Verify(req, nil), "MalformedQueryString", `The query string is malformed: invalid URL escape "%zz"`)
	})
}
