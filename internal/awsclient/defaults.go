package awsclient

import (
	"math"

	"github.com/a2iflows/a2iflows-go/internal/endpoint"
	"github.com/a2iflows/a2iflows-go/internal/httpclient"
	"github.com/a2iflows/a2iflows-go/internal/sigv4sign"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/defaults"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/tracing"
)

// DefaultReadTimeout is how long the default HTTP client waits for a silent connection to
// deliver a byte.
const DefaultReadTimeout = httpclient.DefaultReadTimeout

// DefaultMaxResponseBytes is the default of Options.MaxResponseBytes.
const DefaultMaxResponseBytes = 16 << 20

// defaultSigner is shared by all clients with the default signer, so that a new client
// does not derive the day's key again.
var defaultSigner = sigv4sign.New()

// fill sets every default that an option function may read or wrap.
func (o *Options) fill(s *Service) {
	if o.Logger == nil {
		o.Logger = logging.Nop{}
	}
	if o.MaxResponseBytes <= 0 {
		o.MaxResponseBytes = DefaultMaxResponseBytes
	}
	o.MaxResponseBytes = min(o.MaxResponseBytes, math.MaxInt64-1) // the reader reads one byte more, to detect a larger response

	if o.Retryer == nil {
		o.Retryer = o.newRetryer()
	}
	if b, ok := o.HTTPClient.(*awshttp.BuildableClient); o.HTTPClient == nil || ok && b == nil {
		o.HTTPClient = httpclient.Buildable()
	}
	if o.HTTPSignerV4 == nil {
		o.HTTPSignerV4 = defaultSigner
	}
	if o.EndpointResolverV2 == nil {
		o.EndpointResolverV2 = NewEndpointResolver(s)
	}
	if o.TracerProvider == nil {
		o.TracerProvider = tracing.NopTracerProvider{}
	}
	if o.MeterProvider == nil {
		o.MeterProvider = metrics.NopMeterProvider{}
	}
	if o.AuthSchemeResolver == nil {
		o.AuthSchemeResolver = NewAuthSchemeResolver(s)
	}
}

// finish sets the defaults that depend on several options. It runs after the option
// functions.
func (o *Options) finish(s *Service) {
	o.fill(s)
	var fips bool
	if o.Region, fips = endpoint.SplitFIPS(o.Region); fips {
		o.EndpointOptions.UseFIPSEndpoint = aws.FIPSEndpointStateEnabled
	}
	if o.AuthSchemes == nil {
		o.AuthSchemes = sigV4Schemes
	}
}

// mode returns the defaults mode, with auto resolved.
func (o *Options) mode() aws.DefaultsMode {
	var mode aws.DefaultsMode
	mode.SetFromString(string(o.DefaultsMode))
	if mode == aws.DefaultsModeAuto {
		mode = defaults.ResolveDefaultsModeAuto(o.Region, o.RuntimeEnvironment)
	}
	return mode
}

// newRetryer returns the default retryer for RetryMode. It sets RetryMode to the mode in
// effect, which is standard for any mode except adaptive.
func (o *Options) newRetryer() aws.Retryer {
	if o.RetryMode != aws.RetryModeAdaptive {
		o.RetryMode = aws.RetryModeStandard
	}
	attempts := func(so *retry.StandardOptions) {
		if o.RetryMaxAttempts != 0 {
			so.MaxAttempts = o.RetryMaxAttempts
		}
	}
	if o.RetryMode == aws.RetryModeAdaptive {
		return retry.NewAdaptiveMode(func(ao *retry.AdaptiveModeOptions) {
			ao.StandardOptions = append(ao.StandardOptions, attempts)
		})
	}
	return retry.NewStandard(attempts)
}

// httpClient returns the HTTP client to send requests with. It replaces a BuildableClient,
// which aws/config and New set by default, and returns any other client unchanged.
func (o *Options) httpClient() HTTPClient {
	if buildable, ok := o.HTTPClient.(*awshttp.BuildableClient); ok {
		return httpclient.New(buildable, o.mode())
	}
	return o.HTTPClient
}
