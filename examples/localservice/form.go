package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// The kinds of a field.
const (
	textField   = "text"
	numberField = "number"
	yesNoField  = "boolean"
	jsonField   = "JSON" // an object or array
)

// field is one member of a loop's input, to be corrected by the reviewer.
type field struct {
	ID    string // of the form's control
	Name  string // of the member
	Kind  string
	Value string
	Wrong string // what is wrong with Value
}

// Long tells whether the value takes more than a line.
func (f field) Long() bool {
	return f.Kind == jsonField || len(f.Value) > 80 || strings.Contains(f.Value, "\n")
}

// Rows is how many lines the control has, long ones counted as several.
func (f field) Rows() int {
	const width = 60 // characters, about
	return min(max(3, strings.Count(f.Value, "\n")+1+utf8.RuneCountInString(f.Value)/width), 20)
}

// A form with more is better answered as JSON.
const (
	maxFields     = 100
	maxFieldBytes = 64 << 10
)

// formFields makes the fields of a loop's input: one for each member, in their
// order. Input that is no object, or too much for a form, has none.
func formFields(input string) []field {
	if len(input) > maxFieldBytes {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(input))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	var fields []field
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		var raw json.RawMessage
		if err != nil || !ok || seen[name] || len(fields) == maxFields || d.Decode(&raw) != nil {
			return nil // a member twice, and what JSON calls valid but is not
		}
		seen[name] = true
		f := field{ID: fmt.Sprintf("field-%d", len(fields)), Name: name, Kind: jsonField}
		switch c := raw[0]; {
		case c == '"':
			f.Kind = textField
			_ = json.Unmarshal(raw, &f.Value) // it is a string
		case c == 'n':
			f.Kind = textField
		case c == 't' || c == 'f':
			f.Kind, f.Value = yesNoField, string(raw)
		case c == '{' || c == '[':
			f.Value = pretty(string(raw))
		default:
			f.Kind, f.Value = numberField, string(raw)
		}
		fields = append(fields, f)
	}
	return fields
}

var errWrongFields = errors.New("some fields are wrong")

// answerOf makes the answer of a form: an object with the input's members and
// the reviewer's values. An empty text is null where the input's was, and so is
// an empty number. With an error, the fields say what was typed, and what is
// wrong.
func answerOf(input string, form url.Values) (json.RawMessage, []field, error) {
	fields := formFields(input)
	if fields == nil {
		return nil, nil, errors.New("this loop's input has no fields: answer it as JSON")
	}
	wasNull := nulls(input)
	answer := bytes.NewBufferString("{")
	var wrong error
	for i := range fields {
		f := &fields[i]
		if !form.Has(f.ID) {
			if wrong == nil || wrong == errWrongFields {
				wrong = fmt.Errorf("the form lacks the field %s", f.Name)
			}
			continue
		}
		f.Value = strings.ReplaceAll(form.Get(f.ID), "\r\n", "\n") // as browsers send line ends
		var value []byte
		if value, f.Wrong = f.json(wasNull[f.Name]); f.Wrong != "" {
			if wrong == nil {
				wrong = errWrongFields
			}
			continue
		}
		if answer.Len() > 1 {
			answer.WriteByte(',')
		}
		fmt.Fprintf(answer, "%s:%s", jsonText(f.Name), value)
	}
	if wrong != nil {
		return nil, fields, wrong
	}
	answer.WriteByte('}')
	return answer.Bytes(), fields, nil
}

// json is the field's value in the answer, or what is wrong with it.
func (f *field) json(wasNull bool) (value []byte, wrong string) {
	text := strings.TrimSpace(f.Value)
	switch f.Kind {
	case textField:
		if !utf8.ValidString(f.Value) {
			return nil, "This is not UTF-8 text."
		}
		if f.Value == "" && wasNull {
			return []byte("null"), ""
		}
		return jsonText(f.Value), ""
	case numberField:
		if text == "" {
			return []byte("null"), ""
		}
		if c := text[0]; c != '-' && (c < '0' || c > '9') || !json.Valid([]byte(text)) {
			return nil, "Enter a number, such as 12.50, or nothing."
		}
	case yesNoField:
		if text != "true" && text != "false" {
			return nil, "Choose yes or no."
		}
	default:
		if !json.Valid([]byte(text)) {
			return nil, "This is no valid JSON."
		}
	}
	return []byte(text), ""
}

// jsonText is a text as JSON, with its <, > and & as they are: a page escapes
// them in its own way.
func jsonText(text string) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a text has no error
	return bytes.TrimSpace(b.Bytes())
}

// nulls are the names of the members that are null.
func nulls(input string) map[string]bool {
	var members map[string]json.RawMessage
	_ = json.Unmarshal([]byte(input), &members) // it had fields
	null := map[string]bool{}
	for name, raw := range members {
		null[name] = string(raw) == "null"
	}
	return null
}

// pretty is JSON over several lines, for reading. What is no JSON stays as it is.
func pretty(text string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(text), "", "  ") != nil {
		return text
	}
	return b.String()
}
