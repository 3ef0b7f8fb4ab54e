package main

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/localservice"
)

// printExports prints what points other programs at the service, in the words of
// the user's shell, so that it can be copied whole.
func printExports(out io.Writer, url string, s settings) error {
	stdout := bufio.NewWriter(out)
	url = reachable(url)
	set, unset := "export %s=%s\n", "unset %s\n"
	if runtime.GOOS == "windows" {
		set, unset = "$env:%s = \"%s\"\n", "$env:%s = $null\n"
	}
	credentials := localservice.DefaultCredentials()[0]
	for _, v := range [][2]string{
		{"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME", url},
		{"AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME", url},
		{"AWS_ENDPOINT_URL_S3", url},
		{"AWS_REGION", s.region},
		{"AWS_DEFAULT_REGION", s.region},
		{"AWS_ACCESS_KEY_ID", credentials.AccessKeyID},
		{"AWS_SECRET_ACCESS_KEY", credentials.SecretAccessKey},
	} {
		fmt.Fprintf(stdout, set, v[0], v[1])
	}
	for _, name := range []string{"AWS_SESSION_TOKEN", "AWS_PROFILE"} {
		fmt.Fprintf(stdout, unset, name)
	}
	where := "in memory"
	if s.data != "" {
		where = "in " + s.data
	}
	fmt.Fprintf(stdout, "# Paste these lines into a shell of its own: its AWS calls, to S3 too, come here. Loops are kept %s.\n", where)
	fmt.Fprintf(stdout, "# Flow definitions: arn:aws:sagemaker:%s:%s:flow-definition/ANY-NAME\n", s.region, s.account)
	if s.executions > 0 {
		fmt.Fprintf(stdout, "# Flow: %s, with %d executions\n", demoFlow, s.executions)
	}
	fmt.Fprintf(stdout, "# Reviewers answer at %s/ and Ctrl-C ends it.\n", url)
	return stdout.Flush()
}

// reachable is a URL by which this machine reaches a server that listens on all of
// its addresses; another machine, or a container, uses this machine's name.
func reachable(url string) string {
	return strings.NewReplacer("//[::]:", "//127.0.0.1:", "//0.0.0.0:", "//127.0.0.1:").Replace(url)
}
