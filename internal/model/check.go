package model

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// Level selects the limits that a Checker checks.
type Level uint8

// The levels.
const (
	// LevelRequired checks what a request cannot be built without: required members, path
	// labels that are valid path segments, and strings in the body that are valid UTF-8,
	// as JSON requires.
	LevelRequired Level = iota
	// LevelClient adds every documented limit that a client should enforce.
	LevelClient
	// LevelServer adds the limits that only the service enforces: enums, and patterns
	// that only MatchPattern can match.
	LevelServer
)

// Checker checks an input against its operation's row and collects every violation. A name
// that is not in the row is a violation too, so that a misspelled name does not leave a
// member unchecked.
type Checker struct {
	Operation  *Operation
	Level      Level
	Violations []Violation

	// MatchPattern matches the patterns of shapes without Match, at LevelServer. If it is
	// nil, no value matches them. It is a field, because this package must not import
	// package regexp: a client would link its 260 KB, and only a local service needs it.
	MatchPattern func(pattern, value string) bool
}

// Rule is the kind of limit that a Violation breaks.
type Rule uint8

// The rules.
const (
	RuleRequired Rule = iota
	RulePathSegment
	RuleMin
	RuleMax
	RulePattern
	RuleEnum
	RuleJSON
	RuleUTF8
	RuleUnknown
)

// Violation is one limit that an input breaks.
type Violation struct {
	Member string
	Shape  *Shape
	Rule   Rule
	Value  string // the input's value, which may be long
	Size   int    // the number of characters or elements, or the integer, for RuleMin and RuleMax
	Err    error  // the syntax error, for RuleJSON
}

// Present checks that a required structure is present.
func (c *Checker) Present(name string, present bool) {
	if m := c.row(name); m != nil && m.Required && !present {
		c.add(Violation{Member: name, Shape: m.Shape, Rule: RuleRequired})
	}
}

// String checks a string member. Nil means that it is not set.
func (c *Checker) String(name string, value *string) {
	m := c.row(name)
	if m == nil {
		return
	}
	if value == nil {
		c.Present(name, false)
		return
	}
	v := Violation{Member: name, Shape: m.Shape, Value: *value}
	if m.In == InPath && (*value == "" || *value == "." || *value == "..") {
		v.Rule = RulePathSegment
		c.add(v)
		return
	}
	if (c.Level >= LevelClient || m.In == InBody) && !utf8.ValidString(*value) {
		c.broken(v, RuleUTF8)
		return
	}
	if c.Level >= LevelClient {
		c.checkString(v)
	}
}

// Token checks a page token. An empty token means the first page, as nil does.
func (c *Checker) Token(name string, value *string) {
	if value != nil && *value == "" {
		value = nil
	}
	c.String(name, value)
}

// checkString checks a string that is valid UTF-8.
func (c *Checker) checkString(v Violation) {
	s := v.Shape
	// A string can be megabytes long, so count its characters only if the number of bytes
	// does not decide.
	if len(v.Value) < s.Min*utf8.UTFMax && restjson.RuneCount(v.Value) < s.Min {
		c.brokenString(v, RuleMin)
	}
	tooLong := s.Max > 0 && len(v.Value) > s.Max && restjson.RuneCount(v.Value) > s.Max
	if tooLong {
		c.brokenString(v, RuleMax)
	}
	if !c.matches(s, v.Value) {
		c.brokenString(v, RulePattern)
	}
	if c.Level >= LevelServer && s.Enum != nil && !slices.Contains(s.Enum, v.Value) {
		c.brokenString(v, RuleEnum)
	}
	// A string over its limit is invalid anyway, so do not parse it.
	if s.JSON && !tooLong {
		if v.Err = restjson.ValidText(v.Value); v.Err != nil {
			c.brokenString(v, RuleJSON)
		}
	}
}

// brokenString is broken with the size of the string, in characters.
func (c *Checker) brokenString(v Violation, rule Rule) {
	v.Size = restjson.RuneCount(v.Value)
	c.broken(v, rule)
}

// matches reports whether the pattern allows the value, at the Checker's level.
func (c *Checker) matches(s *Shape, value string) bool {
	if s.Match != nil {
		return s.Match(value)
	}
	return s.Pattern == "" || c.Level < LevelServer || c.MatchPattern != nil && c.MatchPattern(s.Pattern, value)
}

// Int checks an integer member. Nil means that it is not set.
func (c *Checker) Int(name string, value *int32) {
	m := c.row(name)
	if m == nil {
		return
	}
	if value == nil {
		c.Present(name, false)
		return
	}
	if c.Level < LevelClient {
		return
	}
	v := Violation{Member: name, Shape: m.Shape, Value: fmt.Sprint(*value), Size: int(*value)}
	if v.Size < m.Shape.Min {
		c.broken(v, RuleMin)
	}
	if m.Shape.Max > 0 && v.Size > m.Shape.Max {
		c.broken(v, RuleMax)
	}
}

// Time checks a timestamp member. Nil means that it is not set. A year outside 1 to 9999,
// the range of RFC 3339, is a violation.
func (c *Checker) Time(name string, value *time.Time) {
	m := c.row(name)
	if m == nil || value == nil || c.Level < LevelClient {
		return
	}
	if year := value.UTC().Year(); year < 1 || year > 9999 {
		c.add(Violation{Member: name, Shape: m.Shape, Rule: RulePattern, Value: value.String()})
	}
}

// Strings checks a member that is a list of strings. Nil means that it is not set.
func Strings[S ~string](c *Checker, name string, values []S) {
	m := c.row(name)
	if m == nil {
		return
	}
	if values == nil {
		c.Present(name, false)
		return
	}
	v := Violation{Member: name, Shape: m.Shape, Size: len(values)}
	for _, value := range values {
		if !utf8.ValidString(string(value)) {
			v.Value = string(value)
			c.broken(v, RuleUTF8)
		}
	}
	if c.Level < LevelClient {
		return
	}
	if v.Size < m.Shape.Min {
		c.broken(v, RuleMin)
	}
	if m.Shape.Max > 0 && v.Size > m.Shape.Max {
		c.broken(v, RuleMax)
	}
	if c.Level < LevelServer || m.Shape.Enum == nil {
		return
	}
	for _, value := range values {
		if !slices.Contains(m.Shape.Enum, string(value)) {
			v.Value = string(value)
			c.broken(v, RuleEnum)
		}
	}
}

func (c *Checker) row(name string) *Member {
	m := c.Operation.member(name)
	if m == nil {
		c.add(Violation{Member: name, Shape: &text, Rule: RuleUnknown})
	}
	return m
}

// broken adds a violation of a rule.
func (c *Checker) broken(v Violation, rule Rule) {
	v.Rule = rule
	c.add(v)
}

func (c *Checker) add(v Violation) { c.Violations = append(c.Violations, v) }
