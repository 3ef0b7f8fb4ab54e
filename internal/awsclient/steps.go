package awsclient

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/internal/model"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	"github.com/aws/smithy-go/middleware"
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
	_, span := startSpan(ctx, "OperationSerializer")
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

// attempt is the context of one attempt, and what its steps tell each other.
type attempt struct {
	context.Context
	*chosenAuth
	identity auth.Identity
	props    smithy.Properties // the chosen ones, or those of the endpoint
}

type attemptKey struct{}

func (a *attempt) Value(key any) any {
	if _, ok := key.(attemptKey); ok {
		return a
	}
	return a.Context.Value(key)
}

func attemptOf(ctx context.Context) (*attempt, error) {
	a, ok := ctx.Value(attemptKey{}).(*attempt)
	if !ok {
		return nil, errors.New("no auth scheme was resolved: the step ResolveAuthScheme is missing from the stack")
	}
	return a, nil
}

// resolveAuthScheme chooses how an attempt is signed.
type resolveAuthScheme struct {
	operation string
	options   *Options
	fixed     *chosenAuth // what is chosen unless the context overrides it; nil where it depends on the call
}

func (*resolveAuthScheme) ID() string { return "ResolveAuthScheme" }

func (m *resolveAuthScheme) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	_, span := startSpan(ctx, "ResolveAuthScheme")
	chosen := m.fixed
	if chosen == nil || overridesSigning(ctx) {
		chosen, err = chooseAuth(ctx, m.options, m.operation)
	}
	if err == nil && traced(ctx) {
		span.SetProperty("auth.scheme_id", chosen.scheme.SchemeID())
	}
	span.End()
	if err != nil {
		return out, metadata, err
	}
	if callOf(ctx) == nil {
		return out, metadata, errors.New("the context of the call was replaced: middlewares must derive theirs from it")
	}
	return next.HandleFinalize(&attempt{Context: ctx, chosenAuth: chosen, props: chosen.props}, in)
}

// getIdentity retrieves the credentials, anew for each attempt.
type getIdentity struct{}

func (*getIdentity) ID() string { return "GetIdentity" }

func (m *getIdentity) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	a, err := attemptOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	innerCtx, span := startSpan(ctx, "GetIdentity")
	stop := startTimer(ctx, resolveIdentityDuration)
	a.identity, err = a.resolver.GetIdentity(innerCtx, a.option.IdentityProperties)
	stop()
	span.End()
	if err != nil {
		return out, metadata, err
	}
	return next.HandleFinalize(ctx, in)
}

// resolveEndpoint puts the endpoint before the request's path.
type resolveEndpoint struct {
	options *Options
	fixed   *smithyendpoints.Endpoint // of all calls; nil where a resolver of the caller's may tell each another, or where there is an error to tell
}

func (*resolveEndpoint) ID() string { return "ResolveEndpointV2" }

func (m *resolveEndpoint) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
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

func (m *resolveEndpoint) resolve(ctx context.Context, req *smithyhttp.Request) error {
	stop := startTimer(ctx, resolveEndpointDuration)
	endpoint, err := m.endpoint(ctx)
	stop()
	if err != nil {
		return err
	}
	base := &endpoint.URI
	req.URL.Scheme, req.URL.Host = base.Scheme, base.Host
	if base.Path != "" {
		rawPath := base.RawPath
		if rawPath == "" && req.URL.RawPath != "" {
			rawPath = base.EscapedPath()
		}
		req.URL.Path = smithyhttp.JoinPath(base.Path, req.URL.Path)
		req.URL.RawPath = smithyhttp.JoinPath(rawPath, req.URL.RawPath)
	}
	for name := range endpoint.Headers {
		req.Header.Set(name, endpoint.Headers.Get(name))
	}
	a, err := attemptOf(ctx)
	if err != nil {
		return err
	}
	if m.fixed != nil {
		return nil // its properties are empty, and all calls share them: to read is to change them
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

func (m *resolveEndpoint) endpoint(ctx context.Context) (*smithyendpoints.Endpoint, error) {
	if m.fixed != nil {
		return m.fixed, nil
	}
	params, err := m.options.endpointParameters()
	if err != nil {
		return nil, err
	}
	endpoint, err := m.options.EndpointResolverV2.ResolveEndpoint(ctx, params)
	return &endpoint, err
}

// fixedEndpoint is the default resolver's endpoint, which the options alone
// decide.
func fixedEndpoint(o *Options) *smithyendpoints.Endpoint {
	if _, own := o.EndpointResolverV2.(defaultEndpoints); !own {
		return nil
	}
	endpoint, err := (&resolveEndpoint{options: o}).endpoint(context.Background())
	if err != nil {
		return nil
	}
	return endpoint
}

// disableHTTPS is EndpointOptions.DisableHTTPS. The step knows the scheme, so it
// also drops the port if it is the scheme's default.
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
	dropDefaultPort(req.URL)
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
	_, span := startSpan(ctx, "SignRequest")
	stop := startTimer(ctx, signRequestDuration)
	err = a.scheme.Signer().SignRequest(ctx, req, a.identity, a.props)
	stop()
	a.identity = nil // a response that is kept leads to this context, but must not keep keys
	span.End()
	if err != nil {
		return out, metadata, fmt.Errorf("sign request: %w", err)
	}
	state := callOf(ctx)
	state.outcome.signed.Add(1)
	out, metadata, err = next.HandleFinalize(ctx, in)
	skew, _ := awsmiddleware.GetAttemptSkew(metadata)
	state.setAttemptSkew(skew)
	if err != nil && (state.Err() == nil || answered(err)) { // the caller's context: a step's own may be shorter
		failed := err // the compiler would put every err in the heap
		state.failed.Store(&failed)
	}
	return out, metadata, err
}

// answered tells whether an attempt failed by what the service said.
func answered(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api)
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
		return model.LevelRequired
	}
	return model.LevelClient
}
