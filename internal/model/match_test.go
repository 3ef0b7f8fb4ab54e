package model

import (
	"regexp"
	"strings"
	"testing"
)

// matched lists the shapes whose pattern has a hand-written Match.
var matched = map[string]*Shape{
	"HumanLoopName":     &HumanLoopName,
	"FlowDefinitionArn": &FlowDefinitionArn,
	"NextToken":         &humanLoopsToken,
}

// matchPattern matches a pattern as the local services do.
func matchPattern(pattern, value string) bool { return regexp.MustCompile(pattern).MatchString(value) }

// whole compiles a documented pattern as AWS applies it: to the whole value. In Go, $
// matches only at the end of the text, so a trailing line break is part of the value.
func whole(s *Shape) *regexp.Regexp { return regexp.MustCompile(`^(?:` + s.Pattern + `)$`) }

const arn = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"

func TestMatch(t *testing.T) {
	tests := []struct {
		name, shape, value string
		want               bool
	}{
		{"letter", "HumanLoopName", "a", true},
		{"digit", "HumanLoopName", "0", true},
		{"first and last of each class", "HumanLoopName", "az09", true},
		{"hyphen inside", "HumanLoopName", "a-b", true},
		{"many hyphens inside", "HumanLoopName", "a---b--0", true},
		{"empty", "HumanLoopName", "", false},
		{"hyphen only", "HumanLoopName", "-", false},
		{"hyphen first", "HumanLoopName", "-a", false},
		{"hyphen last", "HumanLoopName", "a-", false},
		{"upper case", "HumanLoopName", "aBc", false},
		{"underscore", "HumanLoopName", "a_b", false},
		{"dot", "HumanLoopName", "a.b", false},
		{"slash", "HumanLoopName", "a/b", false},
		{"space", "HumanLoopName", "a b", false},
		{"neighbors of a and z", "HumanLoopName", "a`{z", false},
		{"neighbors of 0 and 9", "HumanLoopName", "0/:9", false},
		{"accent", "HumanLoopName", "é", false},
		{"invalid UTF-8", "HumanLoopName", "a\xff", false},
		{"line break last", "HumanLoopName", "a\n", false},
		{"line break inside", "HumanLoopName", "a\nb", false},

		{"ARN", "FlowDefinitionArn", arn, true},
		{"partition of China", "FlowDefinitionArn", strings.Replace(arn, "aws", "aws-cn", 1), true},
		{"any lower-case partition", "FlowDefinitionArn", strings.Replace(arn, "aws", "awsx--y", 1), true},
		{"no Region", "FlowDefinitionArn", strings.Replace(arn, "us-east-1", "", 1), true},
		{"no name", "FlowDefinitionArn", strings.TrimSuffix(arn, "reviews"), true},
		{"any name", "FlowDefinitionArn", arn + "/é: \r\xff", true},
		{"empty ARN", "FlowDefinitionArn", "", false},
		{"name only", "FlowDefinitionArn", "reviews", false},
		{"text before", "FlowDefinitionArn", "x" + arn, false},
		{"not an AWS partition", "FlowDefinitionArn", strings.Replace(arn, "aws", "gcp", 1), false},
		{"partition with a digit", "FlowDefinitionArn", strings.Replace(arn, "aws", "aws1", 1), false},
		{"other service", "FlowDefinitionArn", strings.Replace(arn, "sagemaker", "s3", 1), false},
		{"Region in upper case", "FlowDefinitionArn", strings.Replace(arn, "us-east-1", "US-EAST-1", 1), false},
		{"account of 11 digits", "FlowDefinitionArn", strings.Replace(arn, "123456789012", "12345678901", 1), false},
		{"account of 13 digits", "FlowDefinitionArn", strings.Replace(arn, "123456789012", "1234567890123", 1), false},
		{"account with a letter", "FlowDefinitionArn", strings.Replace(arn, "123456789012", "12345678901a", 1), false},
		{"a human loop's ARN", "FlowDefinitionArn", strings.Replace(arn, "flow-definition", "human-loop", 1), false},
		{"no slash", "FlowDefinitionArn", strings.Replace(arn, "/", "", 1), false},
		{"a missing field", "FlowDefinitionArn", strings.Replace(arn, ":sagemaker", "", 1), false},
		{"an additional field", "FlowDefinitionArn", strings.Replace(arn, ":flow", "::flow", 1), false},
		{"line break in the name", "FlowDefinitionArn", arn + "\n", false},
		{"line break in the Region", "FlowDefinitionArn", strings.Replace(arn, "us", "\n", 1), false},

		{"empty token", "NextToken", "", true},
		{"any character", "NextToken", "é\x00\r\t\u2028 \xff", true},
		{"line break", "NextToken", "a\nb", false},
		{"line break only", "NextToken", "\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.shape+" "+tt.name, func(t *testing.T) {
			shape := matched[tt.shape]
			if got := shape.Match(tt.value); got != tt.want {
				t.Errorf("Match(%q) of %s = %t, want %t", tt.value, tt.shape, got, tt.want)
			}
			if got := whole(shape).MatchString(tt.value); got != tt.want {
				t.Errorf("the documented pattern of %s returns %t for %q: the table is wrong", tt.shape, got, tt.value)
			}
		})
	}
}

// A shape with a Match must have a pattern, and every Match must be in the fuzz test.
func TestFuzzMatchCoversEveryMatch(t *testing.T) {
	for _, service := range []*Service{&A2I, &Flows} {
		for _, op := range service.Operations {
			for _, m := range append(op.Input, op.Output...) {
				if m.Shape.Match != nil && matched[m.Shape.Name] != m.Shape {
					t.Errorf("%s.%s: shape %s has a Match that no test compares with its pattern", op.Name, m.Name, m.Shape.Name)
				}
			}
		}
	}
}

// FuzzMatch compares each Match with its documented pattern.
func FuzzMatch(f *testing.F) {
	for _, seed := range []string{"", "a", "a-b", "a-", "\n", "a\n", "\xff", arn, arn + "\n", strings.Replace(arn, "aws", "aws-us-gov", 1), "arn:aws::::::"} {
		f.Add(seed)
	}
	patterns := map[string]*regexp.Regexp{}
	for name, shape := range matched {
		patterns[name] = whole(shape)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for name, shape := range matched {
			if got, want := shape.Match(value), patterns[name].MatchString(value); got != want {
				t.Errorf("Match(%q) of %s = %t, want %t as %s says", value, name, got, want, shape.Pattern)
			}
		}
	})
}
