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

// internal/generate copies the comments of exported types to the service packages. Options becomes a type of its own in each service package, with the very same
// fields, so that Go converts one to the other for free.

// Options configures a Client. NewFromConfig fills it from an aws.Config. The
// fields have the names of the official client's. Only what is deprecated there is
// missing.
type Options struct {
	// APIOptions change the middleware stack, after the client's own steps are in
	// place. They run once for each stack. A stack that they have changed serves one call,
	// as in the official clients; stacks without changes are reused. Calls may
	// run them at once. A step before Deserialize must not call the next handler from two
	// goroutines at once, since a middleware.Stack does not allow that.
	APIOptions []func(*middleware.Stack) error

	// AppID is an application's own name in the User-Agent header.
	AppID string

	// BaseEndpoint is the URL to send to instead of AWS's own, with http or
	// https and an optional port and path. It excludes UseFIPSEndpoint and
	// UseDualStackEndpoint.
	BaseEndpoint *string

	// ClientLogMode selects what is logged. Authorization headers, signatures and
	// session tokens are masked in every mode.
	ClientLogMode aws.ClientLogMode

	// Credentials sign the calls. (Required.) Nil is an error: to send unsigned,
	// set aws.AnonymousCredentials{}.
	Credentials aws.CredentialsProvider

	// DefaultsMode sets connection timeouts and the retry mode where nothing else
	// does.
	DefaultsMode aws.DefaultsMode

	// DisableClockSkewCorrection turns off the correction of this machine's
	// clock. By default a call that fails for its time is retried with the
	// service's, and later calls keep the offset.
	DisableClockSkewCorrection bool

	// EndpointOptions chooses FIPS, dual-stack or plain HTTP endpoints.
	EndpointOptions EndpointResolverOptions

	// EndpointResolverV2 resolves the endpoint. Default:
	// NewDefaultEndpointResolverV2().
	EndpointResolverV2 EndpointResolverV2

	// HTTPSignerV4 signs requests. Default: a signer that writes the same as
	// aws/signer/v4's, byte for byte, and costs less.
	HTTPSignerV4 HTTPSignerV4

	// Logger receives what ClientLogMode asks for. Default: nothing is logged.
	Logger logging.Logger

	// MaxResponseBytes is the size, after decompression, above which a response
	// is refused. Default and 0: 16 MiB. The official client has no limit. A page of
	// more than MaxResponseItems items is refused at any size.
	MaxResponseBytes int64

	// MeterProvider receives the client's metrics. Default: none are taken.
	MeterProvider metrics.MeterProvider

	// Region is the AWS Region to send to, such as us-east-1. (Required, unless
	// BaseEndpoint and anonymous credentials are set.)
	Region string

	// RetryMaxAttempts is the maximum number of attempts of a call, the first one
	// included. 0 leaves it to the Retryer, whose default is 3. A negative number
	// sets no limit: the call ends with a success, with an error that is not
	// retried, with its context, or when retry tokens run out. It can be set
	// for one call.
	RetryMaxAttempts int

	// RetryMode is standard or adaptive; it chooses the default Retryer. Default:
	// standard. Options of a client reports the mode in effect.
	RetryMode aws.RetryMode

	// Retryer decides what is retried and when. Default: the retryer of RetryMode.
	Retryer aws.Retryer

	// RuntimeEnvironment is what DefaultsMode auto looks at. aws/config sets it.
	RuntimeEnvironment aws.RuntimeEnvironment

	// SkipInputValidation leaves the documented limits to the service. The client still
	// checks what no request can be built without: required members, path labels, and
	// that text in the body is valid UTF-8. The official client checks only required
	// members and path labels, and replaces other bytes by U+FFFD.
	SkipInputValidation bool

	// TracerProvider receives the client's spans. Default: none are made.
	TracerProvider tracing.TracerProvider

	// HTTPClient sends the requests. By default, and instead of a
	// *awshttp.BuildableClient, a client with its settings follows no redirects and
	// gives up on a connection that is silent for 60 seconds. All clients that are
	// given the same BuildableClient, or none, share their connections, in both
	// packages. Any other HTTP client is used as it is. If it follows a redirect, the
	// call returns an error, but the request and its session token have left: set
	// CheckRedirect of an http.Client to return http.ErrUseLastResponse.
	HTTPClient HTTPClient

	// Interceptors are called at the stages of every call.
	Interceptors smithyhttp.InterceptorRegistry

	// AuthSchemeResolver chooses how a call authenticates. Default: SigV4.
	AuthSchemeResolver AuthSchemeResolver

	// AuthSchemes are the known auth schemes. Default: SigV4.
	AuthSchemes []smithyhttp.AuthScheme

	// AuthSchemePreference lists names of auth schemes, such as sigv4, best
	// first.
	AuthSchemePreference []string
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
	// ResolveEndpoint returns the endpoint for these parameters.
	ResolveEndpoint(ctx context.Context, params EndpointParameters) (smithyendpoints.Endpoint, error)
}

// HTTPClient sends a request and receives its response. *http.Client is one.
type HTTPClient interface {
	// Do sends a request. The caller closes the response's body.
	Do(*http.Request) (*http.Response, error)
}

// HTTPSignerV4 signs a request with Signature Version 4. *v4.Signer of
// aws/signer/v4 is one.
type HTTPSignerV4 interface {
	// SignHTTP adds the signature to the headers of r. payloadHash is the SHA-256 of the
	// body in hexadecimal, or UNSIGNED-PAYLOAD.
	SignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request, payloadHash string, service string, region string, signingTime time.Time, optFns ...func(*v4.SignerOptions)) error
}
