// Package interop finds the other implementations that this module's tests compare with:
// Python's botocore and boto3, the AWS CLI, Node.js with the AWS SDK for JavaScript, and
// Chromium. If one is missing, the test is skipped, unless RequireEnv requires it.
package interop

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// RequireEnv is the environment variable that lists the required implementations, such as
// "python,aws". Tests fail if one of them is missing. "1" requires all implementations, and
// "" none. Continuous integration sets it.
const RequireEnv = "A2IFLOWS_REQUIRE_INTEROP"

// The names of implementations in RequireEnv.
const (
	Python   = "python"   // python3 with a boto3 version that has every operation
	AWS      = "aws"      // the AWS CLI
	Node     = "node"     // Node.js with the AWS SDK for JavaScript
	Chromium = "chromium" // or a browser based on it
)

var names = []string{Python, AWS, Node, Chromium}

// NeedPython calls Missing if python3 cannot import a module.
func NeedPython(t *testing.T, module string) {
	t.Helper()
	if out, err := exec.Command("python3", "-c", "import "+module).CombinedOutput(); err != nil {
		Missing(t, Python, "python3 cannot import %s, so there is nothing to compare with: %v\n%s", module, err, out)
	}
}

// NeedTool calls Missing if a program is not on the PATH. The program's name is also the
// implementation's name in RequireEnv.
func NeedTool(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		Missing(t, name, "%s is not installed, so there is nothing to compare with: %v", name, err)
	}
}

// Missing skips the test because the implementation with this name is missing. If RequireEnv
// requires the implementation, Missing fails the test.
func Missing(t *testing.T, name, format string, args ...any) {
	t.Helper()
	value := os.Getenv(RequireEnv)
	required, unknown := parse(value)
	for _, u := range unknown { // a misspelled name must not skip the test
		t.Fatalf("%s is %q, but no implementation is named %q: set it to 1 or a list of %s", RequireEnv, value, u, strings.Join(names, ","))
	}
	if slices.Contains(required, name) {
		t.Fatalf("%s=%s requires %s, but %s", RequireEnv, value, name, fmt.Sprintf(format, args...))
	}
	t.Skipf(format, args...)
}

// parse returns the names of implementations in a value of RequireEnv, and the unknown names.
func parse(value string) (required, unknown []string) {
	if value == "1" {
		return names, nil
	}
	for name := range strings.SplitSeq(value, ",") {
		switch name = strings.TrimSpace(name); {
		case name == "":
		case slices.Contains(names, name):
			required = append(required, name)
		default:
			unknown = append(unknown, name)
		}
	}
	return required, unknown
}

// Environment returns this process's environment with the given access key, without the
// variables and files that configure another server or account for the AWS tools.
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
