// Package awsclient implements this module's clients: configuration, the middleware stack,
// endpoints, identity, signing, retries, logging and errors. It is the same for every
// service. A Service describes how one client differs from another.
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

// internal/generate copies the comments of exported types to the service packages. Each
// service package declares its own Options with the same fields, because Go converts between
// structs with the same fields without copying.

// Options configures a Client. NewFromConfig fills it from an aws.Config. The
// fields have the same names as the official client's. Only its deprecated fields are
// missing.
type Options struct {
	// APIOptions change the middleware stack, after the client has added its own steps.
	// They run once for each call, as in the official clients, and concurrent calls run
	// them concurrently. Without APIOptions, calls reuse stacks. A step before Deserialize
	// must not call the next handler from two goroutines at once, because a
	// middleware.Stack does not allow it.
	APIOptions []func(*middleware.Stack) error

	// AppID is the application's name, for the User-Agent header.
	AppID string

	// BaseEndpoint is the URL to send requests to instead of AWS's endpoint: http or
	// https, with an optional port and path. It cannot be combined with UseFIPSEndpoint
	// or UseDualStackEndpoint.
	BaseEndpoint *string

	// ClientLogMode selects what is logged. Authorization headers, signatures and
	// session tokens are masked in every mode.
	ClientLogMode aws.ClientLogMode

	// Credentials provides the credentials that sign the requests. (Required.) Nil is an
	// error: to send unsigned requests, set aws.AnonymousCredentials{}.
	Credentials aws.CredentialsProvider

	// DefaultsMode selects the default connection timeouts. The default retry mode is
	// standard in every defaults mode.
	DefaultsMode aws.DefaultsMode

	// DisableClockSkewCorrection turns off the correction of this machine's
	// clock. By default, a call that fails because of its time is retried with the
	// service's time, and later calls keep the offset.
	DisableClockSkewCorrection bool

	// EndpointOptions selects FIPS, dual-stack or unencrypted HTTP endpoints.
	EndpointOptions EndpointResolverOptions

	// EndpointResolverV2 resolves the endpoint. Default:
	// NewDefaultEndpointResolverV2().
	EndpointResolverV2 EndpointResolverV2

	// HTTPSignerV4 signs requests. Default: a signer with the same output as
	// aws/signer/v4, byte for byte, at a lower cost.
	HTTPSignerV4 HTTPSignerV4

	// Logger receives what ClientLogMode selects. Default: nothing is logged.
	Logger logging.Logger

	// MaxResponseBytes is the maximum size of a response, after decompression. A call
	// whose response is larger returns an error. Default and 0: 16 MiB. The official
	// client has no limit. A page of more than MaxResponseItems items is an error at any
	// size.
	MaxResponseBytes int64

	// MeterProvider receives the client's metrics. Default: no metrics.
	MeterProvider metrics.MeterProvider

	// Region is the AWS Region to send requests to, such as us-east-1. (Required, unless
	// BaseEndpoint and anonymous credentials are set.)
	Region string

	// RetryMaxAttempts is the maximum number of attempts of a call, including the
	// first. 0 means the Retryer's maximum, by default 3. A negative number means no
	// limit: the call ends when it succeeds, when an error is not retryable, when its
	// context ends, or when the retry tokens run out. It can also be set for a single
	// call.
	RetryMaxAttempts int

	// RetryMode selects the default Retryer: standard or adaptive. Default: standard.
	// The client's Options method returns the mode in effect.
	RetryMode aws.RetryMode

	// Retryer decides which errors are retried and when. Default: the retryer of
	// RetryMode.
	Retryer aws.Retryer

	// RuntimeEnvironment describes the environment for DefaultsMode auto. aws/config
	// sets it.
	RuntimeEnvironment aws.RuntimeEnvironment

	// SkipInputValidation leaves the check of documented limits to the service. The
	// client still checks what it needs to build a request: required members, path
	// labels, and that strings in the body are valid UTF-8. The official client checks
	// only required members and path labels, and replaces invalid UTF-8 with U+FFFD.
	SkipInputValidation bool

	// TracerProvider receives the client's spans. Default: no spans.
	TracerProvider tracing.TracerProvider

	// HTTPClient sends the requests. The default client does not follow redirects, and
	// fails a request if its connection is silent for 60 seconds. A
	// *awshttp.BuildableClient is replaced by such a client with the same settings.
	// Clients with the same BuildableClient share their connections, and so do clients
	// with the default, in both packages. Any other HTTP client is used as it is. If it
	// follows a redirect, the call returns an error, but the request and its session
	// token have already been sent: set CheckRedirect of an http.Client to return
	// http.ErrUseLastResponse.
	HTTPClient HTTPClient

	// Interceptors are called at the stages of every call.
	Interceptors smithyhttp.InterceptorRegistry

	// AuthSchemeResolver chooses how a call authenticates. Default: SigV4.
	AuthSchemeResolver AuthSchemeResolver

	// AuthSchemes are the known auth schemes. Default: SigV4.
	AuthSchemes []smithyhttp.AuthScheme

	// AuthSchemePreference lists names of auth schemes, such as sigv4, in order of
	// preference.
	AuthSchemePreference []string
}

// Copy returns a copy of o. Appending to the copy's lists does not change o.
func (o Options) Copy() Options {
	o.APIOptions = append([]func(*middleware.Stack) error(nil), o.APIOptions...)
	o.Interceptors = o.Interceptors.Copy()
	return o
}

// GetIdentityResolver returns the identity resolver for an auth scheme, or nil if there
// is none. It implements auth.IdentityResolverOptions.
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

// EndpointResolverOptions selects the variant of an endpoint.
type EndpointResolverOptions struct {
	// DisableHTTPS sends requests to http:// instead of https://, even if a custom
	// endpoint's scheme is https.
	DisableHTTPS bool

	// UseDualStackEndpoint selects an endpoint with IPv4 and IPv6 addresses.
	UseDualStackEndpoint aws.DualStackEndpointState

	// UseFIPSEndpoint selects an endpoint with FIPS 140 validated cryptography.
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

// EndpointParameters are the parameters of an EndpointResolverV2.
type EndpointParameters struct {
	// Region is the AWS Region to send requests to, or nil if it is not set.
	Region *string

	// UseDualStack selects the dual-stack endpoint. Nil means false.
	UseDualStack *bool

	// UseFIPS selects the FIPS endpoint. Nil means false.
	UseFIPS *bool

	// Endpoint is the custom endpoint, or nil if it is not set.
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

// EndpointResolverV2 resolves the endpoint of a call. It is called once per attempt.
type EndpointResolverV2 interface {
	// ResolveEndpoint returns the endpoint for these parameters.
	ResolveEndpoint(ctx context.Context, params EndpointParameters) (smithyendpoints.Endpoint, error)
}

// HTTPClient sends a request and receives its response. *http.Client implements it.
type HTTPClient interface {
	// Do sends a request. The caller closes the response's body.
	Do(*http.Request) (*http.Response, error)
}

// HTTPSignerV4 signs a request with Signature Version 4. *v4.Signer of
// aws/signer/v4 implements it.
type HTTPSignerV4 interface {
	// SignHTTP adds the signature to the headers of r. payloadHash is the SHA-256 of the
	// body in hexadecimal, or UNSIGNED-PAYLOAD.
	SignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request, payloadHash string, service string, region string, signingTime time.Time, optFns ...func(*v4.SignerOptions)) error
}
