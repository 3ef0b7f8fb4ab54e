package awsclient_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// sharedConfig has a services section for both services.
const sharedConfig = `
[default]
region = eu-west-2
services = local
use_dualstack_endpoint = false
retry_mode = adaptive
max_attempts = 7
sdk_ua_app_id = from-file

[services local]
sagemaker_a2i_runtime =
  endpoint_url = http://a2i.from.file:1
bedrock_agent_runtime =
  endpoint_url = http://flows.from.file:2

[profile fips]
region = us-gov-west-1
use_fips_endpoint = true
use_dualstack_endpoint = true
`

// load loads the configuration from the environment, as an application does.
func load(t *testing.T, env map[string]string, optFns ...func(*config.LoadOptions) error) aws.Config {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(sharedConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	for name, value := range env {
		t.Setenv(name, value)
	}
	cfg, err := config.LoadDefaultConfig(context.Background(), optFns...)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestConfiguredEndpoints(t *testing.T) {
	for _, tc := range []struct {
		name           string
		env            map[string]string
		wantA2I, wantF string
	}{
		{"shared config", nil, "http://a2i.from.file:1", "http://flows.from.file:2"},
		{"service variables", map[string]string{
			"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME": "http://a2i.env:3", "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME": "http://flows.env:4",
		}, "http://a2i.env:3", "http://flows.env:4"},
		{"global variable before the file", map[string]string{"AWS_ENDPOINT_URL": "http://all.env:5"}, "http://all.env:5", "http://all.env:5"},
		{"service variable before the global one", map[string]string{
			"AWS_ENDPOINT_URL": "http://all.env:5", "AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME": "http://a2i.env:3",
		}, "http://a2i.env:3", "http://all.env:5"},
		{"ignored", map[string]string{
			"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME": "http://a2i.env:3",
		}, "https://a2i-runtime.sagemaker.eu-west-2.amazonaws.com", "https://bedrock-agent-runtime.eu-west-2.amazonaws.com"},
		{"profile with FIPS and dual-stack", map[string]string{"AWS_PROFILE": "fips"},
			"https://a2i-runtime.sagemaker-fips.us-gov-west-1.api.aws", "https://bedrock-agent-runtime-fips.us-gov-west-1.api.aws"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
			cfg := load(t, tc.env, config.WithHTTPClient(exchange))
			if _, err := a2iruntime.NewFromConfig(cfg).StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("l")}); err != nil {
				t.Fatal(err)
			}
			if _, err := bedrockflows.NewFromConfig(cfg).ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("F")}); err != nil {
				t.Fatal(err)
			}
			a2i, flows := exchange.Requests()[0], exchange.Requests()[1]
			if got, want := a2i.URL.String(), tc.wantA2I+"/human-loops/stop"; got != want {
				t.Errorf("A2I: got %s, want %s", got, want)
			}
			if got, want := flows.URL.String(), tc.wantF+"/flows/F/executions"; got != want {
				t.Errorf("Flows: got %s, want %s", got, want)
			}
			if !strings.Contains(a2i.Header.Get("Authorization"), "Credential=AKIDENVIRONMENT/") {
				t.Errorf("Authorization = %s, want the environment's key", a2i.Header.Get("Authorization"))
			}
		})
	}
}

func TestNewFromConfigUsesEveryField(t *testing.T) {
	cfg := load(t, map[string]string{"AWS_DISABLE_CLOCK_SKEW_CORRECTION": "true"})
	cfg.Logger = logging.NewStandardLogger(io.Discard)
	cfg.RuntimeEnvironment.Region = "eu-west-9"
	cfg.ClientLogMode = aws.LogRetries
	cfg.DefaultsMode = aws.DefaultsModeCrossRegion
	cfg.AuthSchemePreference = []string{"sigv4"}
	cfg.APIOptions = append(cfg.APIOptions, func(*middleware.Stack) error { return nil })
	cfg.Interceptors.AddBeforeAttempt(nopInterceptor{})
	var seen string
	cfg.ServiceOptions = append(cfg.ServiceOptions, func(service string, options any) {
		seen = service
		options.(*a2iruntime.Options).MaxResponseBytes = 99
	})
	o := a2iruntime.NewFromConfig(cfg, func(o *a2iruntime.Options) { o.MaxResponseBytes++ }).Options()
	for name, ok := range map[string]bool{
		"Region":                     o.Region == "eu-west-2",
		"Logger":                     o.Logger == cfg.Logger,
		"RuntimeEnvironment":         o.RuntimeEnvironment == cfg.RuntimeEnvironment,
		"AppID":                      o.AppID == "from-file",
		"RetryMode":                  o.RetryMode == aws.RetryModeAdaptive,
		"RetryMaxAttempts":           o.RetryMaxAttempts == 7 && o.Retryer.MaxAttempts() == 7,
		"Retryer":                    isAdaptive(o.Retryer),
		"ClientLogMode":              o.ClientLogMode == aws.LogRetries,
		"DefaultsMode":               o.DefaultsMode == aws.DefaultsModeCrossRegion,
		"AuthSchemePreference":       len(o.AuthSchemePreference) == 1,
		"APIOptions":                 len(o.APIOptions) == len(cfg.APIOptions),
		"Interceptors":               len(o.Interceptors.BeforeAttempt) == 1,
		"DisableClockSkewCorrection": o.DisableClockSkewCorrection,
		"ServiceOptions":             seen == a2iruntime.ServiceID && o.MaxResponseBytes == 100,
		"BaseEndpoint":               aws.ToString(o.BaseEndpoint) == "http://a2i.from.file:1",
		"Credentials":                o.Credentials != nil,
	} {
		if !ok {
			t.Errorf("%s was not used: %+v", name, o)
		}
	}
}

func isAdaptive(r aws.Retryer) bool {
	_, ok := r.(*retry.AdaptiveMode)
	return ok
}

type nopInterceptor struct{}

func (nopInterceptor) BeforeAttempt(context.Context, *smithyhttp.InterceptorContext) error {
	return nil
}

// brokenSource is a configuration source that fails.
type brokenSource struct{}

var errBroken = errors.New("the file is broken")

func (brokenSource) GetServiceBaseEndpoint(context.Context, string) (string, bool, error) {
	return "", false, errBroken
}

func TestConfigSourceFails(t *testing.T) {
	cfg := aws.Config{Region: "us-east-1", Credentials: clienttest.Provider, ConfigSources: []any{brokenSource{}}}
	_, err := a2iruntime.NewFromConfig(cfg).StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("l")})
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v, want the source's error", err)
	}
}
