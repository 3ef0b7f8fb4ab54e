package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

// An error names the program's flags and files instead of options that only a Go
// program can set.
func TestErrorsNameFlags(t *testing.T) {
	file := filepath.Join(t.TempDir(), "loops.jsonl")
	if code, _, stderr := runHere("-out", file, "-max-items", "10"); code != cli.OK {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	saved, err := readCheckpointFile(file + ".checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	// {"nextToken": "x"}, a token for a list of executions
	if err := json.Unmarshal([]byte(`{"state":"started","resumeToken":"eyJuZXh0VG9rZW4iOiAieCJ9"}`), &saved.Parts[0].Checkpoint); err != nil {
		t.Fatal(err)
	}
	if err := saved.write(file + ".checkpoint"); err != nil {
		t.Fatal(err)
	}
	want := file + ".checkpoint contains an invalid resume token: to export again, delete it and " + file
	if code, _, stderr := runHere("-out", file); code != cli.Error || !strings.Contains(stderr, want) || strings.Contains(stderr, "StartFrom") {
		t.Errorf("another list's checkpoint: exit code %d, stderr %q, want %q", code, stderr, want)
	}
	if code, _, stderr := runHere("-before", "0000-12-31"); code != cli.Usage || !strings.Contains(stderr, "-before") || !strings.Contains(stderr, "the year must be 1 to 9999") {
		t.Errorf("year 0: exit code %d, stderr %q", code, stderr)
	}
	s := newService(t)
	setenv(t, s.environment(t))
	for _, variable := range []string{"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"} {
		t.Run(variable, func(t *testing.T) {
			t.Setenv(variable, "true")
			code, _, stderr := runHere("-aws", "-flow-definition", s.FlowDefinitionArn("invoice-review"))
			if code != cli.Error || !strings.Contains(stderr, variable) || !strings.Contains(stderr, "AWS_ENDPOINT_URL") {
				t.Errorf("exit code %d, stderr %q, want the variables %s and AWS_ENDPOINT_URL", code, stderr, variable)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	for want, args := range map[string][]string{
		"-aws needs one of":                                {"-aws"},
		"-flow-definition needs -aws":                      {"-flow-definition", "x"},
		"-format is \"xml\"":                               {"-format", "xml"},
		"-checkpoint needs -out":                           {"-checkpoint", "x"},
		"-max-items is -1":                                 {"-max-items", "-1"},
		"-page-size is 101":                                {"-page-size", "101"},
		"-page-size is 4294967301":                         {"-flow", "F", "-page-size", "4294967301"},
		`-out is "x": it must not be the -checkpoint file`: {"-out", "x", "-checkpoint", "./x"},
		`-out is "x.new": it must not be`:                  {"-out", "x.new", "-checkpoint", "x"},
		`-out is "x.lock": it must not be`:                 {"-out", "x.lock", "-checkpoint", "x"},
		"-windows is 100000000":                            {"-windows", "100000000"},
		"-after and -before cannot be used with -flow":     {"-flow", "F", "-after", "2026-01-31T00:00:00Z"},
		"-windows is 0":                                    {"-windows", "0"},
		"-windows cannot be used with -flow":               {"-aws", "-flow", "F", "-windows", "2"},
		"with -aws, -windows needs -after and -before":     {"-aws", "-flow-definition", "a", "-windows", "2"},
		"-after is 2026-02-01T00:00:00Z: it must be before -before, 2026-01-31T00:00:00Z": {"-after", "2026-02-01", "-before", "2026-01-31"},
		"unexpected argument":                         {"x"},
		"flag provided but not defined":               {"-nosuch"},
		"invalid value \"yesterday\" for flag -after": {"-after", "yesterday"},
	} {
		if code, _, stderr := runHere(args...); code != cli.Usage || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit code %d, stderr %q; want %d and %q", args, code, stderr, cli.Usage, want)
		}
	}
	if code, stdout, stderr := runHere("-h"); code != cli.OK || stderr != "" || !strings.Contains(stdout, "-max-items") {
		t.Errorf("-h: exit code %d, stderr %q", code, stderr)
	}
}
