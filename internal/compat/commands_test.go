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

// The command of the AWS CLI in examples/README.md and its block in Python, as they stand
// there, start loops that wait at the program.
func TestReadmeCommands(t *testing.T) {
	t.Parallel() // other processes, most of the time
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
		// One that does not know the variables would call AWS.
		const guard = "import boto3, os, sys\nif boto3.client('sagemaker-a2i-runtime').meta.endpoint_url != os.environ['AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME']: sys.exit(75)\n"
		cmd := exec.CommandContext(context.Background(), "python3", "-c", guard)
		cmd.Env = p.env()
		if err := cmd.Run(); err != nil && cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 75 {
			interop.Missing(t, interop.Python, "this boto3 does not know AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME")
		}
		runCommand(t, p.env(), "python3", "-c", block)
		(&reviewer{t, context.Background(), p}).wantWaiting("my-second-loop")
	})
}

// The shell script of examples/README.md, which is for CI, runs as it stands
// there. It runs in a folder of its own, with the module beside it, so that what
// it builds and writes is nobody's.
func TestExamplesScript(t *testing.T) {
	t.Parallel() // other processes, most of the time
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
		var said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Run(); err != nil {
			t.Errorf("the script ended with %v\n%s\n%s", err, script, &said)
		}
	}
}

// needShell skips the test if the POSIX shell that the scripts need is missing.
func needShell(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the commands are for a POSIX shell")
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
