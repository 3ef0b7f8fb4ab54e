// Package interop finds the other implementations that this module's tests
// compare with: Python's botocore and boto3, and the AWS CLI. Where one is
// missing the test skips and says so, unless RequireEnv is set.
package interop

import (
	"os"
	"os/exec"
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
