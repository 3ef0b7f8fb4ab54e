package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

// format sets and unsets an environment variable in a shell.
type format struct{ set, unset string }

var posix = format{"export %s='%s'\n", "unset %s\n"}

var shells = map[string]format{
	"sh":         posix,
	"bash":       posix,
	"zsh":        posix,
	"fish":       {"set -gx %s '%s'\n", "set -eg %s\n"},
	"powershell": {"$env:%s = '%s'\n", "$env:%s = $null\n"},
	"cmd":        {"set \"%s=%s\"\n", "set \"%s=\"\n"},
}

func defaultShell() string {
	if runtime.GOOS == "windows" {
		return "powershell"
	}
	return "sh"
}

func checkShell(name string) error {
	if _, ok := shells[name]; !ok {
		return cli.Usagef("-shell is %q: it must be one of %s", name, strings.Join(slices.Sorted(maps.Keys(shells)), ", "))
	}
	return nil
}

// printExports prints commands that set the environment variables with which other
// programs use the service. It prints nothing else, so that a user can paste the whole
// output. An interactive zsh, for example, would run a comment as a command.
func printExports(out io.Writer, endpoint string, s settings) error {
	stdout := bufio.NewWriter(out)
	endpoint = reachable(endpoint)
	shell := shells[s.shell]
	for _, v := range [][2]string{
		{"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME", endpoint},
		{"AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME", endpoint},
		{"AWS_ENDPOINT_URL_S3", endpoint},
		{"AWS_REGION", s.region},
		{"AWS_DEFAULT_REGION", s.region},
		{"AWS_ACCESS_KEY_ID", accessKey.AccessKeyID},
		{"AWS_SECRET_ACCESS_KEY", accessKey.SecretAccessKey},
		{"NO_PROXY", host(endpoint)},
		{"no_proxy", host(endpoint)}, // curl and Python read it first
	} {
		fmt.Fprintf(stdout, shell.set, v[0], v[1])
	}
	for _, name := range []string{ // they would send calls to AWS, or make them fail
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
		"AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN", "AWS_PROFILE",
	} {
		fmt.Fprintf(stdout, shell.unset, name)
	}
	return stdout.Flush()
}

// host returns an endpoint's host without the port.
func host(endpoint string) string {
	u, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// printIntroduction prints how to use the service.
func printIntroduction(stderr io.Writer, url string, s settings) {
	where := "kept in memory"
	if s.data != "" {
		where = "saved in " + s.data
	}
	fmt.Fprintf(stderr, "localservice: reviewers answer at %s/ and loops are %s\n", reachable(url), where)
	fmt.Fprintf(stderr, "localservice: use any flow definition of the form arn:aws:sagemaker:%s:%s:flow-definition/NAME\n", s.region, s.account)
	if s.executions > 0 {
		fmt.Fprintf(stderr, "localservice: the flow %s has %d executions\n", demoFlow, s.executions)
	}
	fmt.Fprint(stderr, "localservice: paste the lines below into a new shell to send its calls to A2I, Bedrock flows and S3 here. Ctrl-C ends localservice.\n")
}

// reachable replaces an unspecified address in a URL with the loopback address, which
// programs on this machine can call. Other machines and containers must use this
// machine's name.
func reachable(url string) string {
	return strings.NewReplacer("//[::]:", "//127.0.0.1:", "//0.0.0.0:", "//127.0.0.1:").Replace(url)
}
