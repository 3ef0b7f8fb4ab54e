package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Credentials are the example keys of AWS's documentation.
var Credentials = aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}

// Config returns the configuration of a client that sends to an endpoint with an HTTP client.
func Config(client *http.Client, endpoint string) aws.Config {
	return aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: &endpoint,
		HTTPClient:   client,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return Credentials, nil
		}),
	}
}

// MemoryEndpoint is the endpoint for requests to a Memory, which does not connect to it.
const MemoryEndpoint = "http://127.0.0.1:1"

// Memory is a transport without a network that returns the same document for every request.
// It reads the request's body, as a network transport would.
type Memory struct{ body []byte }

// NewMemory returns an http.Client that receives this document for every request.
func NewMemory(document []byte) *http.Client {
	return &http.Client{Transport: Memory{body: document}}
}

// RoundTrip reads a request's body and returns the document.
func (m Memory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
		if err := r.Body.Close(); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{
			"Content-Type":     {"application/json"},
			"Content-Length":   {strconv.Itoa(len(m.body))},
			"Date":             {"Mon, 24 Feb 2020 08:30:00 GMT"},
			"X-Amzn-Requestid": {"5f2c1a0e-6f7c-4b59-9a7e-0d6f3f0c9b1a"},
		},
		ContentLength: int64(len(m.body)),
		Body:          io.NopCloser(bytes.NewReader(m.body)),
	}, nil
}

// list returns a JSON list of n items.
func list(n int, item func(i int) string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = item(i)
	}
	return "[" + strings.Join(items, ",") + "]"
}

func text(format string, args ...any) []byte { return fmt.Appendf(nil, format, args...) }
