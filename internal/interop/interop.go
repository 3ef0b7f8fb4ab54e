// Package interop finds the other implementations that this module's tests
// compare with: Python's botocore and boto3, and the AWS CLI. Where one is
// missing the test skips and says so, unless RequireEnv is set.
package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// RequireEnv is the environment variable that makes a missing implementation a
// failure. Continuous integration sets it.
const RequireEnv = "A2IFLOWS_REQUIRE_INTEROP"

// NeedPython skips the test where python3 cannot import a module.
func NeedPython(t *testing.T, module string) {
	t.Helper()
	if out, err := exec.Command("python3", "-c", "import "+module).CombinedOutput(); err != nil {
		missing(t, "python3 cannot import %s, so there is nothing to compare with: %v\n%s", module, err, out)
	}
}

// NeedTool skips the test where a program is not on the PATH.
func NeedTool(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		missing(t, "%s is not installed, so there is nothing to compare with: %v", name, err)
	}
}

func missing(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv(RequireEnv) != "" {
		t.Fatalf(RequireEnv+" is set, but "+format, args...)
	}
	t.Skipf(format, args...)
}

// Environment is this process's environment with an access key of its own, and
// without anything that leads the AWS tools to another server, account or
// configuration.
func Environment(t *testing.T, region, accessKey, secretKey string) []string {
	t.Helper()
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "AWS_") {
			env = append(env, v)
		}
	}
	return append(env,
		"AWS_ACCESS_KEY_ID="+accessKey, "AWS_SECRET_ACCESS_KEY="+secretKey, "AWS_DEFAULT_REGION="+region,
		"AWS_CONFIG_FILE="+empty, "AWS_SHARED_CREDENTIALS_FILE="+empty,
		"AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=", "AWS_MAX_ATTEMPTS=1",
		"NO_PROXY=127.0.0.1,::1", "no_proxy=127.0.0.1,::1", "PYTHONIOENCODING=utf-8")
}
