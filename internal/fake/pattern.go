package fake

import (
	"regexp"
	"sync"
)

// patterns contains the compiled patterns.
var patterns sync.Map

func matchPattern(pattern, value string) bool {
	compiled, ok := patterns.Load(pattern)
	if !ok {
		compiled, _ = patterns.LoadOrStore(pattern, regexp.MustCompile(pattern)) // never panics: a test compiles all patterns of the model
	}
	return compiled.(*regexp.Regexp).MatchString(value)
}
