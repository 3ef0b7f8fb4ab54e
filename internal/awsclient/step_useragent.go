package awsclient

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Caller says in a call's user agent what makes the call. It is a context value, so that a
// paginator or waiter needs no stack of its own.
type Caller uint8

// The callers; they can be combined.
const (
	Paginator Caller = 1 << iota
	Waiter
	allCallers = Paginator | Waiter
)

type callerKey struct{}

// WithCaller marks the calls made with the returned context.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c|callerOf(ctx))
}

func callerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c & allCallers
}

// newRequestUserAgent returns the step that names this module, its versions and the
// features in use. Callers' APIOptions may add to it.
func newRequestUserAgent(s *Service, o *Options, caller Caller) *awsmiddleware.RequestUserAgent {
	ua := awsmiddleware.NewRequestUserAgent()
	ua.AddSDKAgentKeyValue(awsmiddleware.APIMetadata, s.Model.Package, Version)
	ua.AddSDKAgentKeyValue(awsmiddleware.FrameworkMetadata, modulePath[strings.LastIndexByte(modulePath, '/')+1:], Version)
	if o.AppID != "" {
		ua.AddSDKAgentKey(awsmiddleware.ApplicationIdentifier, o.AppID)
	}
	switch o.Retryer.(type) {
	case *retry.Standard:
		ua.AddUserAgentFeature(awsmiddleware.UserAgentFeatureRetryModeStandard)
	case *retry.AdaptiveMode:
		ua.AddUserAgentFeature(awsmiddleware.UserAgentFeatureRetryModeAdaptive)
	}
	if caller&Paginator != 0 {
		ua.AddUserAgentFeature(awsmiddleware.UserAgentFeaturePaginator)
	}
	if caller&Waiter != 0 {
		ua.AddUserAgentFeature(awsmiddleware.UserAgentFeatureWaiter)
	}
	for _, source := range o.credentialSources() {
		ua.AddCredentialsSource(source)
	}
	return ua
}

func (o *Options) credentialSources() []aws.CredentialSource {
	if credentials, ok := o.Credentials.(aws.CredentialProviderSource); ok {
		return credentials.ProviderSources()
	}
	return nil
}

// userAgentStep returns the user-agent step of a stack. If there are APIOptions, the stack
// gets its own step, so that they can add to it.
func (p *plan) userAgentStep() middleware.BuildMiddleware {
	if p.userAgent == nil {
		return newRequestUserAgent(p.client.service, p.options, p.caller)
	}
	return p.userAgent
}

// userAgent sets the User-Agent header to a string that a RequestUserAgent built once,
// because building it for each call is expensive.
type userAgent struct{ text string }

func newUserAgent(s *Service, o *Options, caller Caller) (*userAgent, error) {
	req := smithyhttp.NewStackRequest().(*smithyhttp.Request)
	_, _, err := newRequestUserAgent(s, o, caller).HandleBuild(context.Background(), middleware.BuildInput{Request: req}, nopBuild{})
	return &userAgent{req.Header.Get("User-Agent")}, err
}

type nopBuild struct{}

func (nopBuild) HandleBuild(context.Context, middleware.BuildInput) (out middleware.BuildOutput, m middleware.Metadata, err error) {
	return out, m, nil
}

func (*userAgent) ID() string { return (*awsmiddleware.RequestUserAgent)(nil).ID() }

func (u *userAgent) HandleBuild(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (
	out middleware.BuildOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	text := u.text
	if custom := req.Header.Get("User-Agent"); custom != "" {
		text += " " + custom
	}
	req.Header["User-Agent"] = []string{text}
	return next.HandleBuild(ctx, in)
}
