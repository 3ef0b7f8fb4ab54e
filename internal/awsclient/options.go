// Package awsclient is the one signed middleware stack of this module's
// clients: configuration, endpoints, identity, signing, retries, logging and
// errors. It holds no service name; a Service tells it what differs.
package awsclient

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/auth"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Options is what configures a client. Each service package has a type of its
// own with the very same fields, documented there, so that Go converts one to
// the other for free and the compiler refuses them when they differ.
type Options struct {
	APIOptions                 []func(*middleware.Stack) error
	AppID                      string
	BaseEndpoint               *string
	ClientLogMode              aws.ClientLogMode
	Credentials                aws.CredentialsProvider
	DefaultsMode               aws.DefaultsMode
	DisableClockSkewCorrection bool
	EndpointOptions            EndpointResolverOptions
	EndpointResolverV2         EndpointResolverV2
	HTTPSignerV4               HTTPSignerV4
	Logger                     logging.Logger
	MaxResponseBytes           int64
	MeterProvider              metrics.MeterProvider
	Region                     string
	RetryMaxAttempts           int
	RetryMode                  aws.RetryMode
	Retryer                    aws.Retryer
	RuntimeEnvironment         aws.RuntimeEnvironment
	SkipInputValidation        bool
	TracerProvider             tracing.TracerProvider
	HTTPClient                 HTTPClient
	Interceptors               smithyhttp.InterceptorRegistry
	AuthSchemeResolver         AuthSchemeResolver
	AuthSchemes                []smithyhttp.AuthScheme
	AuthSchemePreference       []string
}

// Copy returns a copy whose lists can be appended to without effect on o.
func (o Options) Copy() Options {
	o.APIOptions = append([]func(*middleware.Stack) error(nil), o.APIOptions...)
	o.Interceptors = o.Interceptors.Copy()
	return o
}

// GetIdentityResolver returns what finds the identity for an auth scheme, nil
// when there is none. It makes Options an auth.IdentityResolverOptions.
func (o Options) GetIdentityResolver(schemeID string) auth.IdentityResolver {
	switch schemeID {
	case auth.SchemeIDSigV4:
		if o.Credentials != nil && !isAnonymous(o.Credentials) {
			return credentialsResolver{o.Credentials}
		}
	case auth.SchemeIDAnonymous:
		return &auth.AnonymousIdentityResolver{}
	}
	return nil
}

// EndpointResolverOptions is what an endpoint is resolved with.
type EndpointResolverOptions struct {
	// DisableHTTPS sends to http:// instead of https://. It also turns a custom
	// endpoint's scheme.
	DisableHTTPS bool

	// UseDualStackEndpoint asks for an endpoint with IPv4 and IPv6 addresses.
	UseDualStackEndpoint aws.DualStackEndpointState

	// UseFIPSEndpoint asks for an endpoint with FIPS 140 validated cryptography.
	UseFIPSEndpoint aws.FIPSEndpointState
}

// GetDisableHTTPS returns DisableHTTPS.
func (o EndpointResolverOptions) GetDisableHTTPS() bool { return o.DisableHTTPS }

// GetUseDualStackEndpoint returns UseDualStackEndpoint.
func (o EndpointResolverOptions) GetUseDualStackEndpoint() aws.DualStackEndpointState {
	return o.UseDualStackEndpoint
}

// GetUseFIPSEndpoint returns UseFIPSEndpoint.
func (o EndpointResolverOptions) GetUseFIPSEndpoint() aws.FIPSEndpointState { return o.UseFIPSEndpoint }

// EndpointParameters is what an endpoint depends on.
type EndpointParameters struct {
	// Region is the AWS Region to send to, nil when none is set.
	Region *string

	// UseDualStack asks for the dual-stack endpoint. Nil means false.
	UseDualStack *bool

	// UseFIPS asks for the FIPS endpoint. Nil means false.
	UseFIPS *bool

	// Endpoint is the custom endpoint, nil when none is set.
	Endpoint *string
}

// WithDefaults returns a copy with false for the flags that are nil.
func (p EndpointParameters) WithDefaults() EndpointParameters {
	p.UseDualStack, p.UseFIPS = aws.Bool(aws.ToBool(p.UseDualStack)), aws.Bool(aws.ToBool(p.UseFIPS))
	return p
}

// ValidateRequired returns an error if a flag is nil.
func (p EndpointParameters) ValidateRequired() error {
	if p.UseDualStack == nil {
		return errors.New("parameter UseDualStack is required")
	}
	if p.UseFIPS == nil {
		return errors.New("parameter UseFIPS is required")
	}
	return nil
}

// EndpointResolverV2 resolves the endpoint of a call. It is asked once per attempt.
type EndpointResolverV2 interface {
	ResolveEndpoint(ctx context.Context, params EndpointParameters) (smithyendpoints.Endpoint, error)
}

// HTTPClient sends a request and receives its response. *http.Client is one.
type HTTPClient interface {
	Do(*http.Request) (*http.Response, error)
}

// HTTPSignerV4 signs a request with Signature Version 4. *v4.Signer of
// aws/signer/v4 is one.
type HTTPSignerV4 interface {
	SignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request, payloadHash string, service string, region string, signingTime time.Time, optFns ...func(*v4.SignerOptions)) error
}
