package awsclient

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// AuthResolverParameters is what the choice of an auth scheme depends on.
type AuthResolverParameters struct {
	// Operation is the name of the operation.
	Operation string

	// Region is the AWS Region of the call.
	Region string
}

// AuthSchemeResolver returns the auth schemes a call may use, best first.
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

// chosenAuth is an auth scheme and what it is used with.
type chosenAuth struct {
	scheme   smithyhttp.AuthScheme
	option   *auth.Option
	resolver auth.IdentityResolver
	props    smithy.Properties // the option's signer properties, overrides applied
}

// fixedAuth is the choice that all calls with these options make, nil where a
// resolver or scheme of the caller's may choose anew for each, or where there is
// an error to tell.
func fixedAuth(o *Options, operation string) *chosenAuth {
	if _, own := o.AuthSchemeResolver.(defaultAuthSchemes); !own || len(o.AuthSchemes) != 1 {
		return nil
	}
	if _, own := o.AuthSchemes[0].(sigV4Scheme); !own {
		return nil
	}
	chosen, err := chooseAuth(context.Background(), o, operation)
	if err != nil {
		return nil
	}
	return chosen
}

// chooseAuth picks the first scheme in the order of preference that is known
// and has an identity. No credentials are an error: nothing goes out unsigned
// unless the caller asked for it.
func chooseAuth(ctx context.Context, o *Options, operation string) (*chosenAuth, error) {
	options, err := o.AuthSchemeResolver.ResolveAuthSchemes(ctx, &AuthResolverParameters{Operation: operation, Region: o.Region})
	if err != nil {
		return nil, fmt.Errorf("resolve auth scheme: %w", err)
	}
	wantsSigV4 := false
	for _, option := range preferred(options, o.AuthSchemePreference) {
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
		return nil, finalErrorf("no credentials: set Options.Credentials, or aws.AnonymousCredentials{} to send unsigned")
	}
	return nil, finalErrorf("none of the auth schemes that the AuthSchemeResolver names is in Options.AuthSchemes with an identity")
}

// preferred sorts options by the names in preference, such as "sigv4".
func preferred(options []*auth.Option, preference []string) []*auth.Option {
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

// overridesSigning tells whether the call has WithSigV4SigningName or
// WithSigV4SigningRegion.
func overridesSigning(ctx context.Context) bool {
	//lint:ignore SA1019 it is deprecated for callers: the official clients' own option sets it, so this must read it
	return awsmiddleware.GetSigningName(ctx) != "" || awsmiddleware.GetSigningRegion(ctx) != ""
}

// signerProperties applies WithSigV4SigningName and WithSigV4SigningRegion.
func signerProperties(ctx context.Context, option *auth.Option) smithy.Properties {
	props := option.SignerProperties
	//lint:ignore SA1019 it is deprecated for callers: the official clients' own option sets it, so this must read it
	name, region := awsmiddleware.GetSigningName(ctx), awsmiddleware.GetSigningRegion(ctx)
	if name == "" && region == "" || option.SchemeID != auth.SchemeIDSigV4 {
		return props
	}
	var own smithy.Properties
	own.SetAll(&props)
	if name != "" {
		smithyhttp.SetSigV4SigningName(&own, name)
	}
	if region != "" {
		smithyhttp.SetSigV4SigningRegion(&own, region)
	}
	return own
}

// WithSigningName makes calls sign for another service name.
func WithSigningName(name string) func(*middleware.Stack) error {
	return initialize("withSigV4SigningName", func(ctx context.Context) context.Context {
		//lint:ignore SA1019 it is deprecated for callers: this is the option that replaces it
		return awsmiddleware.SetSigningName(ctx, name)
	})
}

// WithSigningRegion makes calls sign for another Region.
func WithSigningRegion(region string) func(*middleware.Stack) error {
	return initialize("withSigV4SigningRegion", func(ctx context.Context) context.Context {
		//lint:ignore SA1019 it is deprecated for callers: this is the option that replaces it
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
		return nil, finalErrorf("get credentials: %w", err)
	}
	if !credentials.HasKeys() {
		return nil, finalErrorf("the credentials provider %T gave no access key or no secret key: check Options.Credentials", r.provider)
	}
	for _, member := range []struct{ name, value string }{
		{"AccessKeyID", credentials.AccessKeyID},
		{"SecretAccessKey", credentials.SecretAccessKey}, // never sent, but then no signature is right
		{"SessionToken", credentials.SessionToken},
	} {
		for i := range len(member.value) {
			if !visible(member.value[i]) {
				return nil, finalErrorf("the %s of the credentials provider %T has an illegal character at byte %d of %d: remove line breaks, spaces and anything else that is not part of it",
					member.name, r.provider, i, len(member.value))
			}
		}
	}
	return &credentialsIdentity{credentials}, nil
}

// visible reports whether a byte can be part of a key or token: it is ASCII, and neither
// a space nor a control character.
func visible(b byte) bool { return b > ' ' && b < 0x7f }

// sigV4Schemes is the default of Options.AuthSchemes. Its signer finds
// everything that a call may change in the context.
var sigV4Schemes = []smithyhttp.AuthScheme{sigV4Scheme{}}

type sigV4Scheme struct{}

func (sigV4Scheme) SchemeID() string          { return auth.SchemeIDSigV4 }
func (sigV4Scheme) Signer() smithyhttp.Signer { return sigV4Signer{} }
func (sigV4Scheme) IdentityResolver(o auth.IdentityResolverOptions) auth.IdentityResolver {
	return o.GetIdentityResolver(auth.SchemeIDSigV4)
}

type sigV4Signer struct{}

func (sigV4Signer) SignRequest(ctx context.Context, r *smithyhttp.Request, identity auth.Identity, props smithy.Properties) error {
	state := callOf(ctx)
	credentials, ok := identity.(*credentialsIdentity)
	if state == nil || !ok {
		return finalErrorf("identity %T is none that SigV4 can sign with", identity)
	}
	name, region, err := signingScope(props)
	if err != nil {
		return err
	}
	o := state.options
	return o.HTTPSignerV4.SignHTTP(ctx, credentials.Credentials, r.Request, v4.GetPayloadHash(ctx), name, region,
		time.Now().Add(state.attemptSkew()), signerOptions(o, props))
}

func signingScope(props smithy.Properties) (name, region string, err error) {
	name, _ = smithyhttp.GetSigV4SigningName(&props)
	region, _ = smithyhttp.GetSigV4SigningRegion(&props)
	if name == "" {
		return "", "", finalErrorf("no signing name: the AuthSchemeResolver must set one")
	}
	if region == "" {
		return "", "", finalErrorf("no region to sign for: set Options.Region, AWS_REGION or the profile's region")
	}
	return name, region, nil
}

func signerOptions(o *Options, props smithy.Properties) func(*v4.SignerOptions) {
	rawPath, _ := smithyhttp.GetDisableDoubleEncoding(&props)
	return func(so *v4.SignerOptions) {
		so.DisableURIPathEscaping = rawPath
		if o.ClientLogMode.IsSigning() {
			so.LogSigning, so.Logger = true, newRedactingLogger(o.Logger)
		}
	}
}
