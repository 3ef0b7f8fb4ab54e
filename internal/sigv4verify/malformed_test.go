package sigv4verify

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const signature = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// Malformed Authorization headers: each part is missing, empty or wrong.
func TestVerifyRefusesMalformedHeader(t *testing.T) {
	const scope = "20260224/us-east-1/sagemaker/aws4_request"
	const good = "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/" + scope + ", SignedHeaders=host;x-amz-date, Signature=" + signature
	replaced := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("nothing to replace: %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	const form = "Credential must have the form access-key/date/region/service/aws4_request."
	tests := []struct{ name, header, date, code, message string }{
		{"good but for the signature", good, "20260224T083015Z", "InvalidSignatureException", mismatch},
		{"algorithm only", "AWS4-HMAC-SHA256", "20260224T083015Z", "IncompleteSignature", "Authorization header requires the algorithm AWS4-HMAC-SHA256."},
		{"algorithm and nothing", "AWS4-HMAC-SHA256 x", "20260224T083015Z", "IncompleteSignature", "Authorization header requires 'Credential' parameter."},
		{"other algorithm", replaced("SHA256", "SHA512"), "20260224T083015Z", "IncompleteSignature", "Authorization header requires the algorithm AWS4-HMAC-SHA256."},
		{"SigV4A", replaced("AWS4-HMAC", "AWS4-ECDSA-P256"), "20260224T083015Z", "IncompleteSignature", "requires the algorithm"},
		{"basic", "Basic QWxhZGRpbg==", "20260224T083015Z", "IncompleteSignature", "requires the algorithm"},
		{"bearer", "Bearer token", "20260224T083015Z", "IncompleteSignature", "requires the algorithm"},
		{"no Credential", replaced("Credential=AKIAEXAMPLE/"+scope+", ", ""), "20260224T083015Z", "IncompleteSignature", "Authorization header requires 'Credential' parameter."},
		{"empty Credential", replaced("AKIAEXAMPLE/"+scope, ""), "20260224T083015Z", "IncompleteSignature", "requires 'Credential' parameter."},
		{"no SignedHeaders", replaced("SignedHeaders=host;x-amz-date, ", ""), "20260224T083015Z", "IncompleteSignature", "requires 'SignedHeaders' parameter."},
		{"empty SignedHeaders", replaced("host;x-amz-date", ""), "20260224T083015Z", "IncompleteSignature", "requires 'SignedHeaders' parameter."},
		{"no Signature", replaced(", Signature="+signature, ""), "20260224T083015Z", "IncompleteSignature", "requires 'Signature' parameter."},
		{"empty Signature", replaced(signature, ""), "20260224T083015Z", "IncompleteSignature", "requires 'Signature' parameter."},
		{"field without a value", replaced("Credential=", "Credential"), "20260224T083015Z", "IncompleteSignature", "requires 'Credential' parameter."},
		{"field in lower case", replaced("Credential=", "credential="), "20260224T083015Z", "IncompleteSignature", "requires 'Credential' parameter."},
		{"key only", replaced("/"+scope, ""), "20260224T083015Z", "IncompleteSignature", form},
		{"no key", replaced("AKIAEXAMPLE/", "/"), "20260224T083015Z", "UnrecognizedClientException", "invalid"},
		{"scope too short", replaced("/sagemaker", ""), "20260224T083015Z", "IncompleteSignature", form},
		{"scope too long", replaced("/aws4_request", "/aws4_request/x"), "20260224T083015Z", "IncompleteSignature", form},
		{"scope of another end", replaced("aws4_request", "aws4"), "20260224T083015Z", "IncompleteSignature", form},
		{"scope without a date", replaced("20260224/", "/"), "20260224T083015Z", "InvalidSignatureException", "Date in Credential scope does not match"},
		{"scope of another day", replaced("20260224/", "20260223/"), "20260224T083015Z", "InvalidSignatureException", "'20260223' != '20260224'."},
		{"scope of another Region", replaced("us-east-1", "eu-west-1"), "20260224T083015Z", "InvalidSignatureException", "not 'eu-west-1'."},
		{"scope of another service", replaced("sagemaker", "bedrock"), "20260224T083015Z", "InvalidSignatureException", "'sagemaker'."},
		{"host not signed", replaced("host;", ""), "20260224T083015Z", "InvalidSignatureException", "'Host' must be a 'SignedHeader' in the AWS Authorization."},
		{"headers not sorted", replaced("host;x-amz-date", "x-amz-date;host"), "20260224T083015Z", "InvalidSignatureException", "SignedHeaders must be in lower case and sorted."},
		{"headers in upper case", replaced("host;x-amz-date", "X-Amz-Date;host"), "20260224T083015Z", "InvalidSignatureException", "SignedHeaders must be in lower case and sorted."},
		{"no date", good, "", "IncompleteSignature", "Authorization requires existence of either a 'X-Amz-Date' or a 'Date' header in the form 20060102T150405Z."},
		{"date of another form", good, "2026-02-24T08:30:15Z", "IncompleteSignature", "in the form 20060102T150405Z."},
		{"no such date", good, "20260230T083015Z", "IncompleteSignature", "in the form 20060102T150405Z."},
		{"date without a zone", good, "20260224T083015", "IncompleteSignature", "in the form 20060102T150405Z."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req := &http.Request{Method: "GET", Host: "localhost", URL: &url.URL{Path: "/"}, Header: http.Header{"Authorization": {tt.header}}}
			if tt.date != "" {
				req.Header.Set("X-Amz-Date", tt.date)
			}
			wantCode(t, verifier(signedAt).Verify(req, nil), tt.code, tt.message)
		})
	}
}

