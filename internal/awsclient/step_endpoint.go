package awsclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/endpoint"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// resolveEndpoint adds the endpoint to the request's URL.
type resolveEndpoint struct{ *plan }

func (resolveEndpoint) ID() string { return "ResolveEndpointV2" }

func (m resolveEndpoint) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	_, span := startSpan(ctx, "ResolveEndpoint")
	err = m.resolve(ctx, req)
	if traced(ctx) {
		span.SetProperty("client.call.resolved_endpoint", req.URL.Scheme+"://"+req.URL.Host)
	}
	span.End()
	if err != nil {
		return out, metadata, fmt.Errorf("failed to resolve service endpoint, %w", err)
	}
	return next.HandleFinalize(ctx, in)
}

func (m resolveEndpoint) resolve(ctx context.Context, req *smithyhttp.Request) error {
	attempt, err := attemptOf(ctx)
	if err != nil {
		return err
	}
	stop := startTimer(ctx, resolveEndpointDuration)
	resolved := m.endpoint
	if resolved == nil {
		resolved, err = m.options.resolveEndpoint(ctx)
	}
	stop()
	if err != nil {
		return err
	}
	req.URL.Scheme, req.URL.Host = resolved.URI.Scheme, resolved.URI.Host
	prependPath(req.URL, &resolved.URI)
	for name := range resolved.Headers {
		req.Header.Set(name, resolved.Headers.Get(name))
	}
	if m.endpoint == nil { // the default resolver sets no properties
		attempt.override(&resolved.Properties)
	}
	return nil
}

func prependPath(u, base *url.URL) {
	if base.Path == "" {
		return
	}
	rawPath := base.RawPath
	if rawPath == "" && u.RawPath != "" {
		rawPath = base.EscapedPath()
	}
	u.Path, u.RawPath = smithyhttp.JoinPath(base.Path, u.Path), smithyhttp.JoinPath(rawPath, u.RawPath)
}

// override applies the signer properties that an endpoint sets.
func (s *callState) override(endpoint *smithy.Properties) {
	options, ok := auth.GetAuthOptions(endpoint)
	if !ok {
		return
	}
	var merged smithy.Properties // a new value, because the resolver may share its properties between calls
	merged.SetAll(&s.signing)
	for _, o := range options {
		merged.SetAll(&o.SignerProperties)
	}
	s.signing = merged
}

// resolveEndpoint calls the options' resolver.
func (o *Options) resolveEndpoint(ctx context.Context) (*smithyendpoints.Endpoint, error) {
	params := EndpointParameters{
		UseDualStack: aws.Bool(o.EndpointOptions.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled),
		UseFIPS:      aws.Bool(o.EndpointOptions.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled),
		Endpoint:     o.BaseEndpoint,
	}
	if o.Region != "" {
		if err := endpoint.CheckRegion(o.Region); err != nil {
			return nil, &apierrors.ClientError{Code: apierrors.CodeConfiguration, Err: err}
		}
		params.Region = aws.String(o.Region)
	}
	resolved, err := o.EndpointResolverV2.ResolveEndpoint(ctx, params)
	return &resolved, err
}

// endpointForAllCalls returns the endpoint of all calls with these options. It returns nil
// if a custom resolver may choose a different endpoint for each call, or on an error, which
// each call then reports.
func (o *Options) endpointForAllCalls() *smithyendpoints.Endpoint {
	if _, isDefault := o.EndpointResolverV2.(defaultEndpoints); !isDefault {
		return nil
	}
	resolved, err := o.resolveEndpoint(context.Background())
	if err != nil {
		return nil
	}
	return resolved
}

// defaultEndpoints is the default of Options.EndpointResolverV2.
type defaultEndpoints struct{ hostPrefix string }

// NewEndpointResolver returns the default resolver of a service.
func NewEndpointResolver(s *Service) EndpointResolverV2 {
	return defaultEndpoints{s.Model.HostPrefix}
}

func (r defaultEndpoints) ResolveEndpoint(_ context.Context, p EndpointParameters) (smithyendpoints.Endpoint, error) {
	u, err := endpoint.Resolve(endpoint.Request{
		HostPrefix: r.hostPrefix,
		Region:     aws.ToString(p.Region),
		FIPS:       aws.ToBool(p.UseFIPS),
		DualStack:  aws.ToBool(p.UseDualStack),
		Custom:     p.Endpoint,
	})
	if err != nil {
		return smithyendpoints.Endpoint{}, &apierrors.ClientError{Code: apierrors.CodeConfiguration, Err: err}
	}
	return smithyendpoints.Endpoint{URI: *u, Headers: http.Header{}}, nil
}

// disableHTTPS implements EndpointOptions.DisableHTTPS. It also removes the port if it is
// the scheme's default.
type disableHTTPS struct{ *plan }

func (disableHTTPS) ID() string { return "disableHTTPS" }

func (m disableHTTPS) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	if m.options.EndpointOptions.DisableHTTPS {
		req.URL.Scheme = "http"
	}
	endpoint.DropDefaultPort(req.URL)
	return next.HandleFinalize(ctx, in)
}
