package awsclient

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/sigv4sign"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// hashPayload hashes the body that the signature covers, once for all attempts.
type hashPayload struct{}

func (hashPayload) ID() string { return (*v4.ComputePayloadSHA256)(nil).ID() }

func (hashPayload) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	if v4.GetPayloadHash(ctx) != "" {
		return next.HandleFinalize(ctx, in)
	}
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	call, err := callOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	_, span := startSpan(ctx, "ComputePayloadSHA256")
	hash, err := call.hashOf(req)
	span.End()
	if err != nil {
		return out, metadata, &v4.HashComputationError{Err: err}
	}
	return next.HandleFinalize(v4.SetPayloadHash(ctx, hash), in)
}

// emptyHash is the SHA-256 of an empty body.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// hashedBody is a body and its hash.
type hashedBody struct {
	body *bytes.Reader
	hash string
}

func (s *callState) hashOf(req *smithyhttp.Request) (string, error) {
	stream := req.GetStream()
	if stream == nil {
		return emptyHash, nil
	}
	body, serialized := stream.(*bytes.Reader) // if not, a caller's step has set it
	if known := s.hashed.Load(); serialized && known != nil && known.body == body {
		return known.hash, nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, stream); err != nil {
		return "", fmt.Errorf("hash the request's body: %w", err)
	}
	if err := req.RewindStream(); err != nil {
		return "", fmt.Errorf("rewind the request's body after hashing it: %w", err)
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	if serialized {
		s.hashed.Store(&hashedBody{body, hash})
	}
	return hash, nil
}

// signRequest signs an attempt. It also stores the clock offset that the response reveals,
// for the next attempt, because aws/retry passes the offset in a context value that only
// aws/retry can read.
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
	span.End()
	if err != nil {
		return out, metadata, fmt.Errorf("sign request: %w", err)
	}
	attempt.signed.Add(1)
	out, metadata, err = next.HandleFinalize(ctx, in)
	if skew, known := awsmiddleware.GetAttemptSkew(metadata); known {
		attempt.skew = skew
	}
	attempt.noteFailure(err)
	return out, metadata, err
}

// sigV4Schemes is the default of Options.AuthSchemes. Its signer takes everything that
// differs between calls from the context.
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
		return configurationErrorf("SigV4 cannot sign with identity %T", identity)
	}
	name, region, err := signingScope(props)
	if err != nil {
		return err
	}
	o := call.plan.options
	return o.HTTPSignerV4.SignHTTP(ctx, credentials.Credentials, r.Request, v4.GetPayloadHash(ctx), name, region,
		time.Now().Add(call.skew), signerOptions(o.HTTPSignerV4, o, props)...)
}

func signingScope(props smithy.Properties) (name, region string, err error) {
	name, _ = smithyhttp.GetSigV4SigningName(&props)
	region, _ = smithyhttp.GetSigV4SigningRegion(&props)
	if name == "" {
		return "", "", configurationErrorf("no signing name: the AuthSchemeResolver must set one")
	}
	if region == "" {
		return "", "", configurationErrorf("no region to sign for: set Options.Region, AWS_REGION or the profile's region")
	}
	return name, region, nil
}

// signerOptions returns the signer options that a call sets.
func signerOptions(signer any, o *Options, props smithy.Properties) []func(*v4.SignerOptions) {
	unescaped, _ := smithyhttp.GetDisableDoubleEncoding(&props)
	if _, isDefault := signer.(*sigv4sign.Signer); isDefault && !unescaped && !o.ClientLogMode.IsSigning() {
		return nil // the default signer's defaults
	}
	return []func(*v4.SignerOptions){func(so *v4.SignerOptions) {
		so.DisableURIPathEscaping = unescaped
		if o.ClientLogMode.IsSigning() {
			so.LogSigning, so.Logger = true, newRedactingLogger(o.Logger)
		}
	}}
}
