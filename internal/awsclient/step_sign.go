package awsclient

import (
	"context"
	"fmt"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// signRequest signs an attempt. It also carries the clock's offset from one
// attempt to the next, since aws/retry keeps that to its own package.
type signRequest struct{}

func (signRequest) ID() string { return "Signing" }

func (signRequest) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	attempt, err := attemptOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	_, span := startSpan(ctx, "SignRequest")
	stop := startTimer(ctx, signRequestDuration)
	err = attempt.auth.scheme.Signer().SignRequest(ctx, req, attempt.identity, attempt.signing)
	stop()
	attempt.identity = nil // a response that is kept leads to this context, but must not keep keys
	span.End()
	if err != nil {
		return out, metadata, fmt.Errorf("sign request: %w", err)
	}
	attempt.signed.Add(1)
	out, metadata, err = next.HandleFinalize(ctx, in)
	attempt.skew, _ = awsmiddleware.GetAttemptSkew(metadata)
	attempt.noteFailure(err)
	return out, metadata, err
}

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
	call, err := callOf(ctx)
	if err != nil {
		return err
	}
	credentials, ok := identity.(*credentialsIdentity)
	if !ok {
		return finalErrorf("SigV4 cannot sign with identity %T", identity)
	}
	name, region, err := signingScope(props)
	if err != nil {
		return err
	}
	o := call.plan.options
	return o.HTTPSignerV4.SignHTTP(ctx, credentials.Credentials, r.Request, v4.GetPayloadHash(ctx), name, region,
		time.Now().Add(call.skew), signerOptions(o, props))
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
