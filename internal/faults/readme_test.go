package faults

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testName   = regexp.MustCompile("`(?:([a-z0-9/]+)\\.)?((?:Test|Fuzz)\\w+)`")
	testInFile = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(\w+ \*testing\.[TF]\)`)
)

// Every row of the README's table names tests that exist, and every test of this folder is
// in the table.
func TestReadmeTable(t *testing.T) {
	table, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]map[string]bool{} // by folder
	in := func(folder string) map[string]bool {
		if known[folder] == nil {
			known[folder] = testsIn(t, filepath.Join("..", "..", filepath.FromSlash(folder)))
		}
		return known[folder]
	}
	const here = "internal/faults"
	named := map[string]bool{"TestReadmeTable": true}
	rows := 0
	for line := range strings.Lines(string(table)) {
		columns := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if !strings.HasPrefix(line, "| ") || columns[0] == " fault" {
			continue
		}
		rows++
		if len(columns) != 3 {
			t.Errorf("%d columns in %s", len(columns), line)
			continue
		}
		tests := testName.FindAllStringSubmatch(columns[2], -1)
		if len(tests) == 0 {
			t.Errorf("no test in %s", line)
		}
		for _, test := range tests {
			folder := test[1]
			if folder == "" {
				folder = here
				named[test[2]] = true
			}
			if !in(folder)[test[2]] {
				t.Errorf("%s has no test %s, which stands in %s", folder, test[2], line)
			}
		}
	}
	if want := strings.Count(string(table), "\n|") - 2*strings.Count(string(table), "\n|---"); rows != want || rows < 40 {
		t.Errorf("%d rows are found, want %d", rows, want)
	}
	for test := range in(here) {
		if !named[test] {
			t.Errorf("%s is not in the table", test)
		}
	}
}

func testsIn(t *testing.T, folder string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests in %s (%v)", folder, err)
	}
	tests := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range testInFile.FindAllStringSubmatch(string(text), -1) {
			tests[match[1]] = true
		}
	}
	return tests
}