// Malformed presigned URLs: each part is missing, empty or wrong.
func TestVerifyRefusesMalformedQuery(t *testing.T) {
	good := map[string]string{
		"X-Amz-Algorithm":     "AWS4-HMAC-SHA256",
		"X-Amz-Credential":    "AKIAEXAMPLE/20260224/us-east-1/sagemaker/aws4_request",
		"X-Amz-Date":          "20260224T083015Z",
		"X-Amz-SignedHeaders": "host",
		"X-Amz-Signature":     signature,
	}
	const expires = "X-Amz-Expires must be a number of seconds from 1 to 604800."
	tests := []struct{ name, parameter, value, code, message string }{
		{"good but for the signature", "X-Amz-Expires", "60", "InvalidSignatureException", mismatch},
		{"no algorithm", "X-Amz-Algorithm", "", "IncompleteSignature", "AWS query-string parameters must include 'X-Amz-Algorithm'."},
		{"no credential", "X-Amz-Credential", "", "IncompleteSignature", "must include 'X-Amz-Credential'."},
		{"no date", "X-Amz-Date", "", "IncompleteSignature", "must include 'X-Amz-Date'."},
		{"no signed headers", "X-Amz-SignedHeaders", "", "IncompleteSignature", "must include 'X-Amz-SignedHeaders'."},
		{"no signature", "X-Amz-Signature", "", "IncompleteSignature", "must include 'X-Amz-Signature'."},
		{"other algorithm", "X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256", "IncompleteSignature", "X-Amz-Algorithm must be AWS4-HMAC-SHA256."},
		{"key only", "X-Amz-Credential", "AKIAEXAMPLE", "IncompleteSignature", "Credential must have the form"},
		{"unknown key", "X-Amz-Credential", "AKIAUNKNOWN/20260224/us-east-1/sagemaker/aws4_request", "UnrecognizedClientException", "invalid"},
		{"date of another form", "X-Amz-Date", "2026-02-24", "IncompleteSignature", "in the form 20060102T150405Z."},
		{"host not signed", "X-Amz-SignedHeaders", "x-other", "InvalidSignatureException", "'Host' must be a 'SignedHeader'"},
		{"unexpected session token", "X-Amz-Security-Token", "token", "UnrecognizedClientException", "invalid"},
		{"expires 0", "X-Amz-Expires", "0", "IncompleteSignature", expires},
		{"expires negative", "X-Amz-Expires", "-1", "IncompleteSignature", expires},
		{"expires the minimum", "X-Amz-Expires", "1", "InvalidSignatureException", mismatch},
		{"expires the maximum", "X-Amz-Expires", "604800", "InvalidSignatureException", mismatch},
		{"expires beyond", "X-Amz-Expires", "604801", "IncompleteSignature", expires},
		{"expires beyond an int32", "X-Amz-Expires", "4294967297", "IncompleteSignature", expires},
		{"expires a fraction", "X-Amz-Expires", "1.5", "IncompleteSignature", expires},
		{"expires a word", "X-Amz-Expires", "soon", "IncompleteSignature", expires},
		{"expires with a unit", "X-Amz-Expires", "60s", "IncompleteSignature", expires},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			query := url.Values{}
			for name, value := range good {
				query.Set(name, value)
			}
			query.Set(tt.parameter, tt.value)
			req := &http.Request{Method: "GET", Host: "localhost", URL: &url.URL{Path: "/", RawQuery: query.Encode()}, Header: http.Header{}}
			wantCode(t, verifier(signedAt).Verify(req, nil), tt.code, tt.message)
		})
	}
}
