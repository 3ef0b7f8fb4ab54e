package awsclient

import (
	"context"
	"os"
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

// newUserAgent returns the step that names this module, its versions and the
// features in use. Callers' APIOptions may add to it.
func newUserAgent(s *Service, o *Options) *awsmiddleware.RequestUserAgent {
	ua := awsmiddleware.NewRequestUserAgent()
	ua.AddSDKAgentKeyValue(awsmiddleware.APIMetadata, s.Model.Package, Version)
	ua.AddSDKAgentKeyValue(awsmiddleware.FrameworkMetadata, modulePath[strings.LastIndexByte(modulePath, '/')+1:], Version)
	if o.AppID != "" {
		ua.AddSDKAgentKey(awsmiddleware.ApplicationIdentifier, o.AppID)
	}
	if feature, ok := retryFeature(o); ok {
		ua.AddUserAgentFeature(feature)
	}
	for _, source := range credentialSources(o) {
		ua.AddCredentialsSource(source)
	}
	return ua
}

func retryFeature(o *Options) (awsmiddleware.UserAgentFeature, bool) {
	switch o.Retryer.(type) {
	case *retry.Standard:
		return awsmiddleware.UserAgentFeatureRetryModeStandard, true
	case *retry.AdaptiveMode:
		return awsmiddleware.UserAgentFeatureRetryModeAdaptive, true
	}
	return "", false
}

func credentialSources(o *Options) []aws.CredentialSource {
	if source, ok := o.Credentials.(aws.CredentialProviderSource); ok {
		return source.ProviderSources()
	}
	return nil
}

// ownUserAgent replaces a RequestUserAgent that nobody adds to.
type ownUserAgent struct {
	service *Service
	options *Options
}

func (ownUserAgent) ID() string { return (*awsmiddleware.RequestUserAgent)(nil).ID() }

func (u ownUserAgent) HandleBuild(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (
	middleware.BuildOutput, middleware.Metadata, error,
) {
	return newUserAgent(u.service, u.options).HandleBuild(ctx, in, next)
}

// userAgents are the texts of clients that were made before, since to build one is
// an eighth of a new client's first call. There are a few: a client with an AppID, of
// which a program may have any number, has a text of its own.
var userAgents sync.Map

// userAgentKey is what the text of a user agent depends on.
type userAgentKey struct {
	service     *Service
	retry       awsmiddleware.UserAgentFeature
	environment string
}

func (u ownUserAgent) fixed() (*fixedUserAgent, error) {
	if u.options.AppID != "" || credentialSources(u.options) != nil {
		return fixUserAgent(newUserAgent(u.service, u.options))
	}
	feature, _ := retryFeature(u.options)
	key := userAgentKey{u.service, feature, os.Getenv("AWS_EXECUTION_ENV")}
	if known, ok := userAgents.Load(key); ok {
		return known.(*fixedUserAgent), nil
	}
	made, err := fixUserAgent(newUserAgent(u.service, u.options))
	if err == nil {
		userAgents.Store(key, made)
	}
	return made, err
}

// fixedUserAgent replaces a RequestUserAgent in a composed stack:
// its text never changes, so it is built once for each combination of callers, when
// one of them comes.
type fixedUserAgent struct {
	base  string
	built [allCallers + 1]sync.Once
	texts [allCallers + 1]string
}

func fixUserAgent(ua *awsmiddleware.RequestUserAgent) (*fixedUserAgent, error) {
	req := smithyhttp.NewStackRequest().(*smithyhttp.Request)
	if _, _, err := ua.HandleBuild(context.Background(), middleware.BuildInput{Request: req}, nopBuild{}); err != nil {
		return nil, err
	}
	return &fixedUserAgent{base: req.Header.Get("User-Agent")}, nil
}

// text is the user agent of calls that c makes.
func (f *fixedUserAgent) text(c Caller) string {
	f.built[c].Do(func() {
		var features []string
		if c&Paginator != 0 {
			features = append(features, awsmiddleware.UserAgentFeaturePaginator)
		}
		if c&Waiter != 0 {
			features = append(features, awsmiddleware.UserAgentFeatureWaiter)
		}
		f.texts[c] = withFeatures(f.base, features)
	})
	return f.texts[c]
}

type nopBuild struct{}

func (nopBuild) HandleBuild(context.Context, middleware.BuildInput) (out middleware.BuildOutput, m middleware.Metadata, err error) {
	return out, m, nil
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

func (*fixedUserAgent) ID() string { return (*awsmiddleware.RequestUserAgent)(nil).ID() }

func (f *fixedUserAgent) HandleBuild(ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler) (
	middleware.BuildOutput, middleware.Metadata, error,
) {
	if req, ok := in.Request.(*smithyhttp.Request); ok {
		text := f.text(callerOf(ctx))
		if own := req.Header.Get("User-Agent"); own != "" {
			text += " " + own
		}
		req.Header["User-Agent"] = []string{text}
	}
	return next.HandleBuild(ctx, in)
}

// fixed replaces a UserAgent step by its fixed form and leaves others as they
// are.
func fixed(m middleware.BuildMiddleware) (middleware.BuildMiddleware, error) {
	switch ua := m.(type) {
	case ownUserAgent:
		return ua.fixed()
	case *awsmiddleware.RequestUserAgent:
		return fixUserAgent(ua)
	}
	return m, nil
}
