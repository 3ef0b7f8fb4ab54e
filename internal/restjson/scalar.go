package restjson

import (
	"strconv"
	"time"
)

// String reads a string; null gives nil.
func (d *Decoder) String() *string {
	s, ok := d.optionalText()
	if !ok {
		return nil
	}
	if len(s) > longText {
		long := s // the compiler would put every s in the heap
		return &long
	}
	return d.strings.put(s, firstStrings)
}

// Text reads a string by value; null gives "".
func (d *Decoder) Text() string {
	s, _ := d.optionalText()
	return s
}

// optionalText reads a string. It is not ok if there is a null, or after an error.
func (d *Decoder) optionalText() (s string, ok bool) {
	if d.err != nil {
		return "", false
	}
	switch d.peek() {
	case '"':
		s = d.keptText()
		return s, d.err == nil
	case 'n':
		d.literal("null")
	default:
		d.unexpected("a string")
	}
	return "", false
}

// Time reads a timestamp: a number of seconds since 1970, or an ISO 8601
// string. The API documents show the first, the models say the second. Null
// gives nil.
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

// timeText reads a timestamp that is a string.
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

// Float reads a number; null gives nil.
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
		d.fail("%s is not a number that a float64 holds", clip(text, 32))
		return nil
	}
	return &f
}

// Bool reads true or false; null gives nil.
func (d *Decoder) Bool() *bool {
	if d.Null() {
		return nil
	}
	is := d.peek() == 't'
	switch {
	case is:
		d.literal("true")
	case d.peek() == 'f':
		d.literal("false")
	default:
		d.unexpected("true or false")
	}
	if d.err != nil {
		return nil
	}
	return &is
}
