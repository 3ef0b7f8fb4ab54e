package sigv4verify

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/a2iflows/a2iflows-go/internal/interop"
)

// botocoreRequest is a request before or after botocore signs it.
type botocoreRequest struct {
	Name    string            `json:"name"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Body    string            `json:"body"`
	Headers map[string]string `json:"headers"`
	Token   string            `json:"token"`
	Presign bool              `json:"presign"`
}

// signWithBotocore signs a list of requests in one process.
const signWithBotocore = `
import json, sys
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

signed = []
for r in json.load(sys.stdin):
    request = AWSRequest(method=r["method"], url=r["url"], data=r["body"].encode("utf-8"), headers=r["headers"])
    credentials = Credentials("AKIAEXAMPLE", "secret/+key", r["token"] or None)
    if r["presign"]:
        SigV4QueryAuth(credentials, "sagemaker", "us-east-1", expires=60).add_auth(request)
    else:
        SigV4Auth(credentials, "sagemaker", "us-east-1").add_auth(request)
    prepared = request.prepare()
    text = lambda v: v.decode("utf-8") if isinstance(v, bytes) else v
    r["url"] = prepared.url
    r["headers"] = {name: text(value) for name, value in prepared.headers.items() if name.lower() != "content-length"}
    signed.append(r)
json.dump(signed, sys.stdout)
`

// AWS's signer for Python shares no code with this verifier or the signer for Go. Its
// signatures show that both follow AWS, and do not only agree with each other.
func TestVerifyBotocore(t *testing.T) {
	interop.NeedPython(t, "botocore")
	requests := botocoreRequests()
	input, err := json.Marshal(requests)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "python3", "-c", signWithBotocore)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, stderr.String())
	}
	var signed []botocoreRequest
	if err := json.Unmarshal(output, &signed); err != nil {
		t.Fatalf("python3 wrote %q: %v", output, err)
	}
	if len(signed) != len(requests) {
		t.Fatalf("botocore signed %d requests, want %d", len(signed), len(requests))
	}
	for _, r := range signed {
		t.Run(r.Name, func(t *testing.T) {
			req, err := http.NewRequest(r.Method, r.URL, strings.NewReader(r.Body))
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range r.Headers {
				req.Header.Set(name, value)
			}
			got, body := overTheWire(t, req)
			v := verifier(time.Now())
			v.Lookup = func(string) (aws.Credentials, bool) {
				return aws.Credentials{SecretAccessKey: "secret/+key", SessionToken: r.Token}, true
			}
			wantCode(t, v.Verify(got, body), "", "")
			v.Lookup = func(string) (aws.Credentials, bool) {
				return aws.Credentials{SecretAccessKey: "wrong", SessionToken: r.Token}, true
			}
			wantCode(t, v.Verify(got, body), "InvalidSignatureException", mismatch)
		})
	}
}

func botocoreRequests() []botocoreRequest {
	const arn = "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aflow%2FABCDEFGHIJ"
	base := []botocoreRequest{
		{Name: "root", Method: "GET", URL: "/"},
		{Name: "escaped ARN", Method: "GET", URL: "/flows/" + arn + "/executions?maxResults=10"},
		{Name: "ARN in the query", Method: "GET", URL: "/human-loops?FlowDefinitionArn=" + arn + "&MaxResults=1"},
		{Name: "query in odd order", Method: "GET", URL: "/x?b=2&a=1&B=3&a-b=4&a.b=5&a_b=6&a~b=7"},
		{Name: "repeated names", Method: "GET", URL: "/x?a=3&a=1&a=2&a="},
		{Name: "spaces, plus and reserved", Method: "GET", URL: "/x?a=b%20c&d=e%2Bf&g=%26%3D%3F%23%2F%25"},
		{Name: "unicode", Method: "GET", URL: "/%C3%A9/%F0%9F%98%80?%C3%A9=%E2%82%AC"},
		{Name: "invalid UTF-8", Method: "GET", URL: "/x?a=%FF%00"},
		{Name: "escaped percent", Method: "GET", URL: "/a%252Fb?a=%2525"},
		{Name: "session token", Method: "GET", URL: "/x?a=1", Token: "token/+= end"},
		{Name: "headers", Method: "GET", URL: "/x", Headers: map[string]string{"X-Other": "a   b  c", "X-Amz-Other": "é"}},
		{Name: "delete", Method: "DELETE", URL: "/human-loops/my-loop"},
	}
	var all []botocoreRequest
	for _, r := range base {
		if r.Headers == nil {
			r.Headers = map[string]string{}
		}
		r.URL = host + r.URL
		presigned := r
		presigned.Name, presigned.Presign = r.Name+"/presigned", true
		all = append(all, r, presigned)
	}
	// botocore does not presign a body.
	return append(all,
		botocoreRequest{Name: "body", Method: "POST", URL: host + "/human-loops", Body: `{"HumanLoopName":"é😀"}`,
			Headers: map[string]string{"Content-Type": "application/json"}},
		botocoreRequest{Name: "body and session token", Method: "POST", URL: host + "/human-loops/stop", Body: "{}", Token: "token",
			Headers: map[string]string{"Content-Type": "application/json"}})
}
