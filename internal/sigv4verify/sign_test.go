package sigv4verify

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// signedAt is the time of the signatures, unless a test sets another.
var signedAt = time.Date(2026, 2, 24, 8, 30, 15, 0, time.UTC)

var (
	permanent = aws.Credentials{AccessKeyID: "AKIAEXAMPLE", SecretAccessKey: "secret/+key"}
	temporary = aws.Credentials{AccessKeyID: "ASIAEXAMPLE", SecretAccessKey: "other", SessionToken: "token/+= end",
		CanExpire: true, Expires: signedAt.Add(time.Hour)}
)

func verifier(now time.Time) *Verifier {
	return &Verifier{
		Region: "us-east-1", Service: "sagemaker",
		Now: func() time.Time { return now },
		Lookup: func(id string) (aws.Credentials, bool) {
			for _, c := range []aws.Credentials{permanent, temporary} {
				if c.AccessKeyID == id {
					return c, true
				}
			}
			return aws.Credentials{}, false
		},
	}
}

// request is the request that a test signs. Its zero value is a GET of the root, signed
// with permanent credentials at signedAt.
type request struct {
	method, url, body string
	header            http.Header
	credentials       aws.Credentials
	service, region   string
	at                time.Time
	presign           bool
	s3                bool                // escape the path once, as Amazon S3 does
	payload           string              // signed instead of the body's hash
	tamper            func(*http.Request) // called after signing
}

const host = "https://a2i-runtime.sagemaker.us-east-1.amazonaws.com"

// received signs a request with aws-sdk-go-v2 and returns it as a server receives it.
func (r request) received(t testing.TB) (*http.Request, []byte) {
	t.Helper()
	req, err := http.NewRequest(r.method, host+r.url, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range r.header {
		req.Header[name] = values
	}
	if r.credentials.AccessKeyID == "" {
		r.credentials = permanent
	}
	if r.at.IsZero() {
		r.at = signedAt
	}
	service, region := "sagemaker", "us-east-1"
	if r.service != "" {
		service = r.service
	}
	if r.region != "" {
		region = r.region
	}
	hash := sha256.Sum256([]byte(r.body))
	payload := hex.EncodeToString(hash[:])
	if r.payload != "" {
		payload = r.payload
	}
	options := func(o *v4.SignerOptions) { o.DisableURIPathEscaping = r.s3 }
	if r.presign {
		url, header, err := v4.NewSigner().PresignHTTP(context.Background(), r.credentials, req, payload, service, region, r.at, options)
		if err != nil {
			t.Fatal(err)
		}
		if req, err = http.NewRequest(r.method, url, strings.NewReader(r.body)); err != nil {
			t.Fatal(err)
		}
		for name, values := range header {
			if name != "Host" && name != "Content-Length" {
				req.Header[name] = values
			}
		}
	} else if err := v4.NewSigner().SignHTTP(context.Background(), r.credentials, req, payload, service, region, r.at, options); err != nil {
		t.Fatal(err)
	}
	if r.tamper != nil {
		r.tamper(req)
	}
	return overTheWire(t, req)
}

// overTheWire writes a request as a client does and reads it as a server does.
func overTheWire(t testing.TB, req *http.Request) (*http.Request, []byte) {
	t.Helper()
	var wire bytes.Buffer
	if err := req.Write(&wire); err != nil {
		t.Fatalf("write %s %s: %v", req.Method, req.URL, err)
	}
	got, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		t.Fatalf("read %q: %v", wire.String(), err)
	}
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got, body
}

// wantCode checks the result of a verification: "" is nil, otherwise the code of its
// *Error and a part of the message.
func wantCode(t *testing.T, err error, code, message string) {
	t.Helper()
	if code == "" {
		if err != nil {
			t.Errorf("Verify() = %v, want nil", err)
		}
		return
	}
	var refused *Error
	if !errors.As(err, &refused) {
		t.Fatalf("Verify() = %v, want an *Error of code %s", err, code)
	}
	if refused.Code != code || !strings.Contains(refused.Message, message) {
		t.Errorf("Verify()\n got %s: %s\nwant %s: ...%s...", refused.Code, refused.Message, code, message)
	}
	if refused.Error() != refused.Code+": "+refused.Message {
		t.Errorf("Error() = %q, want code and message", refused.Error())
	}
}
