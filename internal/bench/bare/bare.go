// Package bare sends requests without an AWS client.
package bare

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// Client is the code that a program without an AWS client needs: it signs and sends a request
// and decodes the response.
type Client struct {
	HTTP     *http.Client
	Endpoint string
	Service  string // the signing name
	signer   *v4.Signer
}

// New returns a Client of a service.
func New(client *http.Client, endpoint, service string) *Client {
	return &Client{client, endpoint, service, v4.NewSigner()}
}

// credentials are the example keys of AWS's documentation.
var credentials = aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Get sends a GET request for a path and decodes the response.
func (b *Client) Get(ctx context.Context, path string, out any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.Endpoint+path, nil)
	if err != nil {
		return err
	}
	return b.do(ctx, r, emptyHash, out)
}

// Post sends a POST request with a body and its hash, and decodes the response.
func (b *Client) Post(ctx context.Context, path string, body io.Reader, hash [sha256.Size]byte, out any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.Endpoint+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	return b.do(ctx, r, hex.EncodeToString(hash[:]), out)
}

// GetURL is Get for a parsed URL.
func (b *Client) GetURL(ctx context.Context, u *url.URL, out any) error {
	clone := *u // signing changes the URL
	r := &http.Request{Method: http.MethodGet, URL: &clone, Host: u.Host, Header: http.Header{}}
	return b.do(ctx, r.WithContext(ctx), emptyHash, out)
}

func (b *Client) do(ctx context.Context, r *http.Request, hash string, out any) error {
	if err := b.signer.SignHTTP(ctx, credentials, r, hash, b.Service, "us-east-1", time.Now()); err != nil {
		return err
	}
	response, err := b.HTTP.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return readError(response)
	}
	return json.NewDecoder(response.Body).Decode(out)
}

// readError returns the error that a response describes. It reads the whole body, so that the
// connection can be reused.
func readError(response *http.Response) error {
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var refusal struct{ Message string }
	if err := json.Unmarshal(body, &refusal); err != nil {
		refusal.Message = string(body[:min(len(body), 256)])
	}
	return fmt.Errorf("status %s, %s: %s", response.Status, response.Header.Get("X-Amzn-Errortype"), refusal.Message)
}
