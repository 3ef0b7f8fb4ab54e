package awsclient

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/middleware"
)

// getIdentity retrieves the credentials, again for each attempt.
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
