package a2iruntime

import (
	"net/http"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/middleware"
)

// Copy returns a copy of o. Appending to the copy's APIOptions and Interceptors does not
// change o.
func (o Options) Copy() Options { return Options(awsclient.Options(o).Copy()) }

// GetIdentityResolver returns the resolver that finds the identity for an auth scheme, or
// nil if the options have none.
func (o Options) GetIdentityResolver(schemeID string) auth.IdentityResolver {
	return awsclient.Options(o).GetIdentityResolver(schemeID)
}

var (
	_ HTTPClient                   = (*http.Client)(nil)
	_ auth.IdentityResolverOptions = Options{}
)

// NewDefaultEndpointResolverV2 returns the resolver for AWS's own endpoints of this
// service, in all partitions.
func NewDefaultEndpointResolverV2() EndpointResolverV2 {
	return awsclient.NewEndpointResolver(&service)
}

// NewDefaultAuthSchemeResolver returns the resolver that selects SigV4.
func NewDefaultAuthSchemeResolver() AuthSchemeResolver {
	return awsclient.NewAuthSchemeResolver(&service)
}

// WithAPIOptions adds functions that change the middleware stack.
func WithAPIOptions(fns ...func(*middleware.Stack) error) func(*Options) {
	return func(o *Options) { o.APIOptions = append(o.APIOptions, fns...) }
}

// WithEndpointResolverV2 sets Options.EndpointResolverV2.
func WithEndpointResolverV2(v EndpointResolverV2) func(*Options) {
	return func(o *Options) { o.EndpointResolverV2 = v }
}

// WithSigV4SigningName signs for another service name. It overrides the names of the
// endpoint and the auth scheme.
func WithSigV4SigningName(name string) func(*Options) {
	return WithAPIOptions(awsclient.WithSigningName(name))
}

// WithSigV4SigningRegion signs for another Region. It overrides the Regions of the
// endpoint and the auth scheme.
func WithSigV4SigningRegion(region string) func(*Options) {
	return WithAPIOptions(awsclient.WithSigningRegion(region))
}

// Limits and defaults of Options.
const (
	// DefaultMaxResponseBytes is the default of Options.MaxResponseBytes: 16 MiB.
	DefaultMaxResponseBytes = awsclient.DefaultMaxResponseBytes

	// MaxResponseItems is the maximum number of items in a page: 10,000, far more than the
	// 100 of the service's longest page. A longer page returns a
	// smithy.DeserializationError, which is not retried.
	MaxResponseItems = restjson.MaxItems

	// DefaultReadTimeout is how long the default HTTP client waits if a connection is
	// silent: 60 seconds.
	DefaultReadTimeout time.Duration = awsclient.DefaultReadTimeout
)
