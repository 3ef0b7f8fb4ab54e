package awsclient_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// If a call cannot be sent, the error's code says whether the program or its
// configuration is wrong. An operator can correct only the configuration.
func TestErrorCodeOfUnsentCalls(t *testing.T) {
	configured := func(change func(*a2iruntime.Options)) error {
		return describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}, change)
	}
	step := func(result any) func(*a2iruntime.Options) {
		return a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("replaceResult", func(context.Context, middleware.InitializeInput, middleware.InitializeHandler) (out middleware.InitializeOutput, m middleware.Metadata, err error) {
				out.Result = result
				return out, m, nil
			}), middleware.Before)
		})
	}
	presigner := a2iruntime.NewPresignClient(newClient(&clienttest.Exchange{}))
	_, expires := presigner.PresignDescribeHumanLoop(context.Background(), loop, func(o *a2iruntime.PresignOptions) { o.Expires = -time.Second })
	_, nilClient := (*a2iruntime.Client)(nil).DescribeHumanLoop(context.Background(), loop)
	var noContext context.Context
	for name, tc := range map[string]struct {
		err       error
		code      string
		retryable bool
	}{
		"no client":                  {nilClient, "UsageError", false},
		"no context":                 {describeIn(noContext, &clienttest.Exchange{}), "UsageError", false},
		"a result of the wrong type": {configured(step("text")), "UsageError", false},
		"no result":                  {configured(step(nil)), "UsageError", false},
		"a presigned URL's Expires":  {expires, "UsageError", false},
		"no Region":                  {configured(func(o *a2iruntime.Options) { o.Region = "" }), "ConfigurationError", true},
		"an endpoint":                {configured(func(o *a2iruntime.Options) { o.BaseEndpoint = aws.String("localhost") }), "ConfigurationError", true},
		"no auth scheme":             {configured(func(o *a2iruntime.Options) { o.AuthSchemes = []smithyhttp.AuthScheme{smithyhttp.NewAnonymousScheme()} }), "ConfigurationError", true},
		"no credentials":             {configured(func(o *a2iruntime.Options) { o.Credentials = nil }), "CredentialsError", true},
	} {
		t.Run(name, func(t *testing.T) {
			if code := types.ErrorCode(tc.err); code != tc.code || types.Retryable(tc.err) != tc.retryable {
				t.Errorf("got ErrorCode %q, retryable = %t, want %q, %t, for %v", code, types.Retryable(tc.err), tc.code, tc.retryable, tc.err)
			}
		})
	}
}

// An error that quotes a secret keeps its code when the secret is removed.
func TestErrorCodeOfRedactedErrors(t *testing.T) {
	const token = "a/session+token/of=some/length"
	var secrets redact.Secrets
	secrets.AddRequest(&http.Request{Header: http.Header{"X-Amz-Security-Token": {token}}})
	for code, err := range map[string]error{
		"ConfigurationError": apierrors.ClientErrorf(apierrors.CodeConfiguration, "redirected to /%s", token),
		"ConnectionError":    &apierrors.BodyReadError{Err: errors.New("malformed chunk " + token)},
	} {
		redacted := secrets.RedactError(err)
		if got := types.ErrorCode(redacted); got != code || strings.Contains(redacted.Error(), token) {
			t.Errorf("got ErrorCode %q, want %q, for %v", got, code, redacted)
		}
	}
}
