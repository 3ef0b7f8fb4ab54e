package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/internal/cli"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		main() // this process is the program
	}
	goleak.VerifyTestMain(m)
}

// childEnv makes this test binary the program itself.
const childEnv = "LOCALSERVICE_TEST_CHILD"

// whenPrinted calls a function once the output has a text.
type whenPrinted struct {
	bytes.Buffer
	text string
	then func()
}

func (w *whenPrinted) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if w.then != nil && strings.Contains(w.String(), w.text) {
		w.then()
		w.then = nil
	}
	return n, err
}

func TestExports(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the exports are those of PowerShell here")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	file := filepath.Join(t.TempDir(), "loops.db")
	stdout, stderr := &whenPrinted{text: "Ctrl-C", then: cancel}, new(bytes.Buffer)
	args := []string{"-addr", "127.0.0.1:0", "-data", file, "-executions", "12", "-region", "eu-west-1", "-account", "111122223333"}
	if code := cli.Run(ctx, "localservice", run, args, stdout, stderr); code != cli.OK || stderr.Len() > 0 {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	got := regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(strings.ReplaceAll(stdout.String(), file, "FILE"), "ADDRESS")
	const want = `export AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME=http://ADDRESS
export AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=http://ADDRESS
export AWS_ENDPOINT_URL_S3=http://ADDRESS
export AWS_REGION=eu-west-1
export AWS_DEFAULT_REGION=eu-west-1
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
unset AWS_SESSION_TOKEN
unset AWS_PROFILE
# Paste these lines where your program runs. Loops are kept in FILE.
# Flow definitions: arn:aws:sagemaker:eu-west-1:111122223333:flow-definition/ANY-NAME
# Flow: FLOW123456, with 12 executions
# Reviewers answer at http://ADDRESS/ and Ctrl-C ends it.
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExitCodes(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	open := filepath.Join(dir, "open.db")
	held, err := openData(open)
	if err != nil {
		t.Fatal(err)
	}
	defer held.close()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, bytes.Repeat([]byte("no database\n"), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"help", []string{"-h"}, cli.OK, "-addr ADDRESS:PORT"},
		{"unknown flag", []string{"-x"}, cli.Usage, "flag provided but not defined: -x"},
		{"argument", []string{"x"}, cli.Usage, `unexpected argument "x"`},
		{"negative executions", []string{"-executions", "-1"}, cli.Usage, "-executions is -1: it must be from 0 to 1000000"},
		{"negative age", []string{"-expire-after", "-1s"}, cli.Usage, "-expire-after must not be negative"},
		{"bad Region", []string{"-region", "x@evil"}, cli.Error, `Options.Region is "x@evil"`},
		{"bad account", []string{"-account", "1"}, cli.Error, `Options.AccountID is "1"`},
		{"address in use", []string{"-addr", taken.Addr().String()}, cli.Error, "listen on -addr " + taken.Addr().String()},
		{"no address", []string{"-addr", "nowhere"}, cli.Error, "listen on -addr nowhere"},
		{"file in use", []string{"-data", open}, cli.Error, "another localservice has it open"},
		{"no data file", []string{"-data", text}, cli.Error, "it is no data file of localservice, or broken"},
		{"no folder", []string{"-data", filepath.Join(dir, "none", "loops.db")}, cli.Error, "open -data"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := cli.Run(context.Background(), "localservice", run, tc.args, &stdout, &stderr)
			if printed := stdout.String() + stderr.String(); code != tc.code || !strings.Contains(printed, tc.want) {
				t.Errorf("exit code %d, output %q; want %d and %q", code, printed, tc.code, tc.want)
			}
		})
	}
}

// Who opens the program to a network is told what that means.
func TestWarnsOfOpenAddress(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stdout, stderr := &whenPrinted{text: "Ctrl-C", then: cancel}, new(bytes.Buffer)
	if code := cli.Run(ctx, "localservice", run, []string{"-addr", "0.0.0.0:0"}, stdout, stderr); code != cli.OK {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	if want := "can answer loops, and its access key is public"; !strings.Contains(stderr.String(), want) {
		t.Errorf("stderr %q lacks %q", stderr, want)
	}
}
