package compat

import (
	"context"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A program for the official clients compiles and runs after its imports are replaced as
// MIGRATING.md says. The test does not compile the original program, because the module
// proxy may not serve the current official clients.
func TestMigrating(t *testing.T) {
	t.Parallel() // most of the time, it waits for the compiler and the program
	official, ours := importsOfMigrating(t)
	text, err := os.ReadFile("testdata/migrating/main.go")
	must(t, err)
	source := strings.ReplaceAll(string(text), "\r\n", "\n")
	for name, line := range official {
		if strings.Count(source, "\t"+line+"\n") != 1 || ours[name] == "" {
			t.Fatalf("the program must import %s once, and MIGRATING.md must replace that import; it names %q", line, ours[name])
		}
		source = strings.Replace(source, "\t"+line+"\n", "\t"+ours[name]+"\n", 1)
	}
	program := compile(t, source)
	p := startProgram(t, "-executions", "25")
	cmd := exec.CommandContext(context.Background(), program)
	cmd.Env = p.env()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const arn = "arn:aws:sagemaker:us-east-1:123456789012:human-loop/"
	want := arn + "first\n" + arn + `second
first InProgress true false true
Stopped true
ResourceNotFoundException true SageMaker A2I Runtime DescribeHumanLoop 404 true
ConflictException InternalServerException ServiceQuotaExceededException ThrottlingException ValidationException AccessDeniedException 
listed second
listed a
listed b
listed c
[InProgress Failed Completed Stopped Stopping] [Ascending Descending] 2 [Running Succeeded Failed TimedOut Aborted]
sent 2 SageMaker A2I Runtime Bedrock Agent Runtime
2 true 25 true
`
	if diff := cmp.Diff(want, string(out)); diff != "" {
		t.Errorf("the program printed (-want +got):\n%s", diff)
	}
}

// importsOfMigrating returns the import lines in the first diff of MIGRATING.md, by
// package name.
func importsOfMigrating(t *testing.T) (official, ours map[string]string) {
	t.Helper()
	official, ours = map[string]string{}, map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^([-+])\t((?:(\w+) )?"(.*)")$`).FindAllStringSubmatch(fenced(t, "a2iruntime/MIGRATING.md", "diff")[0], -1) {
		name := line[3]
		if name == "" {
			name = path.Base(line[4])
		}
		if line[1] == "-" {
			official[name] = line[2]
		} else {
			ours[name] = line[2]
		}
	}
	if len(official) != 4 || len(ours) != 4 {
		t.Fatalf("MIGRATING.md replaces the imports %q with %q, want 4 imports each", official, ours)
	}
	return official, ours
}
