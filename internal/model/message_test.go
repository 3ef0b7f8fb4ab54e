package model

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go"
)

// The client's and the service's message for each kind of violation.
func TestMessages(t *testing.T) {
	long := strings.Repeat("é", 129)
	tests := []struct {
		name   string
		op     *Operation
		check  func(*Checker)
		client string // after "1 validation error(s) found.\n- "
		server string // after "1 validation error detected: "
	}{
		{"required", &StopHumanLoop, func(c *Checker) { c.String("HumanLoopName", nil) },
			"missing required field, StopHumanLoopInput.HumanLoopName.",
			"Value null at 'humanLoopName' failed to satisfy constraint: Member must not be null"},
		{"required and nested", &StartHumanLoop, func(c *Checker) { c.String("HumanLoopInput.InputContent", nil) },
			"missing required field, StartHumanLoopInput.HumanLoopInput.InputContent.",
			"Value null at 'humanLoopInput.inputContent' failed to satisfy constraint: Member must not be null"},
		{"required list", &StartHumanLoop, func(c *Checker) { Strings[string](c, "DataAttributes.ContentClassifiers", nil) },
			"missing required field, StartHumanLoopInput.DataAttributes.ContentClassifiers.",
			"Value null at 'dataAttributes.contentClassifiers' failed to satisfy constraint: Member must not be null"},
		{"label", &DeleteHumanLoop, stringCheck("HumanLoopName", ".."),
			`".." is not a valid path segment: use a name or identifier, DeleteHumanLoopInput.HumanLoopName.`,
			"Value '..' at 'humanLoopName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9](-*[a-z0-9])*$"},
		{"too long", &StopHumanLoop, stringCheck("HumanLoopName", strings.Repeat("a", 64)),
			"64 characters is over the maximum of 63, StopHumanLoopInput.HumanLoopName.",
			"Value '" + strings.Repeat("a", 64) + "' at 'humanLoopName' failed to satisfy constraint: Member must have length less than or equal to 63"},
		{"too short", &ListFlowExecutions, stringCheck("nextToken", ""),
			"0 characters is under the minimum of 1, ListFlowExecutionsInput.NextToken.",
			"Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1"},
		{"number too small", &ListHumanLoops, intCheck("MaxResults", 0),
			"0 is under the minimum of 1, ListHumanLoopsInput.MaxResults.",
			"Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"},
		{"number too large", &ListFlowExecutions, intCheck("maxResults", 1001),
			"1001 is over the maximum of 1000, ListFlowExecutionsInput.MaxResults.",
			"Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000"},
		{"list too long", &StartHumanLoop, classifiers(257),
			"257 elements is over the maximum of 256, StartHumanLoopInput.DataAttributes.ContentClassifiers.",
			"Value '[]' at 'dataAttributes.contentClassifiers' failed to satisfy constraint: Member must have length less than or equal to 256"},
		{"pattern", &StopHumanLoop, stringCheck("HumanLoopName", "A b\n"),
			`"A b\n" does not match the pattern ^[a-z0-9](-*[a-z0-9])*$, StopHumanLoopInput.HumanLoopName.`,
			"Value 'A b\n' at 'humanLoopName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9](-*[a-z0-9])*$"},
		{"a long value, truncated between characters", &ListHumanLoops, stringCheck("FlowDefinitionArn", long),
			`"` + strings.Repeat("é", 128) + `..." does not match the pattern ` + FlowDefinitionArn.Pattern + ", ListHumanLoopsInput.FlowDefinitionArn.",
			"Value '" + strings.Repeat("é", 128) + "...' at 'flowDefinitionArn' failed to satisfy constraint: Member must satisfy regular expression pattern: " + FlowDefinitionArn.Pattern},
		{"a value of 128 characters, not truncated", &ListHumanLoops, stringCheck("FlowDefinitionArn", long[:256]),
			`"` + long[:256] + `" does not match the pattern ` + FlowDefinitionArn.Pattern + ", ListHumanLoopsInput.FlowDefinitionArn.",
			"Value '" + long[:256] + "' at 'flowDefinitionArn' failed to satisfy constraint: Member must satisfy regular expression pattern: " + FlowDefinitionArn.Pattern},
		{"enum", &ListHumanLoops, stringCheck("SortOrder", "Up"),
			`"Up" is not one of Ascending, Descending, ListHumanLoopsInput.SortOrder.`,
			"Value 'Up' at 'sortOrder' failed to satisfy constraint: Member must satisfy enum value set: [Ascending, Descending]"},
		{"enum in a list", &StartHumanLoop, func(c *Checker) { Strings(c, "DataAttributes.ContentClassifiers", []string{"x"}) },
			`"x" is not one of FreeOfPersonallyIdentifiableInformation, FreeOfAdultContent, StartHumanLoopInput.DataAttributes.ContentClassifiers.`,
			"Value '[x]' at 'dataAttributes.contentClassifiers' failed to satisfy constraint: Member must satisfy enum value set: [FreeOfPersonallyIdentifiableInformation, FreeOfAdultContent]"},
		{"not JSON", &StartHumanLoop, stringCheck("HumanLoopInput.InputContent", `{"a":}`),
			"the string must be a JSON document: invalid JSON at byte 5: member a: want a value, found '}', StartHumanLoopInput.HumanLoopInput.InputContent.",
			`Value '{"a":}' at 'humanLoopInput.inputContent' failed to satisfy constraint: Member must be a JSON document`},
		{"not UTF-8", &ListHumanLoops, stringCheck("NextToken", "\xff"),
			"the string must be valid UTF-8, ListHumanLoopsInput.NextToken.",
			"Value '\xff' at 'nextToken' failed to satisfy constraint: Member must be valid UTF-8"},
		{"year", &ListHumanLoops, func(c *Checker) { c.Time("CreationTimeBefore", ptr(time.Date(0, 1, 2, 0, 0, 0, 0, time.UTC))) },
			"the year is outside 1 to 9999, ListHumanLoopsInput.CreationTimeBefore.",
			"Value '0000-01-02 00:00:00 +0000 UTC' at 'creationTimeBefore' failed to satisfy constraint: Member must be in the years 1 to 9999"},
		{"unknown member", &StopHumanLoop, stringCheck("Nmae", "a"),
			"the member is not in the operation's row in internal/model, StopHumanLoopInput.Nmae.",
			"Value '' at 'nmae' failed to satisfy constraint: Member must satisfy regular expression pattern: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Checker{Operation: tt.op, Level: LevelServer, MatchPattern: matchPattern}
			tt.check(&c)
			if got, want := fmt.Sprint(c.Err()), "1 validation error(s) found.\n- "+tt.client+"\n"; got != want {
				t.Errorf("Err()\n got %s\nwant %s", got, want)
			}
			if got, want := c.ServerMessage(), "1 validation error detected: "+tt.server; got != want {
				t.Errorf("ServerMessage()\n got %s\nwant %s", got, want)
			}
		})
	}
}

