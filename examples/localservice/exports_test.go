package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/google/go-cmp/cmp"
)

// lastExport is the last variable that the program prints.
const lastExport = "AWS_PROFILE"

// Standard output contains only the commands for the shell. The introduction is on
// standard error.
func TestExports(t *testing.T) {
	const introduction = `localservice: reviewers answer at http://ADDRESS/ and loops are saved in FILE
localservice: use any flow definition of the form arn:aws:sagemaker:eu-west-1:111122223333:flow-definition/NAME
localservice: the flow FLOW123456 has 12 executions
localservice: paste the lines below into a new shell to send its calls to A2I, Bedrock flows and S3 here. Ctrl-C ends localservice.
`
	for shell, want := range map[string]string{
		"sh": `export AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME='http://ADDRESS'
export AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME='http://ADDRESS'
export AWS_ENDPOINT_URL_S3='http://ADDRESS'
export AWS_REGION='eu-west-1'
export AWS_DEFAULT_REGION='eu-west-1'
export AWS_ACCESS_KEY_ID='AKIAIOSFODNN7EXAMPLE'
export AWS_SECRET_ACCESS_KEY='wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
export NO_PROXY='127.0.0.1'
export no_proxy='127.0.0.1'
unset AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
unset AWS_USE_FIPS_ENDPOINT
unset AWS_USE_DUALSTACK_ENDPOINT
unset AWS_DEFAULT_PROFILE
unset AWS_SECURITY_TOKEN
unset AWS_SESSION_TOKEN
unset AWS_PROFILE
`,
		"fish": `set -gx AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME 'http://ADDRESS'
set -gx AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME 'http://ADDRESS'
set -gx AWS_ENDPOINT_URL_S3 'http://ADDRESS'
set -gx AWS_REGION 'eu-west-1'
set -gx AWS_DEFAULT_REGION 'eu-west-1'
set -gx AWS_ACCESS_KEY_ID 'AKIAIOSFODNN7EXAMPLE'
set -gx AWS_SECRET_ACCESS_KEY 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
set -gx NO_PROXY '127.0.0.1'
set -gx no_proxy '127.0.0.1'
set -eg AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
set -eg AWS_USE_FIPS_ENDPOINT
set -eg AWS_USE_DUALSTACK_ENDPOINT
set -eg AWS_DEFAULT_PROFILE
set -eg AWS_SECURITY_TOKEN
set -eg AWS_SESSION_TOKEN
set -eg AWS_PROFILE
`,
		"powershell": `$env:AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME = 'http://ADDRESS'
$env:AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME = 'http://ADDRESS'
$env:AWS_ENDPOINT_URL_S3 = 'http://ADDRESS'
$env:AWS_REGION = 'eu-west-1'
$env:AWS_DEFAULT_REGION = 'eu-west-1'
$env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
$env:AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
$env:NO_PROXY = '127.0.0.1'
$env:no_proxy = '127.0.0.1'
$env:AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = $null
$env:AWS_USE_FIPS_ENDPOINT = $null
$env:AWS_USE_DUALSTACK_ENDPOINT = $null
$env:AWS_DEFAULT_PROFILE = $null
$env:AWS_SECURITY_TOKEN = $null
$env:AWS_SESSION_TOKEN = $null
$env:AWS_PROFILE = $null
`,
		"cmd": `set "AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME=http://ADDRESS"
set "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=http://ADDRESS"
set "AWS_ENDPOINT_URL_S3=http://ADDRESS"
set "AWS_REGION=eu-west-1"
set "AWS_DEFAULT_REGION=eu-west-1"
set "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"
set "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
set "NO_PROXY=127.0.0.1"
set "no_proxy=127.0.0.1"
set "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="
set "AWS_USE_FIPS_ENDPOINT="
set "AWS_USE_DUALSTACK_ENDPOINT="
set "AWS_DEFAULT_PROFILE="
set "AWS_SECURITY_TOKEN="
set "AWS_SESSION_TOKEN="
set "AWS_PROFILE="
`,
	} {
		t.Run(shell, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			file := filepath.Join(t.TempDir(), "loops.db")
			stdout, stderr := &whenPrinted{text: lastExport, then: cancel}, new(bytes.Buffer)
			args := []string{"-addr", "127.0.0.1:0", "-data", file, "-executions", "12", "-region", "eu-west-1", "-account", "111122223333", "-shell", shell}
			if code := cli.Run(ctx, "localservice", run, args, stdout, stderr); code != cli.OK {
				t.Fatalf("exit code %d, stderr %q", code, stderr)
			}
			stable := func(text string) string {
				return regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(strings.ReplaceAll(text, file, "FILE"), "ADDRESS")
			}
			if diff := cmp.Diff(want, stable(stdout.String())); diff != "" {
				t.Errorf("stdout (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(introduction, stable(stderr.String())); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
		})
	}
}

// interactiveShells are the commands that start an interactive shell without the user's
// startup files, as if the user pasted into it.
var interactiveShells = []struct {
	name, shell string // -shell
	command     []string
	print       string // the command that prints the environment
}{
	{"sh", "sh", []string{"sh", "-i"}, "env"},
	{"bash", "bash", []string{"bash", "--norc", "--noprofile", "-i"}, "env"},
	{"zsh", "zsh", []string{"zsh", "-f", "-i"}, "env"},
	{"fish", "fish", []string{"fish", "--no-config"}, "env"},
	{"PowerShell", "powershell", []string{"pwsh", "-NoProfile", "-NoLogo", "-Command", "-"}, `Get-ChildItem env: | ForEach-Object { "$($_.Name)=$($_.Value)" }`},
	{"Windows PowerShell", "powershell", []string{"powershell.exe", "-NoProfile", "-NoLogo", "-Command", "-"}, `Get-ChildItem env: | ForEach-Object { "$($_.Name)=$($_.Value)" }`},
	{"cmd", "cmd", []string{"cmd.exe", "/d", "/q"}, "set"},
}

// shellError matches the message of a shell for a line that it cannot run.
var shellError = regexp.MustCompile(`(?i)not found|no matches|unknown command|not recognized|error`)

// A user can paste the program's whole output into each shell. The shell sets the
// variables without an error.
func TestExportsPasted(t *testing.T) {
	s := settings{region: "eu-west-1", account: "111122223333", executions: 12, data: "loops.db"}
	want := map[string]string{
		"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME": "http://[::1]:4610",
		"AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME": "http://[::1]:4610",
		"AWS_ENDPOINT_URL_S3":                    "http://[::1]:4610",
		"AWS_REGION":                             "eu-west-1",
		"AWS_DEFAULT_REGION":                     "eu-west-1",
		"AWS_ACCESS_KEY_ID":                      "AKIAIOSFODNN7EXAMPLE",
		"AWS_SECRET_ACCESS_KEY":                  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	}
	for _, tc := range interactiveShells {
		t.Run(tc.name, func(t *testing.T) {
			path, err := exec.LookPath(tc.command[0])
			if err != nil {
				t.Skipf("%s is not installed: %v", tc.command[0], err)
			}
			var block, stderr bytes.Buffer
			s.shell = tc.shell
			if err := printExports(&block, "http://[::1]:4610", s); err != nil {
				t.Fatal(err)
			}
			home := t.TempDir()
			cmd := exec.Command(path, tc.command[1:]...)
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "HOME=" + home, "USERPROFILE=" + home,
				"TERM=dumb", "PS1=", "AWS_PROFILE=mine", "AWS_SESSION_TOKEN=old",
				"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "AWS_DEFAULT_PROFILE=mine", "AWS_SECURITY_TOKEN=old"}
			cmd.Stdin = strings.NewReader(block.String() + tc.print + "\n")
			cmd.Dir, cmd.Stderr = home, &stderr
			out, err := cmd.Output()
			if err != nil || shellError.MatchString(stderr.String()) {
				t.Errorf("%s: %v, stderr %q", path, err, &stderr)
			}
			got := map[string]string{}
			for _, line := range strings.Split(strings.ReplaceAll(string(out), "\r\n", "\n"), "\n") {
				if name, value, ok := strings.Cut(line, "="); ok && strings.HasPrefix(name, "AWS_") {
					got[name] = value
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the variables (-want +got):\n%s\nstdout %s", diff, out)
			}
		})
	}
}
