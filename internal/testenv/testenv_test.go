package testenv_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/aws/aws-sdk-go-v2/config"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	m.Run()
}

// hostile lists variables that made tests fail, or send requests to AWS.
var hostile = []string{
	"AWS_ENDPOINT_URL=http://127.0.0.1:9", "AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME=http://127.0.0.1:9",
	"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "AWS_USE_FIPS_ENDPOINT=true", "AWS_USE_DUALSTACK_ENDPOINT=true",
	"AWS_PROFILE=missing", "AWS_REGION=mars", "AWS_CA_BUNDLE=missing.pem", "AWS_MAX_ATTEMPTS=abc", "AWS_RETRY_MODE=foo",
	"AWS_DEFAULTS_MODE=auto", "AWS_EXECUTION_ENV=AWS_Lambda_go", "AWS_LAMBDA_FUNCTION_NAME=function", "AWS_SDK_UA_APP_ID=app",
	"AWS_NEW_RETRIES_2026=true", "AWS_CONFIG_FILE=missing", "AWS_SHARED_CREDENTIALS_FILE=missing", "AWS_EC2_METADATA_DISABLED=false",
	"aws_lower_case=1", "_X_AMZN_TRACE_ID=Root=1",
	"HTTP_PROXY=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "No_Proxy=*", "ALL_PROXY=http://127.0.0.1:9", "REQUEST_METHOD=GET",
	"TZ=Asia/Kathmandu", "GODEBUG=http2client=0",
}

func TestIsolate(t *testing.T) {
	want := map[string]string{
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true", "TZ": "UTC",
	}
	for _, variable := range hostile {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	kept := map[string]string{"PATH": os.Getenv("PATH"), "GOPROXY": "off", "GOCACHE": "cache", "A2IFLOWS_REQUIRE_INTEROP": "aws", "PYTHONPATH": "p", "AWSOME": "a"}
	for name, value := range kept {
		t.Setenv(name, value)
	}
	testenv.Isolate()
	for _, variable := range hostile {
		name, _, _ := strings.Cut(variable, "=")
		if got, ok := os.LookupEnv(name); got != want[name] || ok != (want[name] != "") {
			t.Errorf("%s = %q, want %q", name, got, want[name])
		}
	}
	for name, value := range kept {
		if got := os.Getenv(name); got != value {
			t.Errorf("%s = %q, want %q unchanged", name, got, value)
		}
	}
}

// isHomeTest is set in the process that TestIsolateHidesHome starts.
const isHomeTest = "A2IFLOWS_TESTENV_HOME_TEST"

// The configuration files in the home folder contain a Region, keys and an endpoint, or
// are not valid. Package config determines their paths when a process starts.
func TestIsolateHidesHome(t *testing.T) {
	if os.Getenv(isHomeTest) != "" {
		wantEmptyConfig(t)
		return
	}
	for name, content := range map[string]string{
		"valid":     "[default]\nregion = eu-west-1\naws_access_key_id = AKIDHOME\naws_secret_access_key = secret\nendpoint_url = http://127.0.0.1:9\n",
		"not valid": "[default]\nmax_attempts = many\ndefaults_mode = none\n[profile",
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			if err := os.Mkdir(filepath.Join(home, ".aws"), 0o700); err != nil {
				t.Fatal(err)
			}
			for _, file := range []string{"config", "credentials"} {
				if err := os.WriteFile(filepath.Join(home, ".aws", file), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			child := exec.Command(os.Args[0], "-test.run=^TestIsolateHidesHome$")
			child.Env = append(os.Environ(), isHomeTest+"=1", "HOME="+home, "USERPROFILE="+home,
				"AWS_CONFIG_FILE=", "AWS_SHARED_CREDENTIALS_FILE=") // as if unset
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func wantEmptyConfig(t *testing.T) {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Region != "" || cfg.BaseEndpoint != nil {
		t.Errorf("Region %q and BaseEndpoint %v, want none", cfg.Region, cfg.BaseEndpoint)
	}
	if keys, err := cfg.Credentials.Retrieve(context.Background()); err == nil {
		t.Errorf("credentials are from %s, want none", keys.Source)
	}
}
