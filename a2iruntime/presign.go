package a2iruntime

import (
	"context"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// PresignClient puts the signatures of calls into their URLs, so that somebody without
// credentials can make the calls for a limited time.
type PresignClient struct {
	client  *Client
	options PresignOptions
}

// PresignOptions configures a PresignClient or one of its calls.
type PresignOptions struct {
	// ClientOptions change the options of the underlying client.
	ClientOptions []func(*Options)

	// Presigner signs the URLs. Default: v4.NewSigner() of aws/signer/v4.
	Presigner HTTPPresignerV4

	// Expires is how long a URL is valid: whole seconds, at most 7 days. With 0, the
	// service decides. AWS documents 15 minutes for most services.
	Expires time.Duration
}

// HTTPPresignerV4 puts the signature of a request into its URL. See v4.HTTPPresigner of
// aws/signer/v4 for its method PresignHTTP. *v4.Signer implements it.
type HTTPPresignerV4 = v4.HTTPPresigner

// NewPresignClient returns a PresignClient with the options of c.
func NewPresignClient(c *Client, optFns ...func(*PresignOptions)) *PresignClient {
	return &PresignClient{c, PresignOptions{}.with(optFns)}
}

// WithPresignClientFromClientOptions adds to PresignOptions.ClientOptions.
func WithPresignClientFromClientOptions(optFns ...func(*Options)) func(*PresignOptions) {
	return func(o *PresignOptions) { o.ClientOptions = append(o.ClientOptions, optFns...) }
}

func (o PresignOptions) with(optFns []func(*PresignOptions)) PresignOptions {
	o.ClientOptions = slices.Clone(o.ClientOptions)
	for _, fn := range optFns {
		if fn != nil {
			fn(&o)
		}
	}
	return o
}

// presign presigns a call of any operation.
func presign[I, O any](ctx context.Context, c *PresignClient, op *awsclient.Operation[I, O], in *I, optFns []func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	var core *awsclient.Client
	var options PresignOptions
	if c != nil {
		options = c.options.with(optFns)
		if c.client != nil {
			core = c.client.core
		}
	}
	return awsclient.Presign(ctx, core, op, in, coreOptions(options.ClientOptions), options.Presigner, options.Expires)
}
