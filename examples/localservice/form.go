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

// field is one member of a loop's input, for the reviewer to correct.
type field struct {
	ID    string // the ID of the form's control
	Name  string // the member's name
	Kind  string
	Value string
	Wrong string // what is wrong with Value

	raw string // the member's JSON value in the input
}

// Long reports whether the value needs more than one line.
func (f field) Long() bool {
	return f.Kind == jsonField || len(f.Value) > 80 || strings.ContainsAny(f.Value, "\r\n")
}

// Rows returns the number of lines of the control. A long line counts as several.
func (f field) Rows() int {
	const width = 60 // approximately, in characters
	return min(max(3, strings.Count(f.Value, "\n")+1+utf8.RuneCountInString(f.Value)/width), 20)
}

// Larger inputs must be answered as JSON.
const (
	maxFields     = 100
	maxFieldBytes = 64 << 10
)

// formFields returns a field for each member of a loop's input, in the same order. It
// returns nil if the input is not an object, or is too large for a form.
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
			return nil // too many members, a duplicate member, or invalid JSON
		}
		seen[name] = true
		f := field{ID: fmt.Sprintf("field-%d", len(fields)), Name: name, Kind: jsonField, raw: string(raw)}
		switch c := raw[0]; {
		case c == '"':
			_ = json.Unmarshal(raw, &f.Value) // raw is a valid string
			if f.Kind = textField; strings.ContainsFunc(f.Value, lostInForms) {
				f.Kind, f.Value = jsonField, f.raw
			}
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

// lostInForms reports whether browsers change or drop a character in a form.
func lostInForms(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError
}

var errWrongFields = errors.New("correct the marked fields")

// answerOf returns the answer in a form: an object with the members of the input and
// the reviewer's values. A member that the reviewer did not change keeps its exact
// value. An empty number becomes null. If there is an error, fields contains the
// reviewer's values and what is wrong with them.
func answerOf(fields []field, form url.Values) (json.RawMessage, error) {
	if fields == nil {
		return nil, errors.New("this loop's input cannot be shown as a form: answer as JSON")
	}
	answer := bytes.NewBufferString("{")
	var wrong error
	for i := range fields {
		f := &fields[i]
		if !form.Has(f.ID) {
			if wrong == nil || errors.Is(wrong, errWrongFields) {
				wrong = fmt.Errorf("the form has no parameter %s (%s)", f.ID, f.Name)
			}
			continue
		}
		was := f.Value
		if f.Value = normalizeLineEnds(form.Get(f.ID)); f.Value == normalizeLineEnds(was) {
			f.Value = was
			writeMember(answer, f.Name, []byte(f.raw)) // unchanged, including its line ends
			continue
		}
		var value []byte
		if value, f.Wrong = f.json(); f.Wrong != "" {
			if wrong == nil {
				wrong = errWrongFields
			}
			continue
		}
		writeMember(answer, f.Name, value)
	}
	if wrong != nil {
		return nil, wrong
	}
	answer.WriteByte('}')
	return answer.Bytes(), nil
}

func writeMember(object *bytes.Buffer, name string, value []byte) {
	if object.Len() > 1 {
		object.WriteByte(',')
	}
	fmt.Fprintf(object, "%s:%s", jsonText(name), value)
}

// normalizeLineEnds replaces each line end in text with \n. Browsers send \r\n.
func normalizeLineEnds(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// json returns the field's value in the answer, or what is wrong with it.
func (f *field) json() (value []byte, wrong string) {
	text := strings.TrimSpace(f.Value)
	switch f.Kind {
	case textField:
		if !utf8.ValidString(f.Value) {
			return nil, "This is not valid UTF-8 text."
		}
		return jsonText(f.Value), ""
	case numberField:
		if text == "" {
			return []byte("null"), ""
		}
		if c := text[0]; c != '-' && (c < '0' || c > '9') || !json.Valid([]byte(text)) {
			return nil, "Enter a number such as 12.50, or leave the field empty."
		}
	case yesNoField:
		if text != "true" && text != "false" {
			return nil, "Choose yes or no."
		}
	default:
		if !json.Valid([]byte(text)) {
			return nil, "This is not valid JSON."
		}
	}
	return []byte(text), ""
}

// jsonText returns text as a JSON string. It does not escape <, > and &, because the
// templates do.
func jsonText(text string) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	return bytes.TrimSpace(b.Bytes())
}

// Deeper or longer JSON is not indented, because indentation can multiply its size by
// the depth.
const (
	maxIndentedDepth = 20
	maxIndentedBytes = 200 << 10
)

// pretty indents JSON. It returns any other text unchanged.
func pretty(text string) string {
	var b bytes.Buffer
	if len(text) > maxIndentedBytes || depthOf(text) > maxIndentedDepth || json.Indent(&b, []byte(text), "", "  ") != nil {
		return text
	}
	return b.String()
}

// depthOf returns the maximum nesting depth of JSON.
func depthOf(text string) (deepest int) {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == '{' || c == '['):
			depth++
			deepest = max(deepest, depth)
		case !inString && (c == '}' || c == ']'):
			depth--
		}
	}
	return deepest
}
