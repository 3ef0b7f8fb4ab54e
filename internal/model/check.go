package model

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// Level is how much of an input a Checker checks.
type Level uint8

// The levels.
const (
	// LevelRequired checks what no request can be built without: required members, path
	// labels that are a path segment, and text in the body that is UTF-8, as JSON is.
	LevelRequired Level = iota
	// LevelClient adds every documented limit a client should hold to.
	LevelClient
	// LevelServer adds what only the service decides: enums, and the patterns that the
	// Checker's MatchPattern decides.
	LevelServer
)

// Checker holds an input against its operation's row and collects every
// violation. A name that the row does not have is a violation too, so that no
// member goes unchecked by a slip of the pen.
type Checker struct {
	Operation  *Operation
	Level      Level
	Violations []Violation

	// MatchPattern decides at LevelServer the patterns whose shape has no Match.
	// Without it none matches. It is not here, so that no client links package regexp,
	// some 260 KB, for patterns that only a local service holds an input against.
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
	Value  string // as given; may be long
	Size   int    // characters, elements or the value, for RuleMin and RuleMax
	Err    error  // why the text is not JSON
}

// Present checks a structure: whether a required one is there.
func (c *Checker) Present(name string, present bool) {
	if m := c.row(name); m != nil && m.Required && !present {
		c.add(Violation{Member: name, Shape: m.Shape, Rule: RuleRequired})
	}
}

// String checks a string member; nil means not given.
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
		c.checkText(v)
	}
}

// Token checks a page token; "" is the first page, as nil is.
func (c *Checker) Token(name string, value *string) {
	if value != nil && *value == "" {
		value = nil
	}
	c.String(name, value)
}

// checkText checks a text that is valid UTF-8.
func (c *Checker) checkText(v Violation) {
	s := v.Shape
	// The number of bytes decides about most texts: one may have megabytes.
	if len(v.Value) < s.Min*utf8.UTFMax && restjson.RuneCount(v.Value) < s.Min {
		c.brokenText(v, RuleMin)
	}
	tooLong := s.Max > 0 && len(v.Value) > s.Max && restjson.RuneCount(v.Value) > s.Max
	if tooLong {
		c.brokenText(v, RuleMax)
	}
	if !c.matches(s, v.Value) {
		c.brokenText(v, RulePattern)
	}
	if c.Level >= LevelServer && s.Enum != nil && !slices.Contains(s.Enum, v.Value) {
		c.brokenText(v, RuleEnum)
	}
	// A text over its limit is refused anyway: no need to read it all.
	if s.JSON && !tooLong {
		if v.Err = restjson.ValidText(v.Value); v.Err != nil {
			c.brokenText(v, RuleJSON)
		}
	}
}

// brokenText is broken for a text, whose size is in characters.
func (c *Checker) brokenText(v Violation, rule Rule) {
	v.Size = restjson.RuneCount(v.Value)
	c.broken(v, rule)
}

// matches tells whether the pattern allows the value, at the Checker's level.
func (c *Checker) matches(s *Shape, value string) bool {
	if s.Match != nil {
		return s.Match(value)
	}
	return s.Pattern == "" || c.Level < LevelServer || c.MatchPattern != nil && c.MatchPattern(s.Pattern, value)
}

// Int checks an integer member; nil means not given.
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

// Time checks a timestamp member; nil means not given. A year that RFC 3339
// cannot write is refused.
func (c *Checker) Time(name string, value *time.Time) {
	m := c.row(name)
	if m == nil || value == nil || c.Level < LevelClient {
		return
	}
	if year := value.UTC().Year(); year < 1 || year > 9999 {
		c.add(Violation{Member: name, Shape: m.Shape, Rule: RulePattern, Value: value.String()})
	}
}

// Strings checks a member that is a list of strings; nil means not given.
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

func (c *Checker) broken(v Violation, rule Rule) {
	v.Rule = rule
	c.add(v)
}

func (c *Checker) add(v Violation) { c.Violations = append(c.Violations, v) }
