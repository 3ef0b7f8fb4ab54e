package compat

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/interop"
)

// The AWS CLI command and the Python block of examples/README.md start loops on
// localservice.
func TestReadmeCommands(t *testing.T) {
	t.Parallel() // most of the time, it waits for other processes
	t.Run("AWS CLI", func(t *testing.T) {
		interop.NeedTool(t, "aws")
		needEndpointVariables(t)
		needShell(t)
		text, err := os.ReadFile("../../examples/README.md")
		must(t, err)
		command := regexp.MustCompile(`(?m)^    aws sagemaker-a2i-runtime (.*\\\n)*.*$`).FindString(strings.ReplaceAll(string(text), "\r\n", "\n"))
		p := startProgram(t)
		runCommand(t, p.env(), "sh", "-ec", command)
		(&reviewer{t, context.Background(), p}).wantWaiting("my-first-loop")
	})
	t.Run("Python", func(t *testing.T) {
		interop.NeedPython(t, "boto3")
		var block string
		for _, b := range fenced(t, "examples/README.md", "python") {
			if strings.Contains(b, "start_human_loop") {
				block = b
			}
		}
		p := startProgram(t)
		// A boto3 that does not support the variables would call AWS.
		const guard = "import boto3, os, sys\nif boto3.client('sagemaker-a2i-runtime').meta.endpoint_url != os.environ['AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME']: sys.exit(75)\n"
		cmd := exec.CommandContext(context.Background(), "python3", "-c", guard)
		cmd.Env = p.env()
		if err := cmd.Run(); err != nil && cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 75 {
			interop.Missing(t, interop.Python, "boto3 does not support AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME")
		}
		runCommand(t, p.env(), "python3", "-c", block)
		(&reviewer{t, context.Background(), p}).wantWaiting("my-second-loop")
	})
}

// The shell script for CI in examples/README.md runs without an error. It runs in a
// temporary folder with links to the module, so that it does not write to the module.
func TestExamplesScript(t *testing.T) {
	t.Parallel() // most of the time, it waits for other processes
	needShell(t)
	blocks := fenced(t, "examples/README.md", "sh")
	if len(blocks) == 0 {
		t.Fatal("examples/README.md has no shell script")
	}
	if strings.Contains(strings.Join(blocks, ""), "aws ") {
		interop.NeedTool(t, "aws")
		needEndpointVariables(t)
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skipf("the script needs curl: %v", err)
	}
	root, err := filepath.Abs("../..")
	must(t, err)
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "a2iruntime", "bedrockflows", "paginators", "waiters", "examples", "internal"} {
		must(t, os.Symlink(filepath.Join(root, name), filepath.Join(dir, name)))
	}
	for _, script := range blocks {
		cmd := exec.CommandContext(context.Background(), "sh", "-euc", script)
		cmd.Dir, cmd.Env = dir, interop.Environment(t, "us-east-1", "", "")
		var output bytes.Buffer
		cmd.Stdout, cmd.Stderr = &output, &output
		if err := cmd.Run(); err != nil {
			t.Errorf("the script failed: %v\n%s\n%s", err, script, &output)
		}
	}
}

// needShell skips the test on Windows, which does not have a POSIX shell.
func needShell(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the commands need a POSIX shell")
	}
}

func runCommand(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), name, args...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
}
