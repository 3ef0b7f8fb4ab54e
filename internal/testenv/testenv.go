// Package testenv separates this module's tests from the environment of the
// developer who runs them. It imports nothing that reads the environment.
package testenv

import (
	"os"
	"slices"
	"strings"
)

// Isolate removes every environment variable that configures a client of AWS or
// a proxy, and sets TZ to UTC. It hides the AWS configuration files of the home
// folder and the metadata service of EC2. It keeps all other variables: the go
// command and other programs that tests start need them.
//
// Call it first in TestMain, in every package that has tests: net/http reads the
// proxies, and package time the time zone, once in a process. GODEBUG settings
// that a package reads when it is initialized, such as httpmuxgo121, remain.
func Isolate() {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if reachesTests(name) {
			must(os.Unsetenv(name))
		}
	}
	for name, value := range isolated {
		must(os.Setenv(name, value))
	}
}

// isolated are the variables that must be set, because without them a file or service of this
// machine has an effect.
var isolated = map[string]string{
	"AWS_CONFIG_FILE":             os.DevNull, // instead of ~/.aws/config
	"AWS_SHARED_CREDENTIALS_FILE": os.DevNull, // instead of ~/.aws/credentials
	"AWS_EC2_METADATA_DISABLED":   "true",     // instead of a request to the metadata service
	"TZ":                          "UTC",      // instead of /etc/localtime
}

// reachesTests reports whether a variable configures the AWS SDKs, a program
// that runs in AWS Lambda, or how net/http and other HTTP clients find a proxy.
// HTTP clients also read the proxy variables in lower case, and on Windows the
// names of variables are not case-sensitive.
func reachesTests(name string) bool {
	name = strings.ToUpper(name)
	return strings.HasPrefix(name, "AWS_") || strings.HasSuffix(name, "_PROXY") ||
		slices.Contains([]string{
			"_X_AMZN_TRACE_ID", // sent as a header
			"REQUEST_METHOD",   // makes net/http take the process for a CGI script, which may not use HTTP_PROXY
			"GODEBUG",          // can turn off HTTP/2, for example
		}, name)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
