package faults

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// signedStart returns a request that starts a loop, signed at a time.
func signedStart(t *testing.T, srv *a2itest.Server, name string, at time.Time) *http.Request {
	t.Helper()
	body := fmt.Sprintf(`{"HumanLoopName":%q,"FlowDefinitionArn":%q,"HumanLoopInput":{"InputContent":"{}"}}`, name, flowDefinition)
	r, err := http.NewRequest(http.MethodPost, srv.URL()+"/human-loops", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	sum := sha256.Sum256([]byte(body))
	if err := v4.NewSigner().SignHTTP(context.Background(), clienttest.Credentials, r, hex.EncodeToString(sum[:]), "sagemaker", "us-east-1", at); err != nil {
		t.Fatal(err)
	}
	return r
}

// send sends a copy of a request, so that it can be sent again.
func send(t *testing.T, r *http.Request) (status int, code string) {
	t.Helper()
	again := r.Clone(context.Background())
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		again.Body = body
	}
	again.Close = true
	response, err := http.DefaultTransport.RoundTrip(again)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("X-Amzn-Errortype")
}

// A request that is replayed while its signature is valid starts the same loop again. One
// that is old, or changed in any signed part, is rejected and has no effect.
func TestReplayedAndTamperedRequests(t *testing.T) {
	srv, client := service(t)
	replayed := signedStart(t, srv, "loop", time.Now())
	for i := range 3 {
		if status, code := send(t, replayed); status != http.StatusOK {
			t.Errorf("request %d: got %d %s, want 200", i+1, status, code)
		}
	}
	for name, tc := range map[string]struct {
		at     time.Duration
		change func(*http.Request)
		code   string
	}{
		"old":            {-16 * time.Minute, func(*http.Request) {}, "InvalidSignatureException"},
		"early":          {16 * time.Minute, func(*http.Request) {}, "InvalidSignatureException"},
		"another method": {0, func(r *http.Request) { r.Method = http.MethodGet }, "InvalidSignatureException"},
		"another path":   {0, func(r *http.Request) { r.URL.Path = "/human-loops/stop" }, "InvalidSignatureException"},
		"a query":        {0, func(r *http.Request) { r.URL.RawQuery = "a=b" }, "InvalidSignatureException"},
		"another host":   {0, func(r *http.Request) { r.Host = "elsewhere.example" }, "InvalidSignatureException"},
		"another header": {0, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, "InvalidSignatureException"},
		"another token":  {0, func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "other") }, "UnrecognizedClientException"},
		"another date": {0, func(r *http.Request) {
			r.Header.Set("X-Amz-Date", time.Now().Add(time.Second).UTC().Format("20060102T150405Z"))
		}, "InvalidSignatureException"},
		"another key": {0, replace("AKIACLIENTTEST", "AKIAOTHER"), "UnrecognizedClientException"},
		"another signature": {0, func(r *http.Request) {
			r.Header.Set("Authorization", r.Header.Get("Authorization")[:len(r.Header.Get("Authorization"))-64]+strings.Repeat("0", 64))
		}, "InvalidSignatureException"},
		"fewer headers": {0, replace("content-type;", ""), "InvalidSignatureException"},
		"no signature":  {0, func(r *http.Request) { r.Header.Del("Authorization") }, "MissingAuthenticationTokenException"},
		"another body": {0, func(r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			changed := bytes.Replace(body, []byte("tampered"), []byte("replaced"), 1)
			r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(changed)), nil }
		}, "InvalidSignatureException"},
	} {
		t.Run(name, func(t *testing.T) {
			r := signedStart(t, srv, "tampered", time.Now().Add(tc.at))
			tc.change(r)
			if status, code := send(t, r); status != http.StatusForbidden || code != tc.code {
				t.Errorf("got %d %s, want 403 %s", status, code, tc.code)
			}
			checkRefusal(t, http.StatusForbidden, tc.code)
		})
	}
	if names := loopNames(t, client); len(names) != 1 || !names["loop"] {
		t.Errorf("got the loops %v, want only %q", names, "loop")
	}
}

func replace(old, text string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, text, 1))
	}
}

// An invalid path or method returns an error and changes nothing.
func TestInvalidPathsAndMethods(t *testing.T) {
	srv, client := service(t)
	if err := startLoop(client, "loop"); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		line   string
		status int
		code   string
	}{
		{"GET /", 404, "UnknownOperationException"},
		{"PUT /human-loops", 404, "UnknownOperationException"},
		{"PATCH /human-loops/loop", 404, "UnknownOperationException"},
		{"POST /human-loops/loop/stop", 404, "UnknownOperationException"},
		{"DELETE /human-loops", 404, "UnknownOperationException"},
		{"GET /human-loops/loop/../loop", 404, "UnknownOperationException"},
		{"TRACE /human-loops/loop", 404, "UnknownOperationException"},
		{"OPTIONS *", 404, "UnknownOperationException"},
		{"BREW /human-loops", 404, "UnknownOperationException"},
		{"GET /flows/a/executions", 404, "UnknownOperationException"},
		{"DELETE /human-loops/loop", 403, "MissingAuthenticationTokenException"},
		{"DELETE //human-loops/loop", 404, "UnknownOperationException"},
		{"DELETE /human-loops/loop/", 404, "UnknownOperationException"},
		{"DELETE /human-loops/%zz", 400, ""},
		{"DELETE /human-loops/a b", 400, ""},
	} {
		t.Run(tc.line, func(t *testing.T) {
			conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			write(conn, tc.line+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if code := response.Header.Get("X-Amzn-Errortype"); response.StatusCode != tc.status || code != tc.code {
				t.Errorf("got %d %s, want %d %s", response.StatusCode, code, tc.status, tc.code)
			}
			checkRefusal(t, tc.status, tc.code)
		})
	}
	if names := loopNames(t, client); len(names) != 1 {
		t.Errorf("got the loops %v, want one", names)
	}
}
