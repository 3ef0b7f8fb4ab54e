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

// Caller identifies what makes a call, for the User-Agent header. It is a context value, so
// that a paginator or waiter does not need its own stack.
type Caller uint8

// The callers. They are bits that can be combined.
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

// newRequestUserAgent returns the step that writes this module, its version and the features
// in use to the User-Agent header. APIOptions may add to the header.
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

// userAgentStep returns the user-agent step of a stack. With APIOptions, every stack has its
// own step, because they may add to it.
func (p *plan) userAgentStep() middleware.BuildMiddleware {
	if p.userAgent == nil {
		return newRequestUserAgent(p.client.service, p.options, p.caller)
	}
	return p.userAgent
}

// userAgent sets the User-Agent header to a string that a RequestUserAgent built once,
// because building it for each call is expensive.
type userAgent struct{ header string }

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
	header := u.header
	if custom := req.Header.Get("User-Agent"); custom != "" {
		header += " " + custom
	}
	req.Header["User-Agent"] = []string{header}
	return next.HandleBuild(ctx, in)
}
