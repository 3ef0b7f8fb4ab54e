// Package restjson is the wire form of the restJson1 protocol: paths, queries
// and JSON bodies going out, JSON documents and errors coming in. It knows no
// service and no operation.
package restjson

import (
	"bytes"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
)

// maxDepth is how deep values may nest, the same limit as encoding/json has.
const maxDepth = 10_000

// MaxItems is how many items the lists of one document may have in all, where they
// are kept. It is ten times the longest page of either service. Without it, three
// bytes of a response, "{},", become a hundred in memory.
const MaxItems = 10_000

// Decoder reads one JSON document, member by member, straight into Go values.
// It accepts exactly what encoding/json calls valid.
//
// The first error ends the reading: every later call does nothing, Next
// returns false, and Err tells what went wrong and in which member.
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

	last    *lastObject // nil until there is a list
	day     lastDay
	decoded []byte // the last text that was not plain
	items   int    // so far, of the lists that are kept
	guessed bool   // how many elements its list has
	texts   textArena
	strings arena[string]
	times   arena[time.Time]
	frames  [4]frame // the stack of most documents
}

// How many strings and times there is room for when the first comes: as many as one
// loop or execution has.
const (
	firstStrings = 8
	firstTimes   = 2
)

// frame is one object or array that is being read.
type frame struct {
	key   []byte // the current member's name as it is quoted, in an object
	plain bool   // whether key is the name itself
	index int32  // the current element's or member's number
	kind  byte   // '{', '[', or 0 for a null that reads as empty
	begun bool
}

// name returns the current member's name.
func (f *frame) name() []byte {
	if f.plain {
		return f.key
	}
	return decodeText(nil, f.key)
}

// decoders are unused Decoders.
var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// NewDecoder reads data, which it neither changes nor keeps. A Decoder has a KB: release it.
func NewDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.data, d.stack = data, d.frames[:0]
	return d
}

// Release ends the reading. What was read stays valid.
func (d *Decoder) Release() {
	*d = Decoder{}
	decoders.Put(d)
}

// Object opens the object that comes next. A null reads as an empty object.
func (d *Decoder) Object() { d.open('{', "an object") }

// Array opens the array that comes next. A null reads as an empty array.
func (d *Decoder) Array() { d.open('[', "an array") }

func (d *Decoder) open(kind byte, name string) {
	if d.err != nil {
		return
	}
	switch c := d.peek(); {
	case c == kind && len(d.stack) >= maxDepth:
		d.fail("nested deeper than %d levels, the most that this module reads", maxDepth)
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

// Next moves to the next member or element of the innermost open object or
// array. At its end it closes it and returns false.
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
	case f.begun && c != ',':
		d.fail("want ',' or '%c', found %s", closing, d.found())
		return false
	case f.begun:
		d.pos++
	}
	f.begun = true
	f.index++
	return f.kind == '[' || d.memberName(f)
}

// NextItem is Next for a list whose elements are kept: it counts them, and fails at
// the first one over MaxItems.
func (d *Decoder) NextItem() bool {
	if !d.Next() {
		return false
	}
	if d.items++; d.items > MaxItems {
		d.stop("JSON refused", "%w", apierrors.ClientErrorf(apierrors.CodeResponseTooLarge, "lists of more than %d items in all", MaxItems))
		return false
	}
	return true
}

func (d *Decoder) close() bool {
	d.stack = d.stack[:len(d.stack)-1]
	return false
}

// Key is the current member's name. It is valid until the next call of Next.
func (d *Decoder) Key() []byte {
	if len(d.stack) == 0 {
		return nil
	}
	return d.stack[len(d.stack)-1].name()
}

// IsString tells whether the next value is a string.
func (d *Decoder) IsString() bool { return d.err == nil && d.peek() == '"' }

// IsObject tells whether the next value is an object.
func (d *Decoder) IsObject() bool { return d.err == nil && d.peek() == '{' }

// Raw reads a value of any type and returns a copy of its text.
func (d *Decoder) Raw() []byte {
	d.peek()
	start := d.pos
	d.Skip()
	if d.err != nil {
		return nil
	}
	return bytes.Clone(d.data[start:d.pos])
}

// End checks that nothing but white space follows the document, and returns
// the first error of the whole reading.
func (d *Decoder) End() error {
	if d.err == nil && d.peek() != 0 || d.err == nil && d.pos < len(d.data) {
		d.fail("want the end of the document, found %s", d.found())
	}
	return d.err
}

// Err is the first error so far, nil when there is none.
func (d *Decoder) Err() error { return d.err }

// Null reads a null if one comes next, and tells whether it did. After an error
// it is true.
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
