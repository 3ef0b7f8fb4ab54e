package paginators_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write botocore's results to testdata")

// pagingCase is a list and a chain of runs over it. Each run resumes the previous one.
type pagingCase struct {
	Pages  []int    `json:"pages"`
	Tokens []string `json:"tokens"` // of all pages after the first
	Last   *string  `json:"last"`
	Key    string   `json:"key"`
	Max    []int    `json:"max"` // MaxItems of each run; 0 for no limit
}

type pagingRun struct {
	Items []int  `json:"items"`
	Token string `json:"token"`
}

// pagingCases returns pages of 0 to 100 items, tokens with every kind of character, and
// MaxItems at every boundary.
func pagingCases() (cases []pagingCase) {
	r := random(42)
	empty := ""
	characters := []rune("aZ09+/=\"\\\n\t\b\f\r\x00\x1f\x7f <>&'ü\u2028\uffff😀")
	for trial := 0; trial < 150; trial++ {
		c := pagingCase{Key: []string{"NextToken", "nextToken"}[trial%2], Tokens: []string{}}
		total := 0
		for n := 1 + r.IntN(5); n > 0; n-- {
			size := []int{0, 1, 2, r.IntN(12), r.IntN(101)}[r.IntN(5)]
			c.Pages, total = append(c.Pages, size), total+size
		}
		for i := 1; i < len(c.Pages); i++ {
			token := fmt.Sprint(i)
			for n := r.IntN(8); n > 0; n-- {
				token += string(characters[r.IntN(len(characters))])
			}
			c.Tokens = append(c.Tokens, token)
		}
		if trial%3 == 0 {
			c.Last = &empty
		}
		// The first run ends at the end of a page, or one item before or after it.
		boundary := 0
		for _, size := range c.Pages[:1+r.IntN(len(c.Pages))] {
			boundary += size
		}
		c.Max = []int{max(1, boundary+r.IntN(3)-1)}
		for left := total; left > 0; {
			most := 1 + r.IntN(left)
			c.Max, left = append(c.Max, most), left-most
		}
		c.Max = append(c.Max, 0)
		cases = append(cases, c)
	}
	return cases
}

// chain runs a case with this package.
func chain(t *testing.T, c pagingCase) (runs []pagingRun) {
	t.Helper()
	var pages [][]int
	first := 0
	for _, size := range c.Pages {
		pages, first = append(pages, numbers(first, first+size)), first+size
	}
	fetch := func(_ context.Context, token *string, _ int32, _ ...func(*options)) (*listPage, error) {
		at := 0
		if token != nil {
			if at = slices.Index(c.Tokens, *token) + 1; at == 0 {
				return nil, fmt.Errorf("unknown token %q", *token)
			}
		}
		page := &listPage{Numbers: slices.Clone(pages[at]), Next: c.Last}
		if at < len(c.Tokens) {
			page.Next = &c.Tokens[at]
		}
		return page, nil
	}
	token := ""
	for _, most := range c.Max {
		p := paginators.New(definition{Fetch: fetch, Unpack: unpack, TokenKey: c.Key}, startAt(token), func(o *paginators.Options) { o.MaxItems = most })
		items, err := collect(p, -1)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		token = p.ResumeToken()
		runs = append(runs, pagingRun{append([]int{}, items...), token})
		if token == "" {
			break
		}
	}
	return runs
}

// Paging agrees with botocore's in every case, run by run and token by token. The test
// compares with a table of botocore's results and, if botocore is installed, with
// botocore itself.
func TestBotocore(t *testing.T) {
	table := filepath.Join("testdata", "botocore.json")
	cases := pagingCases()
	if *update {
		if err := os.WriteFile(table, botocore(t, cases), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	compare := func(t *testing.T, results []byte) {
		t.Helper()
		var want [][]pagingRun
		if err := json.Unmarshal(results, &want); err != nil {
			t.Fatal(err)
		}
		if len(want) != len(cases) {
			t.Fatalf("%d results for %d cases: run the test with -update", len(want), len(cases))
		}
		for i, c := range cases {
			if diff := cmp.Diff(want[i], chain(t, c)); diff != "" {
				t.Errorf("case %d, %+v (-botocore +ours):\n%s", i, c, diff)
			}
		}
	}
	t.Run("table", func(t *testing.T) { compare(t, committed) })
	t.Run("botocore", func(t *testing.T) { compare(t, botocore(t, cases)) })
}

func botocore(t *testing.T, cases []pagingCase) []byte {
	t.Helper()
	return python(t, "page.py", cases)
}

// python passes JSON to a script in testdata and decodes its JSON output.
func python(t *testing.T, script string, in any) []byte {
	t.Helper()
	interop.NeedPython(t, "botocore")
	input, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", filepath.Join("testdata", script))
	cmd.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	results, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, &stderr)
	}
	return append(results, '\n')
}
