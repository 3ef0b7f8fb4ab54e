package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/internal/cli"
)

// Each run has a local service of its own, and goes on where the one before
// stopped.
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
	code, stdout, stderr := runHere("-flow", "FLOW123456", "-max-items", "45")
	if lines := strings.Count(stdout, "\n"); code != cli.OK || lines != 45 || !strings.Contains(stdout, `"status":"Succeeded"`) {
		t.Errorf("exit code %d, %d lines, stderr %q", code, lines, stderr)
	}
}

func TestTimeRange(t *testing.T) {
	code, stdout, stderr := runHere("-after", "2026-03-01T08:09:30Z", "-before", "2026-03-01T08:29:30Z", "-windows", "3")
	if lines := strings.Count(stdout, "\n"); code != cli.OK || lines != 20 {
		t.Errorf("exit code %d, %d lines, stderr %q; want 20", code, lines, stderr)
	}
}
