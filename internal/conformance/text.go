package conformance

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// text returns a valid string that no other member has. Members of the same enum share its
// values if there are too few.
func (f *filler) text(s *model.Shape, path string) string {
	if s.Enum != nil {
		f.n++
		for i := range s.Enum {
			if value := s.Enum[(f.n+i)%len(s.Enum)]; !f.used[value] {
				f.used[value] = true
				return value
			}
		}
		return s.Enum[f.n%len(s.Enum)]
	}
	for range 100 {
		f.n++
		for _, candidate := range candidates(s, f.n) {
			if !f.used[candidate] && valid(s, candidate) {
				f.used[candidate] = true
				return candidate
			}
		}
	}
	f.problem("%s: found no valid string for the shape %s (pattern %q, %d to %d characters): extend candidates in internal/conformance", path, s.Name, s.Pattern, s.Min, s.Max)
	return ""
}

func valid(s *model.Shape, text string) bool {
	n := utf8.RuneCountInString(text)
	return n >= s.Min && (s.Max == 0 || n <= s.Max) && (s.Match == nil || s.Match(text)) &&
		(s.Pattern == "" || regexp.MustCompile(s.Pattern).MatchString(text))
}

// candidates returns strings that a shape may allow. They differ for each n.
func candidates(s *model.Shape, n int) []string {
	switch {
	case s.JSON:
		return []string{fmt.Sprintf(`{"n":%d,"text":"<ü>"}`, n)}
	case s.Pattern == "":
		return []string{fmt.Sprintf("text %d /%%+&=ü", n), fmt.Sprintf("%0*d", s.Min, n)}
	}
	pattern, err := syntax.Parse(s.Pattern, syntax.Perl)
	if err != nil {
		return nil // the table's own tests compile all patterns
	}
	var list []string
	for _, lastAlternative := range []bool{false, true} {
		for _, times := range []int{4, 1} {
			w := writer{n: n, times: times, lastAlternative: lastAlternative}
			w.write(pattern)
			list = append(list, w.text.String())
		}
	}
	return list
}

// alphabet contains the characters of the strings. Those that are escaped on the wire come
// first.
const alphabet = "/%+&=ü 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~"

// writer writes a string that matches a pattern. n selects one of many.
type writer struct {
	n               int
	times           int // how often a repetition repeats
	lastAlternative bool
	text            strings.Builder
}

func (w *writer) write(p *syntax.Regexp) {
	switch p.Op {
	case syntax.OpLiteral:
		w.text.WriteString(string(p.Rune))
	case syntax.OpCharClass:
		w.one(func(c rune) bool {
			for i := 0; i+1 < len(p.Rune); i += 2 {
				if p.Rune[i] <= c && c <= p.Rune[i+1] {
					return true
				}
			}
			return false
		})
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		w.one(func(rune) bool { return true })
	case syntax.OpStar, syntax.OpPlus:
		w.repeat(p, w.times)
	case syntax.OpQuest:
		w.repeat(p, 1)
	case syntax.OpRepeat:
		times := max(p.Min, w.times)
		if p.Max >= 0 {
			times = min(times, p.Max)
		}
		w.repeat(p, times)
	case syntax.OpAlternate:
		sub := p.Sub[0]
		if w.lastAlternative {
			sub = p.Sub[len(p.Sub)-1]
		}
		w.write(sub)
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range p.Sub {
			w.write(sub)
		}
	}
}

func (w *writer) repeat(p *syntax.Regexp, times int) {
	for range times {
		w.write(p.Sub[0])
	}
}

// one writes one of the allowed characters. The remainder of n selects it, and the quotient
// selects the next ones.
func (w *writer) one(allowed func(rune) bool) {
	choices := slices.DeleteFunc([]rune(alphabet), func(c rune) bool { return !allowed(c) })
	if len(choices) == 0 {
		return
	}
	w.text.WriteRune(choices[w.n%len(choices)])
	w.n /= len(choices)
}
