package restjson

import "errors"

// ValidText is Valid for a string.
func ValidText(text string) error { return Valid(bytesOf(text)) }

// Valid returns nil if data is one valid JSON document. Otherwise, its error describes the
// first mistake. It reads the bytes once, and does not allocate memory for a valid document.
func Valid(data []byte) error {
	if len(data) == 0 {
		return errors.New("the document is empty")
	}
	d := Decoder{data: data}
	d.Skip()
	return d.End()
}

// Skip skips a value of any type. The value must be valid JSON.
func (d *Decoder) Skip() {
	if d.err != nil {
		return
	}
	if end, ok := valueEnd(d.data, d.pos, maxDepth-len(d.stack)); ok {
		d.pos = end
		return
	}
	d.skipToMistake()
}

// skipToMistake reads an invalid value and fails at the mistake. Unlike valueEnd, it
// records the member.
func (d *Decoder) skipToMistake() {
	switch c := d.peek(); {
	case c == '"':
		d.str()
	case c == '{' || c == '[':
		for d.open(c, ""); d.Next(); {
			d.skipToMistake()
		}
	case c == 't':
		d.literal("true")
	case c == 'f':
		d.literal("false")
	case c == 'n':
		d.literal("null")
	case c == '-' || isDigit(c):
		d.number()
	default:
		d.unexpected("a value")
	}
}

// valueEnd returns the end of the value that begins at start, which may be preceded by white
// space. ok is false if the value is invalid or nests deeper than limit.
func valueEnd(b []byte, start, limit int) (end int, ok bool) {
	var open containers
	for i := start; ; {
		if i = spaceEnd(b, i); i == len(b) {
			return i, false
		}
		if c := b[i]; c == '{' || c == '[' {
			if open.depth == limit {
				return i, false
			}
			open.push(c == '{')
			if i = spaceEnd(b, i+1); !isAt(b, i, open.end()) {
				if open.inObject {
					if i, ok = nameEnd(b, i); !ok {
						return i, false
					}
				}
				continue
			}
		} else if i, ok = scalarEnd(b, i); !ok {
			return i, false
		}
		for open.depth > 0 && !isAt(b, i, ',') {
			if i = spaceEnd(b, i); isAt(b, i, open.end()) {
				open.pop()
				i++
			} else if !isAt(b, i, ',') {
				return i, false
			}
		}
		if open.depth == 0 {
			return i, true
		}
		i++
		if open.inObject {
			if i, ok = nameEnd(b, i); !ok {
				return i, false
			}
		}
	}
}

// containers is a stack of the open objects and arrays.
type containers struct {
	depth    int
	inObject bool                    // whether the innermost container is an object
	outer    [maxDepth/64 + 1]uint64 // a bit for each outer container: 1 for an object
}

func (c *containers) push(object bool) {
	word, bit := &c.outer[c.depth/64], uint64(1)<<(c.depth%64)
	if *word &^= bit; c.inObject {
		*word |= bit
	}
	c.inObject = object
	c.depth++
}

func (c *containers) pop() {
	c.depth--
	c.inObject = c.outer[c.depth/64]>>(c.depth%64)&1 != 0
}

// end returns the byte that closes the innermost container.
func (c *containers) end() byte {
	if c.inObject {
		return '}'
	}
	return ']'
}

// nameEnd returns the end of the member name that begins at start, which may be preceded by
// white space, and of the colon that follows.
func nameEnd(b []byte, start int) (end int, ok bool) {
	i := spaceEnd(b, start)
	if !isAt(b, i, '"') {
		return i, false
	}
	if i, ok = stringEnd(b, i); !ok {
		return i, false
	}
	i = spaceEnd(b, i)
	return i + 1, isAt(b, i, ':')
}

func scalarEnd(b []byte, start int) (end int, ok bool) {
	switch b[start] {
	case '"':
		return stringEnd(b, start)
	case 't':
		return literalEnd(b, start, "true")
	case 'f':
		return literalEnd(b, start, "false")
	case 'n':
		return literalEnd(b, start, "null")
	}
	return numberEnd(b, start)
}

func stringEnd(b []byte, start int) (end int, ok bool) {
	b = b[start+1:]
	n := verbatimLen(b)
	if isAt(b, n, '"') {
		return start + n + len(`""`), true
	}
	n, mistake := escapedLen(b, n)
	return start + n + len(`""`), mistake == ""
}
