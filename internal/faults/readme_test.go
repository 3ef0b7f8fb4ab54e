package faults

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

var (
	testName   = regexp.MustCompile("`(?:([a-zA-Z0-9/]+)\\.)?((?:Test|Fuzz)\\w+)`")
	testInFile = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(\w+ \*testing\.[TF]\)`)
	codeName   = regexp.MustCompile("^`(\\w+)`$")
)

// here is this package's folder.
const here = "internal/faults"

// row is a row of the README's tables.
type row struct {
	fault     string
	codes     map[string]bool // maps an ErrorCode to whether it is retryable
	tests     []string        // in this folder
	elsewhere [][2]string     // folder and test
}

// parseTable reads the README's tables.
var parseTable = sync.OnceValues(func() (rows []row, err error) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if !strings.HasPrefix(line, "| ") || columns[0] == " fault" {
			continue
		}
		if len(columns) != 5 {
			return nil, fmt.Errorf("%d columns in %s", len(columns), line)
		}
		r := row{fault: strings.TrimSpace(columns[0])}
		if r.codes, err = parseCodes(columns[2], columns[3]); err != nil {
			return nil, fmt.Errorf("%w in %s", err, line)
		}
		for _, test := range testName.FindAllStringSubmatch(columns[4], -1) {
			if test[1] == "" {
				r.tests = append(r.tests, test[2])
			} else {
				r.elsewhere = append(r.elsewhere, [2]string{test[1], test[2]})
			}
		}
		if len(r.tests)+len(r.elsewhere) == 0 {
			return nil, fmt.Errorf("no test in %s", line)
		}
		rows = append(rows, r)
	}
	if want := strings.Count(string(text), "\n|") - 2*strings.Count(string(text), "\n|---"); len(rows) != want || want < 40 {
		return nil, fmt.Errorf("%d rows are found, want %d", len(rows), want)
	}
	return rows, nil
})

// parseCodes reads the columns ErrorCode and Retryable: a list of codes, and one value
// for all of them or one for each. Both are a dash if no call fails.
func parseCodes(codes, answers string) (map[string]bool, error) {
	names, retryable := strings.Split(codes, ", "), strings.Split(answers, ", ")
	if codes == "–" && answers == "–" {
		return nil, nil //nolint:nilnil // no codes are not an error
	}
	if len(retryable) != 1 && len(retryable) != len(names) {
		return nil, fmt.Errorf("%d answers for %d codes", len(retryable), len(names))
	}
	parsed := map[string]bool{}
	for i, name := range names {
		match := codeName.FindStringSubmatch(name)
		answer := retryable[min(i, len(retryable)-1)]
		if match == nil || answer != "yes" && answer != "no" {
			return nil, fmt.Errorf("the code %q or the answer %q is not valid", name, answer)
		}
		parsed[match[1]] = answer == "yes"
	}
	return parsed, nil
}

func readTable(t *testing.T) []row {
	t.Helper()
	rows, err := parseTable()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Every row of the README's tables names tests that exist, and every test of this folder
// is in a table.
func TestReadmeTable(t *testing.T) {
	known := map[string]map[string]bool{} // by folder
	in := func(folder string) map[string]bool {
		if known[folder] == nil {
			known[folder] = testsIn(t, filepath.Join("..", "..", filepath.FromSlash(folder)))
		}
		return known[folder]
	}
	named := map[string]bool{"TestReadmeTable": true, "TestReadmeCodes": true}
	for _, r := range readTable(t) {
		for _, test := range r.tests {
			named[test] = true
			if !in(here)[test] {
				t.Errorf("the row %q names the test %s, which does not exist", r.fault, test)
			}
		}
		for _, test := range r.elsewhere {
			if !in(test[0])[test[1]] {
				t.Errorf("the row %q names the test %s of %s, which does not exist", r.fault, test[1], test[0])
			}
		}
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
