// Package restjson implements the restJson1 protocol: it writes the paths, queries and
// JSON bodies of requests, and reads the JSON documents and errors of responses. It does
// not depend on a service or its operations.
package restjson

import (
	"bytes"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
)

// maxDepth is the maximum nesting depth of a document, the same as in encoding/json.
const maxDepth = 10_000

// MaxItems is the maximum total number of items in all lists of an output. It is ten times
// the longest page of either service. Without a limit, every three bytes of a response,
// "{},", could take a hundred bytes of memory.
const MaxItems = 10_000

// Decoder reads one JSON document, member by member, straight into Go values.
// It accepts the same documents as json.Valid.
//
// After the first error, every call does nothing and Next returns false. Err returns the
// error, which names the member.
//
//	for d.Object(); d.Next(); {
//		switch string(d.Key()) {
//		case "HumanLoopArn":
//			out.HumanLoopArn = d.String()
//		default:
//			d.Skip()
//		}
//	}
type Decoder struct {
	data  []byte
	pos   int
	err   error
	stack []frame

	previous *previousObject // nil until a list begins
	day      lastDay
	decoded  []byte // the last string that had escapes or was not ASCII
	items    int    // list items of the output so far
	guessed  bool   // whether the length of the first list of long elements was estimated
	shared   stringArena
	strings  arena[string]
	times    arena[time.Time]
	frames   [4]frame // the stack of most documents
}

// The lengths of the first arrays of strings and times: the number that one loop or execution
// contains.
const (
	firstStrings = 8
	firstTimes   = 2
)

// frame is one object or array that is being read.
type frame struct {
	key      []byte // in an object, the current member's name with its escapes
	verbatim bool   // key contains only ASCII without escapes
	index    int32  // the index of the current element or member
	kind     byte   // '{', '[', or 0 for a null that reads as empty
	started  bool
}

// name returns the current member's name, without escapes.
func (f *frame) name() []byte {
	if f.verbatim {
		return f.key
	}
	return decodeText(nil, f.key)
}

// decoders contains unused Decoders.
var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// NewDecoder returns a Decoder of data, which it neither changes nor keeps. A Decoder
// takes 1 KB of memory, so call Release after use.
func NewDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.data, d.stack = data, d.frames[:0]
	return d
}

// Release returns d to a pool. Values that it has read stay valid.
func (d *Decoder) Release() {
	*d = Decoder{}
	decoders.Put(d)
}

// Object opens the next value, which must be an object. A null reads as an empty object.
func (d *Decoder) Object() { d.open('{', "an object") }

// Array opens the next value, which must be an array. A null reads as an empty array.
func (d *Decoder) Array() { d.open('[', "an array") }

func (d *Decoder) open(kind byte, name string) {
	if d.err != nil {
		return
	}
	switch c := d.peek(); {
	case c == kind && len(d.stack) >= maxDepth:
		d.fail("nested deeper than %d levels, the limit of this module", maxDepth)
	case c == kind:
		d.pos++
	case c == 'n':
		d.literal("null")
		kind = 0
	default:
		d.unexpected(name)
	}
	d.stack = append(d.stack, frame{kind: kind, index: -1})
}

// Next moves to the next member or element of the innermost open object or array. At
// the end, it closes the object or array and returns false.
func (d *Decoder) Next() bool {
	if d.err != nil || len(d.stack) == 0 {
		return false
	}
	f := &d.stack[len(d.stack)-1]
	if f.kind == 0 {
		return d.close()
	}
	closing := byte('}')
	if f.kind == '[' {
		closing = ']'
	}
	switch c := d.peek(); {
	case c == closing:
		d.pos++
		return d.close()
	case f.started && c != ',':
		d.fail("want ',' or '%c', found %s", closing, d.found())
		return false
	case f.started:
		d.pos++
	}
	f.started = true
	f.index++
	return f.kind == '[' || d.memberName(f)
}

// NextItem is Next for a list that is part of an output. It counts the elements, and
// fails if there are more than MaxItems.
func (d *Decoder) NextItem() bool {
	if !d.Next() {
		return false
	}
	if d.items++; d.items > MaxItems {
		d.stop("JSON refused", "%w", apierrors.ClientErrorf(apierrors.CodeResponseTooLarge, "the lists of the document contain more than %d items in total: request smaller pages", MaxItems))
		return false
	}
	return true
}

func (d *Decoder) close() bool {
	d.stack = d.stack[:len(d.stack)-1]
	return false
}

// Key returns the current member's name. It is valid until the next call of Next.
func (d *Decoder) Key() []byte {
	if len(d.stack) == 0 {
		return nil
	}
	return d.stack[len(d.stack)-1].name()
}

// IsString reports whether the next value is a string.
func (d *Decoder) IsString() bool { return d.err == nil && d.peek() == '"' }

// IsObject reports whether the next value is an object.
func (d *Decoder) IsObject() bool { return d.err == nil && d.peek() == '{' }

// Raw reads a value of any type and returns a copy of its JSON.
func (d *Decoder) Raw() []byte {
	d.peek()
	start := d.pos
	d.Skip()
	if d.err != nil {
		return nil
	}
	return bytes.Clone(d.data[start:d.pos])
}

// End checks that only white space follows the document, and returns the first error.
func (d *Decoder) End() error {
	if d.err == nil && d.peek() != 0 || d.err == nil && d.pos < len(d.data) {
		d.fail("want the end of the document, found %s", d.found())
	}
	return d.err
}

// Err returns the first error so far, or nil.
func (d *Decoder) Err() error { return d.err }

// Null reads a null if it is the next value, and reports whether it was. After an error,
// it returns true.
func (d *Decoder) Null() bool {
	if d.err != nil {
		return true
	}
	if d.peek() != 'n' {
		return false
	}
	d.literal("null")
	return true
}
