package a2itest_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// answer is a response as it arrived.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

// refusal reads an error response without an SDK: the code from the header, the message
// from the body.
func (a answer) refusal(t *testing.T) refusal {
	t.Helper()
	if a.Status == http.StatusOK {
		return refusal{}
	}
	var body map[string]string
	if err := json.Unmarshal([]byte(a.Body), &body); err != nil || len(body) != 1 {
		t.Fatalf("error body: got %q, %v, want an object with a message alone", a.Body, err)
	}
	for _, message := range body {
		return refusal{a.Header.Get("X-Amzn-Errortype"), a.Status, message}
	}
	return refusal{}
}

// request creates an unsigned request to a server.
func request(t *testing.T, srv *a2itest.Server, method, target, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, srv.URL()+target, strings.NewReader(body))
	must(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// sign signs a request with the server's own credentials.
func sign(t *testing.T, srv *a2itest.Server, r *http.Request, at time.Time) {
	t.Helper()
	credentials, err := srv.Config().Credentials.Retrieve(context.Background())
	must(t, err)
	body, err := io.ReadAll(r.Body)
	must(t, err)
	r.Body = io.NopCloser(bytes.NewReader(body))
	hash := sha256.Sum256(body)
	must(t, v4.NewSigner().SignHTTP(context.Background(), credentials, r, hex.EncodeToString(hash[:]), "sagemaker", "us-east-1", at))
}

// send sends a request with an HTTP client that is closed afterwards.
func send(t *testing.T, r *http.Request) answer {
	t.Helper()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Do(r)
	must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	return answer{response.StatusCode, response.Header, string(body)}
}

// raw signs and sends a request that no client creates.
func raw(t *testing.T, srv *a2itest.Server, method, target, body string) answer {
	t.Helper()
	r := request(t, srv, method, target, body)
	sign(t, srv, r, time.Now())
	return send(t, r)
}