func TestMessagesWithoutViolations(t *testing.T) {
	c := Checker{Operation: &StopHumanLoop, Level: LevelServer, MatchPattern: matchPattern}
	c.String("HumanLoopName", ptr("a"))
	if err := c.Err(); err != nil {
		t.Errorf("Err() without a violation = %v, want nil", err)
	}
	if got := c.ServerMessage(); got != "" {
		t.Errorf("ServerMessage() without a violation = %q, want none", got)
	}
}

func TestMessagesOfSeveralViolations(t *testing.T) {
	c := Checker{Operation: &ListHumanLoops, Level: LevelClient}
	c.String("FlowDefinitionArn", nil)
	c.Int("MaxResults", ptr[int32](101))
	c.Token("NextToken", ptr(strings.Repeat("é", 8193)))
	const client = "3 validation error(s) found.\n" +
		"- missing required field, ListHumanLoopsInput.FlowDefinitionArn.\n" +
		"- 101 is over the maximum of 100, ListHumanLoopsInput.MaxResults.\n" +
		"- 8193 characters is over the maximum of 8192, ListHumanLoopsInput.NextToken.\n"
	err := c.Err()
	if got := fmt.Sprint(err); got != client {
		t.Errorf("Err()\n got %s\nwant %s", got, client)
	}
	server := "3 validation errors detected: " +
		"Value null at 'flowDefinitionArn' failed to satisfy constraint: Member must not be null; " +
		"Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100; " +
		"Value '" + strings.Repeat("é", 128) + "...' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 8192"
	if got := c.ServerMessage(); got != server {
		t.Errorf("ServerMessage()\n got %s\nwant %s", got, server)
	}

	// The type is smithy's, so callers can find the members.
	var invalid smithy.InvalidParamsError
	if !errors.As(fmt.Errorf("call: %w", err), &invalid) {
		t.Fatalf("errors.As(%T, *smithy.InvalidParamsError) = false", err)
	}
	var fields []string
	for _, e := range invalid.Errs() {
		var param smithy.InvalidParamError
		if !errors.As(e, &param) {
			t.Fatalf("errors.As(%T, *smithy.InvalidParamError) = false", e)
		}
		fields = append(fields, param.Field())
	}
	want := []string{"ListHumanLoopsInput.FlowDefinitionArn", "ListHumanLoopsInput.MaxResults", "ListHumanLoopsInput.NextToken"}
	if fmt.Sprint(fields) != fmt.Sprint(want) {
		t.Errorf("fields = %v, want %v", fields, want)
	}
}

// A caller can nest the error in the error for its own input.
func TestNestedError(t *testing.T) {
	c := Checker{Operation: &ListHumanLoops, Level: LevelClient}
	c.Int("MaxResults", ptr[int32](101))
	var inner smithy.InvalidParamsError
	if !errors.As(c.Err(), &inner) {
		t.Fatalf("Err() = %T, want smithy.InvalidParamsError", c.Err())
	}
	outer := smithy.InvalidParamsError{Context: "Job"}
	outer.AddNested("Page", inner)
	const want = "1 validation error(s) found.\n- 101 is over the maximum of 100, Job.Page.MaxResults.\n"
	if got := outer.Error(); got != want {
		t.Errorf("nested error\n got %s\nwant %s", got, want)
	}
}

func TestErrorUnwrapsToReason(t *testing.T) {
	reason := errors.New("the reason")
	var err error = &paramError{violation: Violation{Shape: &InputContent, Rule: RuleJSON, Err: reason}}
	if !errors.Is(err, reason) {
		t.Errorf("errors.Is(%v, reason) = false", err)
	}
}
