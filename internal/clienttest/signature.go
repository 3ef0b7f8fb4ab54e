package clienttest

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// CheckSignatures checks requests that FixedSigner signed against two implementations
// that share no code with it: this module's verifier and, if python3 can import it,
// botocore's signer.
func CheckSignatures(t *testing.T, service, region string, requests []Request) {
	t.Helper()
	verifier := sigv4verify.Verifier{
		Region: region, Service: service, Now: func() time.Time { return SigningTime },
		Lookup: func(id string) (aws.Credentials, bool) { return Credentials, id == Credentials.AccessKeyID },
	}
	for _, r := range requests {
		received := r.Clone(r.Context())
		received.Host = r.URL.Host
		if err := verifier.Verify(received, r.Body); err != nil {
			t.Errorf("%s %s: our verifier rejects the signature: %v", r.Method, r.URL, err)
		}
	}
	t.Run("botocore", func(t *testing.T) {
		for i, want := range botocoreAuthorizations(t, service, region, requests) {
			if got := requests[i].Header.Get("Authorization"); got != want {
				t.Errorf("%s %s: Authorization\n got %s\nwant %s", requests[i].Method, requests[i].URL, got, want)
			}
		}
	})
}

// botocoreSign reads a list of requests and writes their Authorization headers.
const botocoreSign = `
import json, sys
import botocore.auth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

task = json.load(sys.stdin)
credentials = Credentials(task["access"], task["secret"], task["token"])
authorizations = []
for r in task["requests"]:
    request = AWSRequest(method=r["method"], url=r["url"], data=r["body"].encode(), headers=r["headers"])
    request.context["timestamp"] = task["date"]
    auth = SigV4Auth(credentials, task["service"], task["region"])
    canonical = auth.canonical_request(request)
    auth.timestamp = task["date"]
    string_to_sign = auth.string_to_sign(request, canonical)
    signature = auth.signature(string_to_sign, request)
    headers = auth.signed_headers(auth.headers_to_sign(request))
    authorizations.append("AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s" % (auth.scope(request), headers, signature))
json.dump(authorizations, sys.stdout)
`

func botocoreAuthorizations(t *testing.T, service, region string, requests []Request) []string {
	t.Helper()
	interop.NeedPython(t, "botocore")
	type request struct {
		Method  string            `json:"method"`
		URL     string            `json:"url"`
		Body    string            `json:"body"`
		Headers map[string]string `json:"headers"`
	}
	task := struct {
		Access   string    `json:"access"`
		Secret   string    `json:"secret"`
		Token    string    `json:"token"`
		Date     string    `json:"date"`
		Service  string    `json:"service"`
		Region   string    `json:"region"`
		Requests []request `json:"requests"`
	}{
		Credentials.AccessKeyID, Credentials.SecretAccessKey, Credentials.SessionToken,
		SigningTime.Format("20060102T150405Z"), service, region, nil,
	}
	for _, r := range requests {
		task.Requests = append(task.Requests, request{r.Method, r.URL.String(), string(r.Body), signedHeaders(r)})
	}
	input, err := json.Marshal(task)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", "-c", botocoreSign)
	cmd.Stdin = strings.NewReader(string(input))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("sign with botocore: %v\n%s", err, &stderr)
	}
	var authorizations []string
	if err := json.Unmarshal(output, &authorizations); err != nil {
		t.Fatalf("read botocore's output %q: %v", output, err)
	}
	return authorizations
}

// signedHeaders returns the headers that the request's signature covers.
func signedHeaders(r Request) map[string]string {
	_, names, _ := strings.Cut(r.Header.Get("Authorization"), "SignedHeaders=")
	names, _, _ = strings.Cut(names, ",")
	headers := map[string]string{}
	for _, name := range strings.Split(names, ";") {
		if name != "host" {
			headers[http.CanonicalHeaderKey(name)] = strings.Join(r.Header.Values(name), ",")
		}
	}
	if _, ok := headers["Content-Length"]; ok {
		headers["Content-Length"] = contentLength(r)
	}
	return headers
}

func contentLength(r Request) string {
	text, _ := json.Marshal(len(r.Body)) // a number
	return string(text)
}
