package model

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/aws/smithy-go"
)

// Err returns all violations as one smithy.InvalidParamsError, or nil if there are none. The
// error names the input type, the member and the limit.
func (c *Checker) Err() error {
	if len(c.Violations) == 0 {
		return nil
	}
	invalid := smithy.InvalidParamsError{Context: c.Operation.Name + "Input"}
	for _, v := range c.Violations {
		if v.Rule == RuleRequired {
			invalid.Add(smithy.NewErrParamRequired(goPath(v.Member)))
		} else {
			invalid.Add(&paramError{field: goPath(v.Member), violation: v})
		}
	}
	return invalid
}

// paramError is a smithy.InvalidParamError for a limit that an input breaks.
type paramError struct {
	context   string
	field     string
	violation Violation
}

var _ smithy.InvalidParamError = (*paramError)(nil)

func (e *paramError) Error() string                   { return e.violation.reason() + ", " + e.Field() + "." }
func (e *paramError) Field() string                   { return e.context + "." + e.field }
func (e *paramError) SetContext(context string)       { e.context = context }
func (e *paramError) AddNestedContext(context string) { e.field = context + "." + e.field }
func (e *paramError) Unwrap() error                   { return e.violation.Err }

// reason describes the violation to the caller of a client.
func (v Violation) reason() string {
	unit := map[Kind]string{String: " characters", List: " elements"}[v.Shape.Kind]
	switch v.Rule {
	case RulePathSegment:
		return fmt.Sprintf("%q is not a valid path segment: use a name or identifier", v.Value)
	case RuleMin:
		return fmt.Sprintf("%d%s is under the minimum of %d", v.Size, unit, v.Shape.Min)
	case RuleMax:
		return fmt.Sprintf("%d%s is over the maximum of %d", v.Size, unit, v.Shape.Max)
	case RulePattern:
		if v.Shape.Kind == Timestamp {
			return "the year is outside 1 to 9999"
		}
		return fmt.Sprintf("%q does not match the pattern %s", clip(v.Value), v.Shape.Pattern)
	case RuleEnum:
		return fmt.Sprintf("%q is not one of %s", clip(v.Value), strings.Join(v.Shape.Enum, ", "))
	case RuleJSON:
		return fmt.Sprintf("the string must be a JSON document: %v", v.Err)
	case RuleUTF8:
		return "the string must be valid UTF-8"
	case RuleUnknown:
		return "the member is not in the operation's row in internal/model"
	}
	return "missing required field"
}

// ServerMessage returns all violations in the format of AWS's ValidationException, or "" if
// there are none.
func (c *Checker) ServerMessage() string {
	if len(c.Violations) == 0 {
		return ""
	}
	parts := make([]string, len(c.Violations))
	for i, v := range c.Violations {
		value := "'" + clip(v.Value) + "'"
		if v.Rule == RuleRequired {
			value = "null"
		} else if v.Shape.Kind == List {
			value = "'[" + clip(v.Value) + "]'"
		}
		parts[i] = fmt.Sprintf("Value %s at '%s' failed to satisfy constraint: %s", value, lowerCamel(v.Member), v.constraint())
	}
	plural := "s"
	if len(parts) == 1 {
		plural = ""
	}
	return fmt.Sprintf("%d validation error%s detected: %s", len(parts), plural, strings.Join(parts, "; "))
}

func (v Violation) constraint() string {
	measure := "length"
	if v.Shape.Kind == Integer {
		measure = "value"
	}
	switch v.Rule {
	case RuleRequired:
		return "Member must not be null"
	case RuleMin:
		return fmt.Sprintf("Member must have %s greater than or equal to %d", measure, v.Shape.Min)
	case RuleMax:
		return fmt.Sprintf("Member must have %s less than or equal to %d", measure, v.Shape.Max)
	case RuleEnum:
		return fmt.Sprintf("Member must satisfy enum value set: [%s]", strings.Join(v.Shape.Enum, ", "))
	case RuleJSON:
		return "Member must be a JSON document"
	case RuleUTF8:
		return "Member must be valid UTF-8"
	case RulePattern:
		if v.Shape.Kind == Timestamp {
			return "Member must be in the years 1 to 9999"
		}
	}
	return "Member must satisfy regular expression pattern: " + v.Shape.Pattern
}

// lowerCamel writes a member's path as AWS's messages do:
// humanLoopInput.inputContent.
func lowerCamel(path string) string { return mapInitials(path, unicode.ToLower) }

// goPath writes a member's path as its Go fields are named:
// HumanLoopInput.InputContent.
func goPath(path string) string { return mapInitials(path, unicode.ToUpper) }

func mapInitials(path string, change func(rune) rune) string {
	parts := strings.Split(path, ".")
	for i, p := range parts {
		if p != "" {
			parts[i] = string(change(rune(p[0]))) + p[1:]
		}
	}
	return strings.Join(parts, ".")
}

// clip shortens a value for a message. It cuts between characters.
func clip(s string) string {
	const maxCharacters = 128
	n := 0
	for i := range s {
		if n == maxCharacters {
			return s[:i] + "..."
		}
		n++
	}
	return s
}
