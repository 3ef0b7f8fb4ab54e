package restjson

import "strconv"

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
		d.fail("%s is no number that a float64 holds", clip(text, 32))
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
