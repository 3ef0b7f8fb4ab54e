package sigv4verify

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// FuzzVerify verifies arbitrary requests. Each must be refused with one of AWS's codes,
// and must not panic: only the owner of the key can create a signature.
func FuzzVerify(f *testing.F) {
	const scope = "20260224/us-east-1/sagemaker/aws4_request"
	const date = "20260224T083015Z"
	f.Add(algorithm+" Credential=K/"+scope+", SignedHeaders=host;x-amz-date, Signature="+signature, "a=1", "/x", date)
	f.Add(algorithm+" Credential=K/"+scope+",SignedHeaders=content-length;host,Signature=00", "a=%zz&;", "/%2F", date)
	f.Add("", "X-Amz-Algorithm="+algorithm+"&X-Amz-Credential=K%2F20260224%2Fus-east-1%2Fsagemaker%2Faws4_request&X-Amz-Date="+date+
		"&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature="+signature, "/flows/a%2Fb", "")
	f.Add("", "X-Amz-Signature", "", "")
	f.Add(algorithm+" =,=,Credential=/,SignedHeaders=;,Signature==", "", "*", "Tue, 24 Feb 2026 08:30:15 GMT")
	codes := []string{codeMissing, codeIncomplete, codeUnrecognized, codeInvalid, "MalformedQueryString"}
	v := verifier(signedAt)
	v.Lookup = func(string) (aws.Credentials, bool) { return permanent, true }
	f.Fuzz(func(t *testing.T, authorization, query, path, date string) {
		u := &url.URL{RawPath: path, RawQuery: query}
		u.Path, _ = url.PathUnescape(path)
		req := &http.Request{Method: "GET", Host: "localhost", URL: u, Header: http.Header{
			"Authorization": {authorization}, "X-Amz-Date": {date},
		}}
		var refused *Error
		if err := v.Verify(req, nil); !errors.As(err, &refused) || !slices.Contains(codes, refused.Code) {
			t.Errorf("Verify(%q, %q, %q, %q) = %v, want an *Error of one of %v", authorization, query, path, date, err, codes)
		}
	})
}
