package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

// Each run starts its own local service, and resumes where the previous run stopped.
func TestRunsOnTheLocalService(t *testing.T) {
	for _, tt := range []struct{ name, file, flags string }{
		{"one list", "loops.jsonl", "-max-items 300 -page-size 70"},
		{"windows", "loops.csv", "-max-items 300 -windows 4"},
		{"other page sizes", "loops.jsonl", "-max-items 251 -page-size 9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), tt.file)
			for range 4 {
				if code, _, stderr := runHere(append(strings.Fields(tt.flags), "-out", file)...); code != cli.OK {
					t.Fatalf("exit code %d, stderr %q", code, stderr)
				}
			}
			checkThousand(t, namesIn(t, file))
		})
	}
}

func TestExecutionsOfTheLocalService(t *testing.T) {
	file := filepath.Join(t.TempDir(), "executions.csv")
	for _, want := range []string{"contains 45 items so far", "contains 90 items so far", "is complete: 100 items", "is already complete"} {
		code, _, stderr := runHere("-flow", "FLOW123456", "-max-items", "45", "-out", file)
		if code != cli.OK || !strings.Contains(stderr, want) {
			t.Errorf("exit code %d, stderr %q, want %q", code, stderr, want)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		if name := fmt.Sprintf("/execution/nightly-%03d,", i); strings.Count(string(data), name) != 1 {
			t.Errorf("%s is in the output %d times", name, strings.Count(string(data), name))
		}
	}
	if code, _, stderr := runHere("-flow", "FLOW654321", "-out", file); code != cli.Error || !strings.Contains(stderr, "belongs to another export") {
		t.Errorf("another flow: exit code %d, stderr %q", code, stderr)
	}
}

// The program refuses a run that would lose rows: with another time range, or with a
// symbolic link to the checkpoint as the output.
func TestRunsThatWouldLoseRows(t *testing.T) {
	file := filepath.Join(t.TempDir(), "loops.jsonl")
	if code, _, stderr := runHere("-after", "2026-03-01T08:01:00Z", "-max-items", "30", "-out", file); code != cli.OK {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	if code, _, stderr := runHere("-after", "2026-03-01T08:01:00.5Z", "-out", file); code != cli.Error || !strings.Contains(stderr, "belongs to another export") {
		t.Errorf("half a second later: exit code %d, stderr %q", code, stderr)
	}
	link := filepath.Join(t.TempDir(), "link.jsonl")
	if err := os.Symlink(link+".checkpoint", link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if code, _, stderr := runHere("-out", link); code != cli.Error || !strings.Contains(stderr, "symbolic link") {
		t.Errorf("a link: exit code %d, stderr %q", code, stderr)
	}
}

func TestTimeRange(t *testing.T) {
	code, stdout, stderr := runHere("-after", "2026-03-01T08:09:30Z", "-before", "2026-03-01T08:29:30Z", "-windows", "3")
	if lines := strings.Count(stdout, "\n"); code != cli.OK || lines != 20 {
		t.Errorf("exit code %d, %d lines, stderr %q; want 20", code, lines, stderr)
	}
}

// A date means midnight UTC.
func TestDates(t *testing.T) {
	for _, tt := range []struct {
		flags string
		loops int
	}{
		{"-after 2026-03-01 -before 2026-03-02", 16*60 + 1}, // the first loop was created at 8:00, the last one at midnight
		{"-after 2026-03-02", 1000 - 16*60},                 // includes the loop created at midnight
		{"-after 2026-03-01T23:59:59Z -before 2026-03-02T01:00:01+01:00", 1},
	} {
		code, stdout, stderr := runHere(strings.Fields(tt.flags)...)
		if lines := strings.Count(stdout, "\n"); code != cli.OK || lines != tt.loops {
			t.Errorf("%s: exit code %d, %d lines, stderr %q; want %d", tt.flags, code, lines, stderr, tt.loops)
		}
	}
	for _, wrong := range []string{"2026-02-30", "yesterday", "2026-03-01 08:00"} {
		if code, _, stderr := runHere("-after", wrong); code != cli.Usage || !strings.Contains(stderr, "or a date such as 2026-01-31") {
			t.Errorf("-after %q: exit code %d, stderr %q", wrong, code, stderr)
		}
	}
}

// The error names -out, which was set, instead of the checkpoint.
func TestMissingFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "missing")
	file := filepath.Join(folder, "loops.csv")
	code, _, stderr := runHere("-out", file)
	if code != cli.Error || !strings.Contains(stderr, "-out "+file+": the folder "+folder+" does not exist") || strings.Contains(stderr, "checkpoint") {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}
