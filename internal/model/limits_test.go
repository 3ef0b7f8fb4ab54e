package model

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// broken is the part of a Violation that a test compares.
type broken struct {
	Member string
	Rule   Rule
	Size   int
}

func violations(op *Operation, level Level, check func(*Checker)) []broken {
	c := Checker{Operation: op, Level: level, MatchPattern: matchPattern}
	check(&c)
	var list []broken
	for _, v := range c.Violations {
		list = append(list, broken{v.Member, v.Rule, v.Size})
	}
	return list
}

func ptr[T any](v T) *T { return &v }

// textOf returns a string of n characters, of two bytes each after the prefix. A limit
// that counted bytes would be reached at half of it.
func textOf(prefix string, n int) string { return prefix + strings.Repeat("é", n-len(prefix)) }

func stringCheck(member, value string) func(*Checker) {
	return func(c *Checker) { c.String(member, &value) }
}

func intCheck(member string, value int32) func(*Checker) {
	return func(c *Checker) { c.Int(member, &value) }
}

func classifiers(n int) func(*Checker) {
	list := make([]string, n)
	for i := range list {
		list[i] = "FreeOfAdultContent"
	}
	return func(c *Checker) { Strings(c, "DataAttributes.ContentClassifiers", list) }
}

// Values at and beyond every documented limit. The limits apply to the client and the
// server.
func TestLimits(t *testing.T) {
	const flow = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/"
	const content, list = "HumanLoopInput.InputContent", "DataAttributes.ContentClassifiers"
	name := func(n int) string { return strings.Repeat("a", n) }
	jsonString := func(n int) string { return `"` + strings.Repeat("é", n-2) + `"` }
	tests := []struct {
		name  string
		op    *Operation
		check func(*Checker)
		want  []broken
	}{
		{"HumanLoopName empty", &StartHumanLoop, stringCheck("HumanLoopName", ""),
			[]broken{{"HumanLoopName", RuleMin, 0}, {"HumanLoopName", RulePattern, 0}}},
		{"HumanLoopName 1", &StartHumanLoop, stringCheck("HumanLoopName", "a"), nil},
		{"HumanLoopName 63", &StartHumanLoop, stringCheck("HumanLoopName", name(63)), nil},
		{"HumanLoopName 64", &StartHumanLoop, stringCheck("HumanLoopName", name(64)), []broken{{"HumanLoopName", RuleMax, 64}}},
		{"HumanLoopName 63 of an existing loop", &StopHumanLoop, stringCheck("HumanLoopName", name(63)), nil},
		{"HumanLoopName 64 of an existing loop", &StopHumanLoop, stringCheck("HumanLoopName", name(64)), []broken{{"HumanLoopName", RuleMax, 64}}},
		{"HumanLoopName 63 as a label", &DescribeHumanLoop, stringCheck("HumanLoopName", name(63)), nil},
		{"HumanLoopName 64 as a label", &DeleteHumanLoop, stringCheck("HumanLoopName", name(64)), []broken{{"HumanLoopName", RuleMax, 64}}},
		{"HumanLoopName 63 of two bytes breaks only the pattern", &StartHumanLoop, stringCheck("HumanLoopName", textOf("", 63)),
			[]broken{{"HumanLoopName", RulePattern, 63}}},
		{"HumanLoopName 1 of two bytes breaks only the pattern", &StartHumanLoop, stringCheck("HumanLoopName", "é"),
			[]broken{{"HumanLoopName", RulePattern, 1}}},
		{"FlowDefinitionArn 1024", &StartHumanLoop, stringCheck("FlowDefinitionArn", textOf(flow, 1024)), nil},
		{"FlowDefinitionArn 1025", &StartHumanLoop, stringCheck("FlowDefinitionArn", textOf(flow, 1025)), []broken{{"FlowDefinitionArn", RuleMax, 1025}}},
		{"FlowDefinitionArn 1024 in a list", &ListHumanLoops, stringCheck("FlowDefinitionArn", textOf(flow, 1024)), nil},
		{"FlowDefinitionArn 1025 in a list", &ListHumanLoops, stringCheck("FlowDefinitionArn", textOf(flow, 1025)), []broken{{"FlowDefinitionArn", RuleMax, 1025}}},
		{"FlowDefinitionArn empty", &ListHumanLoops, stringCheck("FlowDefinitionArn", ""), []broken{{"FlowDefinitionArn", RulePattern, 0}}},
		{"InputContent 3145727", &StartHumanLoop, stringCheck(content, jsonString(3_145_727)), nil},
		{"InputContent 3145728", &StartHumanLoop, stringCheck(content, jsonString(3_145_728)), nil},
		{"InputContent 3145729", &StartHumanLoop, stringCheck(content, jsonString(3_145_729)), []broken{{content, RuleMax, 3_145_729}}},
		{"InputContent over the limit is not parsed", &StartHumanLoop, stringCheck(content, textOf("", 3_145_729)), []broken{{content, RuleMax, 3_145_729}}},
		{"InputContent 3145728 that is not JSON", &StartHumanLoop, stringCheck(content, textOf("", 3_145_728)), []broken{{content, RuleJSON, 3_145_728}}},
		{"InputContent not JSON", &StartHumanLoop, stringCheck(content, `{"a":}`), []broken{{content, RuleJSON, 6}}},
		{"InputContent empty", &StartHumanLoop, stringCheck(content, ""), []broken{{content, RuleJSON, 0}}},
		{"InputContent a number", &StartHumanLoop, stringCheck(content, `1`), nil},
		{"classifiers none", &StartHumanLoop, classifiers(0), nil},
		{"classifiers 255", &StartHumanLoop, classifiers(255), nil},
		{"classifiers 256", &StartHumanLoop, classifiers(256), nil},
		{"classifiers 257", &StartHumanLoop, classifiers(257), []broken{{list, RuleMax, 257}}},
		{"MaxResults -1", &ListHumanLoops, intCheck("MaxResults", -1), []broken{{"MaxResults", RuleMin, -1}}},
		{"MaxResults 0", &ListHumanLoops, intCheck("MaxResults", 0), []broken{{"MaxResults", RuleMin, 0}}},
		{"MaxResults 1", &ListHumanLoops, intCheck("MaxResults", 1), nil},
		{"MaxResults 100", &ListHumanLoops, intCheck("MaxResults", 100), nil},
		{"MaxResults 101", &ListHumanLoops, intCheck("MaxResults", 101), []broken{{"MaxResults", RuleMax, 101}}},
		{"NextToken 8192", &ListHumanLoops, stringCheck("NextToken", textOf("", 8192)), nil},
		{"NextToken 8193", &ListHumanLoops, stringCheck("NextToken", textOf("", 8193)), []broken{{"NextToken", RuleMax, 8193}}},
		{"NextToken with a line break", &ListHumanLoops, stringCheck("NextToken", "a\nb"), []broken{{"NextToken", RulePattern, 3}}},
		{"invalid UTF-8", &ListHumanLoops, stringCheck("NextToken", "a\xff"), []broken{{"NextToken", RuleUTF8, 0}}},

		{"flowAliasIdentifier 2048", &ListFlowExecutions, stringCheck("flowAliasIdentifier", name(2048)), nil},
		{"flowAliasIdentifier 2049", &ListFlowExecutions, stringCheck("flowAliasIdentifier", name(2049)), []broken{{"flowAliasIdentifier", RuleMax, 2049}}},
		{"flowIdentifier 2048", &ListFlowExecutions, stringCheck("flowIdentifier", textOf("", 2038)+"ABCDEFGHIJ"), nil},
		{"flowIdentifier 2049", &ListFlowExecutions, stringCheck("flowIdentifier", textOf("", 2039)+"ABCDEFGHIJ"), []broken{{"flowIdentifier", RuleMax, 2049}}},
		{"maxResults 0", &ListFlowExecutions, intCheck("maxResults", 0), []broken{{"maxResults", RuleMin, 0}}},
		{"maxResults 1", &ListFlowExecutions, intCheck("maxResults", 1), nil},
		{"maxResults 1000", &ListFlowExecutions, intCheck("maxResults", 1000), nil},
		{"maxResults 1001", &ListFlowExecutions, intCheck("maxResults", 1001), []broken{{"maxResults", RuleMax, 1001}}},
		{"nextToken empty", &ListFlowExecutions, stringCheck("nextToken", ""), []broken{{"nextToken", RuleMin, 0}}},
		{"nextToken 1", &ListFlowExecutions, stringCheck("nextToken", "é"), nil},
		{"nextToken 2048", &ListFlowExecutions, stringCheck("nextToken", textOf("", 2048)), nil},
		{"nextToken 2049", &ListFlowExecutions, stringCheck("nextToken", textOf("", 2049)), []broken{{"nextToken", RuleMax, 2049}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for level, levelName := range map[Level]string{LevelClient: "client", LevelServer: "server"} {
				if diff := cmp.Diff(tt.want, violations(tt.op, level, tt.check)); diff != "" {
					t.Errorf("%s at level %s (-want +got):\n%s", tt.name, levelName, diff)
				}
			}
			// SkipInputValidation disables all of these.
			if got := violations(tt.op, LevelRequired, tt.check); got != nil {
				t.Errorf("%s at level required = %v, want none", tt.name, got)
			}
		})
	}
}

