package awsclient

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// resolveAuthScheme chooses how an attempt is signed.
type resolveAuthScheme struct{ *plan }

func (resolveAuthScheme) ID() string { return "ResolveAuthScheme" }

func (m resolveAuthScheme) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	call, err := callOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	_, span := startSpan(ctx, "ResolveAuthScheme")
	chosen := m.auth
	if name, region := signingOverrides(ctx); chosen == nil || name != "" || region != "" {
		chosen, err = chooseAuth(ctx, m.options, m.op.row().Name)
	}
	if err == nil && traced(ctx) {
		span.SetProperty("auth.scheme_id", chosen.scheme.SchemeID())
	}
	span.End()
	if err != nil {
		return out, metadata, err
	}
	call.auth, call.signing = chosen, chosen.signing
	return next.HandleFinalize(ctx, in)
}

// chosenAuth is an auth scheme with its option and identity resolver.
type chosenAuth struct {
	scheme   smithyhttp.AuthScheme
	option   *auth.Option
	resolver auth.IdentityResolver
	signing  smithy.Properties // the option's signer properties, overrides applied
}

// authForAllCalls returns the auth scheme of all calls with these options. It returns nil
// if a custom resolver or scheme may choose differently for each call, or on an error,
// which each call then reports.
func authForAllCalls(o *Options, operation string) *chosenAuth {
	if _, isDefault := o.AuthSchemeResolver.(defaultAuthSchemes); !isDefault || len(o.AuthSchemes) != 1 {
		return nil
	}
	if _, isDefault := o.AuthSchemes[0].(sigV4Scheme); !isDefault {
		return nil
	}
	chosen, err := chooseAuth(context.Background(), o, operation)
	if err != nil {
		return nil
	}
	return chosen
}

// chooseAuth returns the first scheme in the order of preference that is known and has an
// identity. Missing credentials are an error: requests are sent unsigned only if the
// options ask for it.
func chooseAuth(ctx context.Context, o *Options, operation string) (*chosenAuth, error) {
	options, err := o.AuthSchemeResolver.ResolveAuthSchemes(ctx, &AuthResolverParameters{Operation: operation, Region: o.Region})
	if err != nil {
		return nil, fmt.Errorf("resolve auth scheme: %w", err)
	}
	wantsSigV4 := false
	for _, option := range sortByPreference(options, o.AuthSchemePreference) {
		if option.SchemeID == auth.SchemeIDAnonymous || option.SchemeID == auth.SchemeIDSigV4 && isAnonymous(o.Credentials) {
			anonymous := smithyhttp.NewAnonymousScheme()
			return &chosenAuth{scheme: anonymous, option: &auth.Option{SchemeID: auth.SchemeIDAnonymous}, resolver: anonymous.IdentityResolver(o)}, nil
		}
		wantsSigV4 = wantsSigV4 || option.SchemeID == auth.SchemeIDSigV4
		for _, scheme := range o.AuthSchemes {
			if scheme.SchemeID() != option.SchemeID {
				continue
			}
			if resolver := scheme.IdentityResolver(o); resolver != nil {
				return &chosenAuth{scheme, option, resolver, signerProperties(ctx, option)}, nil
			}
		}
	}
	if wantsSigV4 && o.Credentials == nil {
		return nil, credentialsErrorf("no credentials: set Options.Credentials, or aws.AnonymousCredentials{} to send unsigned")
	}
	return nil, configurationErrorf("none of the AuthSchemeResolver's auth schemes can be used: add one that has an identity to Options.AuthSchemes")
}

// sortByPreference sorts options by the names in preference, such as "sigv4".
func sortByPreference(options []*auth.Option, preference []string) []*auth.Option {
	if len(preference) == 0 {
		return options
	}
	rank := func(o *auth.Option) int {
		name := o.SchemeID[strings.LastIndexByte(o.SchemeID, '#')+1:]
		if i := slices.Index(preference, name); i >= 0 {
			return i
		}
		return len(preference)
	}
	sorted := slices.Clone(options)
	slices.SortStableFunc(sorted, func(a, b *auth.Option) int { return rank(a) - rank(b) })
	return sorted
}

// signingOverrides returns the name and Region that WithSigV4SigningName and
// WithSigV4SigningRegion set.
func signingOverrides(ctx context.Context) (name, region string) {
	//nolint:staticcheck // SA1019: deprecated for callers, but the official clients' options set these values
	return awsmiddleware.GetSigningName(ctx), awsmiddleware.GetSigningRegion(ctx)
}

