package fake

import (
	"regexp"
	"sync"
)

// patterns holds the documented patterns, compiled.
var patterns sync.Map

func matchPattern(pattern, value string) bool {
	compiled, ok := patterns.Load(pattern)
	if !ok {
		compiled, _ = patterns.LoadOrStore(pattern, regexp.MustCompile(pattern)) // of the model: a test compiles all
	}
	return compiled.(*regexp.Regexp).MatchString(value)
}
