package awsclient

import (
	"context"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// FromConfig returns the options for a service from an aws.Config. If a source of the
// configuration fails, it returns both options and an error. Pass the error to New, which
// returns it from every call, because NewFromConfig has no error result.
func FromConfig(cfg aws.Config, s *Service) (Options, error) {
	o := Options{
		APIOptions:                 cfg.APIOptions,
		AppID:                      cfg.AppID,
		AuthSchemePreference:       cfg.AuthSchemePreference,
		BaseEndpoint:               cfg.BaseEndpoint,
		ClientLogMode:              cfg.ClientLogMode,
		Credentials:                cfg.Credentials,
		DefaultsMode:               cfg.DefaultsMode,
		DisableClockSkewCorrection: cfg.DisableClockSkewCorrection,
		HTTPClient:                 cfg.HTTPClient,
		Interceptors:               cfg.Interceptors.Copy(),
		Logger:                     cfg.Logger,
		Region:                     cfg.Region,
		RetryMaxAttempts:           cfg.RetryMaxAttempts,
		RetryMode:                  cfg.RetryMode,
		RuntimeEnvironment:         cfg.RuntimeEnvironment,
	}
	if cfg.Retryer != nil {
		o.Retryer = cfg.Retryer()
	}
	//nolint:staticcheck // SA1019: a client that ignored the resolver would send its calls to AWS
	if cfg.EndpointResolver != nil || cfg.EndpointResolverWithOptions != nil {
		return o, usageErrorf("aws.Config.EndpointResolver and EndpointResolverWithOptions are deprecated and not supported: set BaseEndpoint, or Options.EndpointResolverV2")
	}
	return o, o.readSources(cfg.ConfigSources, s.Model.ID)
}

// Methods that aws/config's environment and shared config implement.
type (
	dualStackSource interface {
		GetUseDualStackEndpoint(context.Context) (aws.DualStackEndpointState, bool, error)
	}
	fipsSource interface {
		GetUseFIPSEndpoint(context.Context) (aws.FIPSEndpointState, bool, error)
	}
	ignoreEndpointsSource interface {
		GetIgnoreConfiguredEndpoints(context.Context) (bool, bool, error)
	}
	serviceEndpointSource interface {
		GetServiceBaseEndpoint(ctx context.Context, sdkID string) (string, bool, error)
	}
)

//nolint:contextcheck,nolintlint // NewFromConfig has no context parameter
func (o *Options) readSources(sources []any, serviceID string) error {
	if len(sources) == 0 {
		return nil
	}
	ctx := context.Background()
	dualStack, found, err := firstOf(sources, func(s dualStackSource) (aws.DualStackEndpointState, bool, error) {
		return s.GetUseDualStackEndpoint(ctx)
	})
	if err != nil {
		return configurationErrorf("read use_dualstack_endpoint: %w", err)
	} else if found {
		o.EndpointOptions.UseDualStackEndpoint = dualStack
	}
	fips, found, err := firstOf(sources, func(s fipsSource) (aws.FIPSEndpointState, bool, error) {
		return s.GetUseFIPSEndpoint(ctx)
	})
	if err != nil {
		return configurationErrorf("read use_fips_endpoint: %w", err)
	} else if found {
		o.EndpointOptions.UseFIPSEndpoint = fips
	}
	ignore, _, err := firstOf(sources, func(s ignoreEndpointsSource) (bool, bool, error) {
		return s.GetIgnoreConfiguredEndpoints(ctx)
	})
	if err != nil {
		return configurationErrorf("read ignore_configured_endpoint_urls: %w", err)
	}
	if ignore || globalEndpointWins(serviceID) {
		return nil
	}
	endpoint, found, err := firstOf(sources, func(s serviceEndpointSource) (string, bool, error) {
		return s.GetServiceBaseEndpoint(ctx, serviceID)
	})
	if err != nil {
		return configurationErrorf("read the endpoint of service %s: %w", serviceID, err)
	} else if found {
		o.BaseEndpoint = &endpoint
	}
	return nil
}

// globalEndpointWins reports whether AWS_ENDPOINT_URL is set and the service's own
// variable is not. Then the environment's endpoint, which is in aws.Config.BaseEndpoint,
// has precedence over the shared config's service section.
func globalEndpointWins(serviceID string) bool {
	_, global := os.LookupEnv("AWS_ENDPOINT_URL")
	_, service := os.LookupEnv("AWS_ENDPOINT_URL_" + strings.ReplaceAll(strings.ToUpper(serviceID), " ", "_"))
	return global && !service
}

// firstOf calls ask for each source of type S until one returns a value.
func firstOf[S, V any](sources []any, ask func(S) (V, bool, error)) (value V, found bool, err error) {
	for _, source := range sources {
		if s, ok := source.(S); ok {
			if value, found, err = ask(s); err != nil || found {
				return value, found, err
			}
		}
	}
	return value, false, nil
}
