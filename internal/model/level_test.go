package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each level checks more than the level below.
func TestLevels(t *testing.T) {
	list := func(values ...string) func(*Checker) {
		return func(c *Checker) { Strings(c, "DataAttributes.ContentClassifiers", values) }
	}
	tests := []struct {
		name                     string
		op                       *Operation
		check                    func(*Checker)
		required, client, server []broken
	}{
		{"required string", &StopHumanLoop, func(c *Checker) { c.String("HumanLoopName", nil) },
			[]broken{{"HumanLoopName", RuleRequired, 0}}, []broken{{"HumanLoopName", RuleRequired, 0}}, []broken{{"HumanLoopName", RuleRequired, 0}}},
		{"required label", &DescribeHumanLoop, func(c *Checker) { c.String("HumanLoopName", nil) },
			[]broken{{"HumanLoopName", RuleRequired, 0}}, []broken{{"HumanLoopName", RuleRequired, 0}}, []broken{{"HumanLoopName", RuleRequired, 0}}},
		{"required structure", &StartHumanLoop, func(c *Checker) { c.Present("HumanLoopInput", false) },
			[]broken{{"HumanLoopInput", RuleRequired, 0}}, []broken{{"HumanLoopInput", RuleRequired, 0}}, []broken{{"HumanLoopInput", RuleRequired, 0}}},
		{"required structure that is present", &StartHumanLoop, func(c *Checker) { c.Present("HumanLoopInput", true) }, nil, nil, nil},
		{"required list", &StartHumanLoop, func(c *Checker) { Strings[string](c, "DataAttributes.ContentClassifiers", nil) },
			[]broken{{"DataAttributes.ContentClassifiers", RuleRequired, 0}}, []broken{{"DataAttributes.ContentClassifiers", RuleRequired, 0}},
			[]broken{{"DataAttributes.ContentClassifiers", RuleRequired, 0}}},
		{"missing optional members", &ListHumanLoops, func(c *Checker) {
			c.String("SortOrder", nil)
			c.Token("NextToken", nil)
			c.Int("MaxResults", nil)
			c.Time("CreationTimeAfter", nil)
		}, nil, nil, nil},
		{"missing optional structure", &StartHumanLoop, func(c *Checker) { c.Present("DataAttributes", false) }, nil, nil, nil},

		{"label empty", &DescribeHumanLoop, stringCheck("HumanLoopName", ""),
			[]broken{{"HumanLoopName", RulePathSegment, 0}}, []broken{{"HumanLoopName", RulePathSegment, 0}}, []broken{{"HumanLoopName", RulePathSegment, 0}}},
		{"label of one dot", &DeleteHumanLoop, stringCheck("HumanLoopName", "."),
			[]broken{{"HumanLoopName", RulePathSegment, 0}}, []broken{{"HumanLoopName", RulePathSegment, 0}}, []broken{{"HumanLoopName", RulePathSegment, 0}}},
		{"label of two dots", &ListFlowExecutions, stringCheck("flowIdentifier", ".."),
			[]broken{{"flowIdentifier", RulePathSegment, 0}}, []broken{{"flowIdentifier", RulePathSegment, 0}}, []broken{{"flowIdentifier", RulePathSegment, 0}}},
		{"label of three dots is a segment", &ListFlowExecutions, stringCheck("flowIdentifier", "..."),
			nil, nil, []broken{{"flowIdentifier", RulePattern, 3}}},
		{"two dots outside the path", &ListFlowExecutions, stringCheck("flowAliasIdentifier", ".."),
			nil, nil, []broken{{"flowAliasIdentifier", RulePattern, 2}}},

		{"empty token", &ListHumanLoops, func(c *Checker) { c.Token("NextToken", ptr("")) }, nil, nil, nil},
		{"empty token of flows", &ListFlowExecutions, func(c *Checker) { c.Token("nextToken", ptr("")) }, nil, nil, nil},
		{"token with a space: a loose pattern", &ListFlowExecutions, func(c *Checker) { c.Token("nextToken", ptr("a b")) },
			nil, nil, []broken{{"nextToken", RulePattern, 3}}},
		{"pattern of an existing name", &StopHumanLoop, stringCheck("HumanLoopName", "A"),
			nil, nil, []broken{{"HumanLoopName", RulePattern, 1}}},
		{"pattern of an existing name as a label", &DescribeHumanLoop, stringCheck("HumanLoopName", "A"),
			nil, nil, []broken{{"HumanLoopName", RulePattern, 1}}},
		{"strict pattern", &StartHumanLoop, stringCheck("HumanLoopName", "A"),
			nil, []broken{{"HumanLoopName", RulePattern, 1}}, []broken{{"HumanLoopName", RulePattern, 1}}},
		{"enum in another case", &ListHumanLoops, stringCheck("SortOrder", "ascending"), nil, nil, []broken{{"SortOrder", RuleEnum, 9}}},
		{"enum empty", &ListHumanLoops, stringCheck("SortOrder", ""), nil, nil, []broken{{"SortOrder", RuleEnum, 0}}},
		{"enum", &ListHumanLoops, stringCheck("SortOrder", "Descending"), nil, nil, nil},
		{"enum in a list", &StartHumanLoop, list("FreeOfAdultContent", "x", "FreeOfPersonallyIdentifiableInformation", "y"), nil, nil,
			[]broken{{"DataAttributes.ContentClassifiers", RuleEnum, 4}, {"DataAttributes.ContentClassifiers", RuleEnum, 4}}},

		{"string in the body that is not UTF-8", &StartHumanLoop, stringCheck("HumanLoopInput.InputContent", "\"\xff\""),
			[]broken{{"HumanLoopInput.InputContent", RuleUTF8, 0}}, []broken{{"HumanLoopInput.InputContent", RuleUTF8, 0}}, []broken{{"HumanLoopInput.InputContent", RuleUTF8, 0}}},
		{"list in the body with a string that is not UTF-8", &StartHumanLoop, list("FreeOfAdultContent", "\xff"),
			[]broken{{"DataAttributes.ContentClassifiers", RuleUTF8, 2}}, []broken{{"DataAttributes.ContentClassifiers", RuleUTF8, 2}},
			[]broken{{"DataAttributes.ContentClassifiers", RuleUTF8, 2}, {"DataAttributes.ContentClassifiers", RuleEnum, 2}}},
		{"label that is not UTF-8", &DescribeHumanLoop, stringCheck("HumanLoopName", "\xff"),
			nil, []broken{{"HumanLoopName", RuleUTF8, 0}}, []broken{{"HumanLoopName", RuleUTF8, 0}}},

		{"flow's ID", &ListFlowExecutions, stringCheck("flowIdentifier", "ABCDEFGHIJ"), nil, nil, nil},
		{"flow's ARN", &ListFlowExecutions, stringCheck("flowIdentifier", "arn:aws:bedrock:us-east-1:123456789012:flow/ABCDEFGHIJ"), nil, nil, nil},
		{"flow's ID too short", &ListFlowExecutions, stringCheck("flowIdentifier", "ABC"), nil, nil, []broken{{"flowIdentifier", RulePattern, 3}}},
		{"test alias", &ListFlowExecutions, stringCheck("flowAliasIdentifier", "TSTALIASID"), nil, nil, nil},

		{"a string that is not in the row", &StopHumanLoop, stringCheck("humanLoopName", "a"),
			[]broken{{"humanLoopName", RuleUnknown, 0}}, []broken{{"humanLoopName", RuleUnknown, 0}}, []broken{{"humanLoopName", RuleUnknown, 0}}},
		{"members that are not in the row", &StopHumanLoop, func(c *Checker) {
			c.Int("a", ptr[int32](1))
			c.Time("b", nil)
			c.Token("c", nil)
			c.Present("d", true)
			Strings(c, "e", []string{})
		},
			[]broken{{"a", RuleUnknown, 0}, {"b", RuleUnknown, 0}, {"c", RuleUnknown, 0}, {"d", RuleUnknown, 0}, {"e", RuleUnknown, 0}},
			[]broken{{"a", RuleUnknown, 0}, {"b", RuleUnknown, 0}, {"c", RuleUnknown, 0}, {"d", RuleUnknown, 0}, {"e", RuleUnknown, 0}},
			[]broken{{"a", RuleUnknown, 0}, {"b", RuleUnknown, 0}, {"c", RuleUnknown, 0}, {"d", RuleUnknown, 0}, {"e", RuleUnknown, 0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for level, want := range [][]broken{LevelRequired: tt.required, LevelClient: tt.client, LevelServer: tt.server} {
				if diff := cmp.Diff(want, violations(tt.op, Level(level), tt.check)); diff != "" {
					t.Errorf("%s at level %d (-want +got):\n%s", tt.name, level, diff)
				}
			}
		})
	}
}

// All violations of an input are reported together, in the order of the checks.
func TestAllViolationsTogether(t *testing.T) {
	got := violations(&StartHumanLoop, LevelServer, func(c *Checker) {
		c.String("HumanLoopName", ptr("-"+textOf("", 63)))
		c.String("FlowDefinitionArn", nil)
		c.Present("HumanLoopInput", true)
		c.String("HumanLoopInput.InputContent", ptr("{"))
		c.Present("DataAttributes", true)
		Strings(c, "DataAttributes.ContentClassifiers", make([]string, 257))
	})
	want := []broken{
		{"HumanLoopName", RuleMax, 64},
		{"HumanLoopName", RulePattern, 64},
		{"FlowDefinitionArn", RuleRequired, 0},
		{"HumanLoopInput.InputContent", RuleJSON, 1},
		{"DataAttributes.ContentClassifiers", RuleMax, 257},
	}
	for range 257 { // "" is not a classifier
		want = append(want, broken{"DataAttributes.ContentClassifiers", RuleEnum, 257})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
}
