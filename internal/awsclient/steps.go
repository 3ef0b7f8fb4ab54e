package awsclient

import (
	"context"
	"fmt"

	"github.com/a2iflows/a2iflows-go/internal/model"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// validateInput refuses a bad input before the network.
type validateInput struct {
	op    operation
	level model.Level
}

func (*validateInput) ID() string { return "OperationInputValidation" }

func (m *validateInput) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	out middleware.InitializeOutput, metadata middleware.Metadata, err error,
) {
	if err := m.op.check(in.Parameters, m.level); err != nil {
		return out, metadata, err
	}
	return next.HandleInitialize(ctx, in)
}

// serializer writes the input to the request.
type serializer struct{ op operation }

func (*serializer) ID() string { return "OperationSerializer" }

func (m *serializer) HandleSerialize(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (
	out middleware.SerializeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	_, span := tracing.StartSpan(ctx, "OperationSerializer")
	stop := startTimer(ctx, serializeDuration)
	wire, err := m.op.serialize(in.Parameters)
	if err == nil {
		req, err = wire.Apply(req, m.op.row().Method)
	}
	stop()
	span.End()
	if err != nil {
		return out, metadata, err
	}
	in.Request = req
	return next.HandleSerialize(ctx, in)
}

// attempt is what the steps within one attempt tell each other.
type attempt struct{ *chosenAuth }

type attemptKey struct{}

func attemptOf(ctx context.Context) (*attempt, error) {
	a, ok := middleware.GetStackValue(ctx, attemptKey{}).(*attempt)
	if !ok {
		return nil, fmt.Errorf("no auth scheme was resolved: the step ResolveAuthScheme is missing from the stack")
	}
	return a, nil
}

// resolveAuthScheme chooses how an attempt is signed.
type resolveAuthScheme struct {
	operation string
	options   *Options
}

func (*resolveAuthScheme) ID() string { return "ResolveAuthScheme" }

func (m *resolveAuthScheme) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	_, span := tracing.StartSpan(ctx, "ResolveAuthScheme")
	chosen, err := chooseAuth(ctx, m.options, m.operation)
	if err == nil {
		span.SetProperty("auth.scheme_id", chosen.scheme.SchemeID())
	}
	span.End()
	if err != nil {
		return out, metadata, err
	}
	return next.HandleFinalize(middleware.WithStackValue(ctx, attemptKey{}, &attempt{chosen}), in)
}

// getIdentity retrieves the credentials, anew for each attempt.
type getIdentity struct{ options *Options }

func (*getIdentity) ID() string { return "GetIdentity" }

func (m *getIdentity) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	a, err := attemptOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	innerCtx, span := tracing.StartSpan(ctx, "GetIdentity")
	stop := startTimer(ctx, resolveIdentityDuration, authScheme(a.scheme))
	var resolver auth.IdentityResolver
	if resolver = a.scheme.IdentityResolver(m.options); resolver == nil {
		err = finalErrorf("no identity for auth scheme %s", a.scheme.SchemeID())
	} else {
		a.identity, err = resolver.GetIdentity(innerCtx, a.option.IdentityProperties)
	}
	stop()
	span.End()
	if err != nil {
		return out, metadata, err
	}
	return next.HandleFinalize(ctx, in)
}

// resolveEndpoint puts the endpoint before the request's path.
type resolveEndpoint struct{ options *Options }

func (*resolveEndpoint) ID() string { return "ResolveEndpointV2" }

func (m *resolveEndpoint) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	_, span := tracing.StartSpan(ctx, "ResolveEndpoint")
	err = m.resolve(ctx, req)
	span.SetProperty("client.call.resolved_endpoint", req.URL.Scheme+"://"+req.URL.Host)
	span.End()
	if err != nil {
		return out, metadata, fmt.Errorf("failed to resolve service endpoint, %w", err)
	}
	return next.HandleFinalize(ctx, in)
}

func (m *resolveEndpoint) resolve(ctx context.Context, req *smithyhttp.Request) error {
	params, err := m.options.endpointParameters()
	if err != nil {
		return err
	}
	stop := startTimer(ctx, resolveEndpointDuration)
	endpoint, err := m.options.EndpointResolverV2.ResolveEndpoint(ctx, params)
	stop()
	if err != nil {
		return err
	}
	base := endpoint.URI
	if base.RawPath == "" && req.URL.RawPath != "" {
		base.RawPath = base.EscapedPath()
	}
	req.URL.Scheme, req.URL.Host = base.Scheme, base.Host
	req.URL.Path = smithyhttp.JoinPath(base.Path, req.URL.Path)
	req.URL.RawPath = smithyhttp.JoinPath(base.RawPath, req.URL.RawPath)
	for name := range endpoint.Headers {
		req.Header.Set(name, endpoint.Headers.Get(name))
	}
	a, err := attemptOf(ctx)
	if err != nil {
		return err
	}
	if options, ok := auth.GetAuthOptions(&endpoint.Properties); ok {
		var own smithy.Properties // the resolver may share the ones it gave
		own.SetAll(&a.props)
		for _, o := range options {
			own.SetAll(&o.SignerProperties)
		}
		a.props = own
	}
	return nil
}

// disableHTTPS is EndpointOptions.DisableHTTPS.
type disableHTTPS struct{ options *Options }

func (*disableHTTPS) ID() string { return "disableHTTPS" }

func (m *disableHTTPS) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	if m.options.EndpointOptions.DisableHTTPS {
		req.URL.Scheme = "http"
	}
	return next.HandleFinalize(ctx, in)
}

// signRequest signs an attempt. It also carries the clock's offset from one
// attempt to the next, since aws/retry keeps that to its own package.
type signRequest struct{}

func (*signRequest) ID() string { return "Signing" }

func (m *signRequest) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	a, err := attemptOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	_, span := tracing.StartSpan(ctx, "SignRequest")
	stop := startTimer(ctx, signRequestDuration, authScheme(a.scheme))
	err = a.scheme.Signer().SignRequest(ctx, req, a.identity, a.props)
	stop()
	span.End()
	if err != nil {
		return out, metadata, fmt.Errorf("sign request: %w", err)
	}
	if id, ok := a.identity.(*credentialsIdentity); ok {
		ctx = awsmiddleware.SetSigningCredentials(ctx, id.Credentials)
	}
	out, metadata, err = next.HandleFinalize(ctx, in)
	skew, _ := awsmiddleware.GetAttemptSkew(metadata)
	callOf(ctx).setAttemptSkew(skew)
	return out, metadata, err
}

func authScheme(s smithyhttp.AuthScheme) func(*metrics.RecordMetricOptions) {
	return func(o *metrics.RecordMetricOptions) { o.Properties.Set("auth.scheme_id", s.SchemeID()) }
}

func httpRequest(request any) (*smithyhttp.Request, error) {
	req, ok := request.(*smithyhttp.Request)
	if !ok {
		return nil, fmt.Errorf("unknown transport type %T", request)
	}
	return req, nil
}

// level is how much of an input the options want checked.
func (o *Options) level() model.Level {
	if o.SkipInputValidation {
		return model.Labels
	}
	return model.Client
}
