package awsclient

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Caller marks in a call's user agent what makes the call. It travels in the
// context, so that a paginator or waiter costs no stack of its own.
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
func newRequestUserAgent(s *Service, o *Options) *awsmiddleware.RequestUserAgent {
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

// userAgentOf returns the step for a stack that no APIOptions change.
func (c *Client) userAgentOf(op operation, o *Options) (*userAgent, error) {
	known, ok := c.plans.Load(op)
	if ok && o.AppID == c.options.AppID && same(o.Retryer, c.options.Retryer) &&
		slices.Equal(o.credentialSources(), c.options.credentialSources()) && known.(*plan).userAgent != nil {
		return known.(*plan).userAgent, nil
	}
	return newUserAgent(c.service, o)
}

// userAgent sets the User-Agent header. It has the text of a RequestUserAgent, because
// building that for each call is expensive.
type userAgent struct {
	base string

	// By what makes the call, made when it makes the first one.
	once  [allCallers + 1]sync.Once
	texts [allCallers + 1]string
}

// userAgentStep returns the step to which APIOptions may add, if there are any.
func (p *plan) userAgentStep() middleware.BuildMiddleware {
	if p.userAgent == nil {
		return newRequestUserAgent(p.client.service, p.options)
	}
	return p.userAgent
}

func newUserAgent(s *Service, o *Options) (*userAgent, error) {
	return fixed(newRequestUserAgent(s, o))
}

// fixed returns a step with the text of another one.
func fixed(ua *awsmiddleware.RequestUserAgent) (*userAgent, error) {
	req := smithyhttp.NewStackRequest().(*smithyhttp.Request)
	if _, _, err := ua.HandleBuild(context.Background(), middleware.BuildInput{Request: req}, nopBuild{}); err != nil {
		return nil, err
	}
	return &userAgent{base: req.Header.Get("User-Agent")}, nil
}

// fixUserAgent replaces the stack's RequestUserAgent, to which the caller's APIOptions may
// have added, unless they have removed it.
func fixUserAgent(stack *middleware.Stack) error {
	step, _ := stack.Build.Get((*userAgent)(nil).ID())
	ua, ok := step.(*awsmiddleware.RequestUserAgent)
	if !ok {
		return nil
	}
	u, err := fixed(ua)
	if err != nil {
		return err
	}
	_, err = stack.Build.Swap(ua.ID(), u)
	return err
}

func (u *userAgent) text(c Caller) string {
	u.once[c].Do(func() { u.texts[c] = withFeatures(u.base, c.features()) })
	return u.texts[c]
}

type nopBuild struct{}

func (nopBuild) HandleBuild(context.Context, middleware.BuildInput) (out middleware.BuildOutput, m middleware.Metadata, err error) {
	return out, m, nil
}

func (c Caller) features() (features []string) {
	if c&Paginator != 0 {
		features = append(features, awsmiddleware.UserAgentFeaturePaginator)
	}
	if c&Waiter != 0 {
		features = append(features, awsmiddleware.UserAgentFeatureWaiter)
	}
	return features
}

// withFeatures adds to the one part of a user agent that lists features, which
// is "m/" and their letters in order.
func withFeatures(userAgent string, features []string) string {
	if len(features) == 0 {
		return userAgent
	}
	parts := strings.Fields(userAgent)
	for i, part := range parts {
		if known, ok := strings.CutPrefix(part, "m/"); ok {
			features = append(features, strings.Split(known, ",")...)
			parts = slices.Delete(parts, i, i+1)
			break
		}
	}
	slices.Sort(features)
	return strings.Join(append(parts, "m/"+strings.Join(features, ",")), " ")
}

func (*userAgent) ID() string { return (*awsmiddleware.RequestUserAgent)(nil).ID() }

func (u *userAgent) HandleBuild(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (
	out middleware.BuildOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	text := u.text(callerOf(ctx))
	if custom := req.Header.Get("User-Agent"); custom != "" {
		text += " " + custom
	}
	req.Header["User-Agent"] = []string{text}
	return next.HandleBuild(ctx, in)
}
