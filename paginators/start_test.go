package paginators_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// start is where a list starts: nil if the StartingToken is refused.
type start struct {
	Token *string `json:"token"`
	Skip  int     `json:"skip"`
}

// startingTokens lists StartingTokens in botocore's formats, and others. want is what
// botocore reads from an old token. It is nil if this package refuses the token, even if
// botocore sends it to the service unchanged.
var startingTokens = []struct {
	token string
	want  *start
}{
	{b64(`{"NextToken": "t10", "boto_truncate_amount": 3}`), &start{aws.String("t10"), 3}},
	{b64(`{"NextToken": null, "boto_truncate_amount": 3}`), &start{nil, 3}},
	{"t10___3", &start{aws.String("t10"), 3}},
	{"t10___0", &start{aws.String("t10"), 0}},
	{"None___3", &start{nil, 3}},
	{"t10___+3", &start{aws.String("t10"), 3}},
	{"t10___3\r\n", &start{aws.String("t10"), 3}},
	{"a_b__c___12", &start{aws.String("a_b__c"), 12}},
	{"+/aZ09=___3", &start{aws.String("+/aZ09="), 3}},
	{"ü😀 \"___3", &start{aws.String("ü😀 \""), 3}},
	{"none___3", &start{aws.String("none"), 3}},
	{"t10", nil},
	{"None", nil},
	{"abcd", nil},                          // base64 of what is not JSON
	{b64(`[1]`), nil},                      // base64 of what is not an object
	{b64(`{"NextToken": "t10"}`)[1:], nil}, // truncated
	{"t10___", nil},
	{"t10___three", nil},
	{"t10____3", nil},
	{"t10___1.5", nil},
	{"t10___-1", nil},
	{"t10___99999999999999999999", nil},
	{"a___b___3", nil},
	{"___", nil},
	{"___3", nil},
}

// startOf returns where a paginator with this StartingToken starts.
func startOf(token string) (*start, error) {
	var at *start
	fetch := func(_ context.Context, token *string, _ int32, _ ...func(*options)) (*listPage, error) {
		at = &start{Token: token}
		return &listPage{Numbers: numbers(0, 1000)}, nil
	}
	page, err := newPaginator(fetch, startAt(token)).NextPage(context.Background())
	if page != nil {
		at.Skip = 1000 - len(page.Numbers)
	}
	return at, err
}

func TestStartingTokenForms(t *testing.T) {
	for _, tc := range startingTokens {
		at, err := startOf(tc.token)
		if diff := cmp.Diff(tc.want, at); diff != "" {
			t.Errorf("StartingToken %q begins (-want +got):\n%s", tc.token, diff)
		}
		var refused *paginators.StartingTokenError
		if tc.want != nil && err != nil {
			t.Errorf("StartingToken %q: %v", tc.token, err)
		} else if tc.want == nil && (!errors.As(err, &refused) || !strings.Contains(err.Error(), "to begin at a page token of the service itself, set it in the input")) {
			t.Errorf("StartingToken %q: got %v, want a StartingTokenError that says how to start at a token of the service", tc.token, err)
		}
	}
}

// botocore reads every StartingToken that this package reads in the same way. The test
// compares with a table of botocore's results and, if botocore is installed, with
// botocore itself.
func TestStartingTokenOfBotocore(t *testing.T) {
	var tokens []string
	for _, tc := range startingTokens {
		tokens = append(tokens, tc.token)
	}
	table := filepath.Join("testdata", "start.json")
	if *update {
		if err := os.WriteFile(table, python(t, "start.py", tokens), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	compare := func(t *testing.T, results []byte) {
		t.Helper()
		var want []*start
		if err := json.Unmarshal(results, &want); err != nil || len(want) != len(tokens) {
			t.Fatalf("%d results for %d tokens (%v): run the test with -update", len(want), len(tokens), err)
		}
		for i, tc := range startingTokens {
			if diff := cmp.Diff(want[i], tc.want); tc.want != nil && diff != "" {
				t.Errorf("StartingToken %q starts at (-botocore +ours):\n%s", tc.token, diff)
			}
		}
	}
	t.Run("table", func(t *testing.T) { compare(t, committed) })
	t.Run("botocore", func(t *testing.T) { compare(t, python(t, "start.py", tokens)) })
}

// A run that starts with an old token returns a new one, which continues with the next
// item.
func TestResumeFromOldStartingToken(t *testing.T) {
	p := newList(30, 10).paginator(startAt("10___3"), func(o *paginators.Options) { o.MaxItems = 4 })
	items, err := collect(p, -1)
	if diff := cmp.Diff(numbers(13, 17), items); diff != "" || err != nil {
		t.Errorf("items (-want +got):\n%s\n%v", diff, err)
	}
	if got, want := p.ResumeToken(), b64(`{"NextToken": "10", "boto_truncate_amount": 7}`); got != want {
		t.Errorf("ResumeToken() = %s, want %s", got, want)
	}
}
