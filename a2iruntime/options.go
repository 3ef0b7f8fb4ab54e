package a2iruntime

import (
	"net/http"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Options configures a Client. NewFromConfig fills it from an aws.Config. The
// field names are those of the official client sagemakera2iruntime; left out is
// only what is deprecated there.
type Options struct {
	// APIOptions change the middleware stack. They run once for an operation,
	// after the client's own steps are in place, and what they add is shared by
	// all its calls, so it must be safe for concurrent use. Given to one call,
	// they run for that call.
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

	// Retryer decides what is retried and when. Default: that of RetryMode.
	Retryer aws.Retryer

	// RuntimeEnvironment is what DefaultsMode auto looks at. aws/config sets it.
	RuntimeEnvironment aws.RuntimeEnvironment

	// SkipInputValidation leaves the documented limits to the service. Only
	// required members, and path labels no request can be built with, are still
	// checked. The official client always does just that.
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

// Copy returns a copy of o whose APIOptions and Interceptors can be added to
// without effect on o.
func (o Options) Copy() Options { return Options(awsclient.Options(o).Copy()) }

// GetIdentityResolver returns what finds the identity for an auth scheme, nil
// when the options have none.
func (o Options) GetIdentityResolver(schemeID string) auth.IdentityResolver {
	return awsclient.Options(o).GetIdentityResolver(schemeID)
}

// Types that Options is made of.
type (
	// EndpointResolverOptions has the fields DisableHTTPS, UseDualStackEndpoint
	// and UseFIPSEndpoint.
	EndpointResolverOptions = awsclient.EndpointResolverOptions

	// EndpointParameters is what an endpoint depends on: the pointers Region,
	// UseDualStack, UseFIPS and Endpoint.
	EndpointParameters = awsclient.EndpointParameters

	// EndpointResolverV2 resolves a call's endpoint from EndpointParameters.
	EndpointResolverV2 = awsclient.EndpointResolverV2

	// HTTPClient sends a request and receives its response; *http.Client does.
	HTTPClient = awsclient.HTTPClient

	// HTTPSignerV4 signs a request; *v4.Signer of aws/signer/v4 does.
	HTTPSignerV4 = awsclient.HTTPSignerV4

	// AuthSchemeResolver chooses auth schemes from AuthResolverParameters.
	AuthSchemeResolver = awsclient.AuthSchemeResolver

	// AuthResolverParameters has the strings Operation and Region.
	AuthResolverParameters = awsclient.AuthResolverParameters
)

var (
	_ HTTPClient                   = (*http.Client)(nil)
	_ auth.IdentityResolverOptions = Options{}
)

// NewDefaultEndpointResolverV2 returns the resolver that knows AWS's own
// endpoints of this service, in all partitions.
func NewDefaultEndpointResolverV2() EndpointResolverV2 {
	return awsclient.NewEndpointResolver(&service)
}

// NewDefaultAuthSchemeResolver returns the resolver that names SigV4.
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

// WithSigV4SigningName signs for another service name. It wins over the
// endpoint's and the auth scheme's.
func WithSigV4SigningName(name string) func(*Options) {
	return WithAPIOptions(awsclient.WithSigningName(name))
}

// WithSigV4SigningRegion signs for another Region. It wins over the endpoint's
// and the auth scheme's.
func WithSigV4SigningRegion(region string) func(*Options) {
	return WithAPIOptions(awsclient.WithSigningRegion(region))
}

// Limits and defaults of Options.
const (
	// DefaultMaxResponseBytes is the default of Options.MaxResponseBytes.
	DefaultMaxResponseBytes = awsclient.DefaultMaxResponseBytes

	// MaxResponseItems is how many items a page may have: 10,000, far more than the
	// 100 of the service's longest page. A longer one is a
	// smithy.DeserializationError, which is not retried.
	MaxResponseItems = restjson.MaxItems

	// DefaultReadTimeout is how long the default HTTP client waits for a silent
	// connection.
	DefaultReadTimeout time.Duration = awsclient.DefaultReadTimeout
)
