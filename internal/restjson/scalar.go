package restjson

import (
	"strconv"
	"time"
)

// String reads a string. It returns nil for null.
func (d *Decoder) String() *string {
	s, ok := d.optionalText()
	if !ok {
		return nil
	}
	if len(s) > maxSharedLen {
		long := s // otherwise the compiler would allocate every s on the heap
		return &long
	}
	return d.strings.put(s, firstStrings)
}

// Text reads a string by value. It returns "" for null.
func (d *Decoder) Text() string {
	s, _ := d.optionalText()
	return s
}

// optionalText reads a string. ok is false for null and after an error.
func (d *Decoder) optionalText() (s string, ok bool) {
	if d.err != nil {
		return "", false
	}
	switch d.peek() {
	case '"':
		s = d.sharedString()
		return s, d.err == nil
	case 'n':
		d.literal("null")
	default:
		d.unexpected("a string")
	}
	return "", false
}

// Time reads a timestamp: a number of seconds since 1970, as in the API documents, or
// an ISO 8601 string, as in AWS's models. It returns nil for null.
func (d *Decoder) Time() *time.Time {
	if d.err != nil {
		return nil
	}
	var t time.Time
	var err error
	switch c := d.peek(); {
	case c == '"':
		t, err = d.timeText()
	case c == '-' || isDigit(c):
		if n := d.number(); d.err == nil {
			t, err = parseEpoch(string(n))
		}
	case c == 'n':
		d.literal("null")
		return nil
	default:
		d.unexpected("a timestamp (number or string)")
	}
	if err != nil {
		d.fail("%w", err)
	}
	if d.err != nil {
		return nil
	}
	return d.times.put(t, firstTimes)
}

// timeText reads a timestamp in a string.
func (d *Decoder) timeText() (t time.Time, err error) {
	if t, n, ok := d.day.utc(d.data[d.pos+1:]); ok && isAt(d.data, d.pos+1+n, '"') {
		d.pos += n + len(`""`)
		return t, nil
	}
	if text := d.text(); d.err == nil {
		t, err = ParseTime(string(text))
	}
	return t, err
}

// Float reads a number. It returns nil for null.
func (d *Decoder) Float() *float64 {
	if d.Null() {
		return nil
	}
	if c := d.peek(); c != '-' && !isDigit(c) {
		d.unexpected("a number")
		return nil
	}
	text := d.number()
	if d.err != nil {
		return nil
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		d.fail("%s is out of the range of a float64", clip(text, 32))
		return nil
	}
	return &f
}

// Bool reads true or false. It returns nil for null.
func (d *Decoder) Bool() *bool {
	if d.Null() {
		return nil
	}
	value := d.peek() == 't'
	switch {
	case value:
		d.literal("true")
	case d.peek() == 'f':
		d.literal("false")
	default:
		d.unexpected("true or false")
	}
	if d.err != nil {
		return nil
	}
	return &value
}
