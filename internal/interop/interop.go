// Package interop finds the other implementations that this module's tests
// compare with: Python's botocore and boto3, the AWS CLI, Node.js with the AWS
// SDK for JavaScript, and Chromium. Where one is missing the test skips and says
// so, unless RequireEnv names it.
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

// RequireEnv is the environment variable that makes a missing implementation a
// failure. It names those that must be there, such as "python,aws"; "1" names
// all of them, and an empty one none. Continuous integration sets it.
const RequireEnv = "A2IFLOWS_REQUIRE_INTEROP"

// The names that RequireEnv may have.
const (
	Python   = "python"   // python3 with boto3, whose botocore knows every operation
	AWS      = "aws"      // the AWS CLI
	Node     = "node"     // Node.js with the AWS SDK for JavaScript
	Chromium = "chromium" // or another browser of its kind
)

var names = []string{Python, AWS, Node, Chromium}

// NeedPython skips the test where python3 cannot import a module.
func NeedPython(t *testing.T, module string) {
	t.Helper()
	if out, err := exec.Command("python3", "-c", "import "+module).CombinedOutput(); err != nil {
		Missing(t, Python, "python3 cannot import %s, so there is nothing to compare with: %v\n%s", module, err, out)
	}
}

// NeedTool skips the test where a program is not on the PATH. The program's name
// is one of those that RequireEnv may have.
func NeedTool(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		Missing(t, name, "%s is not installed, so there is nothing to compare with: %v", name, err)
	}
}

// Missing skips the test, which lacks what name stands for, or fails it where
// RequireEnv says that it must be there.
func Missing(t *testing.T, name, format string, args ...any) {
	t.Helper()
	value := os.Getenv(RequireEnv)
	required, unknown := parse(value)
	for _, u := range unknown { // a mistake there would let the test skip
		t.Fatalf("%s is %q, but nothing is named %q: it is 1, or some of %s", RequireEnv, value, u, strings.Join(names, ","))
	}
	if slices.Contains(required, name) {
		t.Fatalf("%s=%s requires %s, but %s", RequireEnv, value, name, fmt.Sprintf(format, args...))
	}
	t.Skipf(format, args...)
}

// parse returns the names that a value of RequireEnv requires, and those in it
// that are none.
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
