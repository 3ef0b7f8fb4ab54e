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

// A program that was written with the official clients compiles and runs once
// its imports are replaced by those of MIGRATING.md. That the original compiles is
// not tested: the module proxy need not serve the official clients of today.
func TestMigrating(t *testing.T) {
	t.Parallel() // the compiler and the program, most of the time
	official, ours := importsOfMigrating(t)
	text, err := os.ReadFile("testdata/migrating/main.go")
	must(t, err)
	source := strings.ReplaceAll(string(text), "\r\n", "\n")
	for name, line := range official {
		if strings.Count(source, "\t"+line+"\n") != 1 || ours[name] == "" {
			t.Fatalf("the program must import %s, and MIGRATING.md say %q in its place", line, ours[name])
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

// importsOfMigrating are the lines of the first diff of MIGRATING.md, by the name
// that they import.
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
		t.Fatalf("MIGRATING.md replaces the imports %q by %q, want four by four", official, ours)
	}
	return official, ours
}