// Limits that no shape of the two services uses yet.
func TestLimitsOfUnusedShapes(t *testing.T) {
	op := &Operation{Name: "Other", Input: []Member{
		{Name: "number", Shape: &Shape{Kind: Integer}},
		{Name: "list", Shape: &Shape{Kind: List}},
		{Name: "string", Shape: &Shape{}},
		{Name: "two", Shape: &Shape{Kind: List, Min: 2}},
		{Name: "long", Shape: &Shape{Min: 2000, Max: 100_000}},
	}}
	list := func(member string, n int) func(*Checker) {
		return func(c *Checker) { Strings(c, member, make([]string, n)) }
	}
	tests := []struct {
		name  string
		check func(*Checker)
		want  []broken
	}{
		{"number without a maximum", intCheck("number", 2147483647), nil},
		{"list without a maximum", list("list", 10_000), nil},
		{"string without a maximum", stringCheck("string", textOf("", 10_000)), nil},
		{"list below its minimum", list("two", 1), []broken{{"two", RuleMin, 1}}},
		{"list at its minimum", list("two", 2), nil},
		{"string of many bytes below a large minimum", stringCheck("long", strings.Repeat("€", 1999)), []broken{{"long", RuleMin, 1999}}},
		{"string of many bytes at a large minimum", stringCheck("long", strings.Repeat("€", 2000)), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, violations(op, LevelServer, tt.check)); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTimeLimits(t *testing.T) {
	ahead := time.FixedZone("", 3600)
	outside := []broken{{"CreationTimeAfter", RulePattern, 0}}
	tests := []struct {
		name string
		time time.Time
		want []broken
	}{
		{"year 0", time.Date(0, 12, 31, 23, 59, 59, 999_999_999, time.UTC), outside},
		{"year 1", time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), nil},
		{"year 1 in a zone ahead, year 0 in UTC", time.Date(1, 1, 1, 0, 59, 0, 0, ahead), outside},
		{"year 9999", time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), nil},
		{"year 10000 in a zone ahead, year 9999 in UTC", time.Date(10000, 1, 1, 0, 59, 0, 0, ahead), nil},
		{"year 10000", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), outside},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check := func(c *Checker) { c.Time("CreationTimeAfter", &tt.time) }
			if diff := cmp.Diff(tt.want, violations(&ListHumanLoops, LevelClient, check)); diff != "" {
				t.Errorf("%v (-want +got):\n%s", tt.time, diff)
			}
			if got := violations(&ListHumanLoops, LevelRequired, check); got != nil {
				t.Errorf("%v at level required = %v, want none", tt.time, got)
			}
		})
	}
}
