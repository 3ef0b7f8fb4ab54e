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

// shells are how the shells of -shell set and unset an environment variable.
var shells = map[string]struct{ set, unset string }{
	"sh":         {"export %s='%s'\n", "unset %s\n"}, // also bash and zsh
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

// printExports prints the assignments that direct other programs to the service.
// It prints nothing else, so that a user can paste the whole output: an interactive
// zsh, for one, would run a comment as a command.
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
		{"no_proxy", host(endpoint)}, // which curl and Python read first
	} {
		fmt.Fprintf(stdout, shell.set, v[0], v[1])
	}
	for _, name := range []string{ // which would lead calls to AWS, or make them fail
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
		"AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN", "AWS_PROFILE",
	} {
		fmt.Fprintf(stdout, shell.unset, name)
	}
	return stdout.Flush()
}

// host is the host of an endpoint, without its port.
func host(endpoint string) string {
	u, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// printIntroduction prints what a user needs to know besides the exports.
func printIntroduction(stderr io.Writer, url string, s settings) {
	where := "in memory"
	if s.data != "" {
		where = "in " + s.data
	}
	fmt.Fprintf(stderr, "localservice: reviewers answer at %s/ and loops are kept %s\n", reachable(url), where)
	fmt.Fprintf(stderr, "localservice: flow definitions are arn:aws:sagemaker:%s:%s:flow-definition/ANY-NAME\n", s.region, s.account)
	if s.executions > 0 {
		fmt.Fprintf(stderr, "localservice: flow %s has %d executions\n", demoFlow, s.executions)
	}
	fmt.Fprint(stderr, "localservice: paste the lines below into a new shell: its calls to A2I, Bedrock Agent Runtime and S3 come here. Ctrl-C ends localservice.\n")
}

// reachable is a URL by which this machine reaches a server that listens on all of
// its addresses; another machine, or a container, uses this machine's name.
func reachable(url string) string {
	return strings.NewReplacer("//[::]:", "//127.0.0.1:", "//0.0.0.0:", "//127.0.0.1:").Replace(url)
}