// signerProperties returns the option's signer properties with the signing overrides.
func signerProperties(ctx context.Context, option *auth.Option) smithy.Properties {
	props := option.SignerProperties
	name, region := signingOverrides(ctx)
	if name == "" && region == "" || option.SchemeID != auth.SchemeIDSigV4 {
		return props
	}
	var overridden smithy.Properties
	overridden.SetAll(&props)
	if name != "" {
		smithyhttp.SetSigV4SigningName(&overridden, name)
	}
	if region != "" {
		smithyhttp.SetSigV4SigningRegion(&overridden, region)
	}
	return overridden
}

// AuthResolverParameters are the parameters of an AuthSchemeResolver.
type AuthResolverParameters struct {
	// Operation is the name of the operation.
	Operation string

	// Region is the AWS Region of the call.
	Region string
}

// AuthSchemeResolver returns the auth schemes that a call may use, in order of preference.
type AuthSchemeResolver interface {
	// ResolveAuthSchemes returns the auth schemes for a call with these parameters.
	ResolveAuthSchemes(context.Context, *AuthResolverParameters) ([]*auth.Option, error)
}

type defaultAuthSchemes struct{ signingName string }

// NewAuthSchemeResolver returns the default resolver of a service: SigV4.
func NewAuthSchemeResolver(s *Service) AuthSchemeResolver {
	return defaultAuthSchemes{s.Model.SigningName}
}

func (r defaultAuthSchemes) ResolveAuthSchemes(_ context.Context, p *AuthResolverParameters) ([]*auth.Option, error) {
	sigV4 := &auth.Option{SchemeID: auth.SchemeIDSigV4}
	smithyhttp.SetSigV4SigningName(&sigV4.SignerProperties, r.signingName)
	smithyhttp.SetSigV4SigningRegion(&sigV4.SignerProperties, p.Region)
	return []*auth.Option{sigV4}, nil
}

// WithSigningName makes calls sign for another service name.
func WithSigningName(name string) func(*middleware.Stack) error {
	return initialize("withSigV4SigningName", func(ctx context.Context) context.Context {
		//nolint:staticcheck // SA1019: deprecated for callers, who use this option instead
		return awsmiddleware.SetSigningName(ctx, name)
	})
}

// WithSigningRegion makes calls sign for another Region.
func WithSigningRegion(region string) func(*middleware.Stack) error {
	return initialize("withSigV4SigningRegion", func(ctx context.Context) context.Context {
		//nolint:staticcheck // SA1019: deprecated for callers, who use this option instead
		return awsmiddleware.SetSigningRegion(ctx, region)
	})
}

func initialize(id string, with func(context.Context) context.Context) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc(id, func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			return next.HandleInitialize(with(ctx), in)
		}), middleware.Before)
	}
}

// getIdentity retrieves the credentials for each attempt.
type getIdentity struct{}

func (getIdentity) ID() string { return "GetIdentity" }

func (getIdentity) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	attempt, err := attemptOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	innerCtx, span := startSpan(ctx, "GetIdentity")
	stop := startTimer(ctx, resolveIdentityDuration)
	attempt.identity, err = attempt.auth.resolver.GetIdentity(innerCtx, attempt.auth.option.IdentityProperties)
	stop()
	span.End()
	if err != nil {
		return out, metadata, err
	}
	return next.HandleFinalize(ctx, in)
}

func isAnonymous(p aws.CredentialsProvider) bool {
	return p != nil && aws.IsCredentialsProvider(p, (*aws.AnonymousCredentials)(nil))
}

// credentialsResolver retrieves AWS credentials as an identity.
type credentialsResolver struct{ provider aws.CredentialsProvider }

// credentialsIdentity is the identity that a SigV4 scheme signs with.
type credentialsIdentity struct{ aws.Credentials }

func (i *credentialsIdentity) Expiration() time.Time { return i.Expires }

func (r credentialsResolver) GetIdentity(ctx context.Context, _ smithy.Properties) (auth.Identity, error) {
	credentials, err := r.provider.Retrieve(ctx)
	if err != nil {
		return nil, credentialsErrorf("get credentials: %w", err)
	}
	if !credentials.HasKeys() {
		return nil, credentialsErrorf("the credentials provider %T returned an empty access key or secret key: check Options.Credentials", r.provider)
	}
	for _, member := range []struct{ name, value string }{
		{"AccessKeyID", credentials.AccessKeyID},
		{"SecretAccessKey", credentials.SecretAccessKey}, // never sent, but an invalid character makes every signature invalid
		{"SessionToken", credentials.SessionToken},
	} {
		for i := range len(member.value) {
			if !visible(member.value[i]) {
				return nil, credentialsErrorf("the %s of the credentials provider %T contains an invalid character at byte %d of %d: remove line breaks, spaces and other characters that do not belong to it",
					member.name, r.provider, i, len(member.value))
			}
		}
	}
	return &credentialsIdentity{credentials}, nil
}

// visible reports whether a byte can be part of a key or token: it is ASCII, and neither
// a space nor a control character.
func visible(b byte) bool { return b > ' ' && b < 0x7f }
