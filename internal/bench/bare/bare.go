// Package bare is a request without a client.
package bare

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// Client is what one writes by hand for a GET.
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

// Get gets a path and decodes the answer.
func (b *Client) Get(ctx context.Context, path string, out any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.Endpoint+path, nil)
	if err != nil {
		return err
	}
	if err := b.signer.SignHTTP(ctx, credentials, r, emptyHash, b.Service, "us-east-1", time.Now()); err != nil {
		return err
	}
	response, err := b.HTTP.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %s", response.Status)
	}
	return json.NewDecoder(response.Body).Decode(out)
}
