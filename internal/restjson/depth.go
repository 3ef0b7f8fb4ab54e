package restjson

// MaxDepth is the maximum nesting depth of the objects and arrays of a document.
const MaxDepth = maxDepth

// Depth returns the nesting depth of the objects and arrays of a valid JSON document: 0
// for a string, 1 for [].
func Depth[T string | []byte](document T) (deepest int) {
	depth, inString := 0, false
	for i := 0; i < len(document); i++ {
		switch c := document[i]; {
		case inString && c == '\\':
			i++ // skips the escaped character
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
