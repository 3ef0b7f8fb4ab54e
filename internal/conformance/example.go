package conformance

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// example is an input or output with a distinct value in each of its members.
type example struct {
	value    any            // a pointer to the Go struct
	wire     map[string]any // the same as JSON, with the row's names
	problems []string       // the differences between the Go struct and the row
}

func (e example) err() error {
	if len(e.problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(e.problems, "; "))
}

// form selects the members of an example.
type form uint8

const (
	wholeInput    form = iota // every member
	requiredInput             // only the required members
	wholeOutput               // every member, and in each structure one that is not in the row
)

// newExample returns an example of a Go struct with the members of its row.
func newExample(name string, members []model.Member, t reflect.Type, form form) example {
	f := filler{form: form, used: map[string]bool{}}
	v := reflect.New(t)
	wire := f.structure(v.Elem(), f.tree(name, members), name)
	return example{v.Interface(), wire, f.problems}
}

// node is a member of a row with its nested members.
type node struct {
	name     string
	member   model.Member
	children []*node
}

// filler fills Go values, each member with a different value.
type filler struct {
	form     form
	n        int // the number of values so far
	used     map[string]bool
	problems []string
}

func (f *filler) problem(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// tree returns the members at the top level, with their nested members.
func (f *filler) tree(name string, members []model.Member) (top []*node) {
	byName := map[string]*node{}
	for _, m := range members {
		n := &node{name: m.Name, member: m}
		byName[m.Name] = n
		if m.Shape == nil {
			f.problem("%s: the row's member %s has no Shape: add one in internal/model", name, m.Name)
			continue
		}
		i := strings.LastIndexByte(m.Name, '.')
		if i < 0 {
			top = append(top, n)
			continue
		}
		n.name = m.Name[i+1:]
		parent := byName[m.Name[:i]]
		if parent == nil {
			f.problem("%s: the row's member %s has no parent %s before it in the row", name, m.Name, m.Name[:i])
			continue
		}
		parent.children = append(parent.children, n)
	}
	return top
}

// structure fills a struct and returns its JSON form.
func (f *filler) structure(v reflect.Value, members []*node, path string) map[string]any {
	wire, known := map[string]any{}, map[string]bool{"ResultMetadata": true}
	for _, m := range members {
		name := goName(m.name)
		known[name] = true
		field := v.FieldByName(name)
		switch {
		case !field.IsValid():
			f.problem("%s has no field %s, which is in its row: add the field", path, name)
		case m.member.Required || f.form != requiredInput:
			wire[m.name] = f.fill(field, m, path+"."+name)
		}
	}
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() && !known[field.Name] {
			f.problem("%s has the field %s, which is not in its row: add it to the row in internal/model", path, field.Name)
		}
	}
	if f.form == wholeOutput {
		wire["memberOfTomorrow"] = map[string]any{"a": []any{1, nil, "x"}}
	}
	return wire
}

var timeType = reflect.TypeFor[time.Time]()

// fill fills one value and returns its JSON form.
func (f *filler) fill(v reflect.Value, m *node, path string) any {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		return f.fill(v.Elem(), m, path)
	}
	switch kind := m.member.Shape.Kind; {
	case kind == model.String && v.Kind() == reflect.String:
		f.checkEnum(v, m.member.Shape, path)
		text := f.text(m.member.Shape, path)
		v.SetString(text)
		return text
	case kind == model.Integer && v.CanInt():
		f.n++
		n := m.member.Shape.Min + f.n
		if limit := m.member.Shape.Max; limit > 0 {
			n = min(n, limit)
		}
		v.SetInt(int64(n))
		return n
	case kind == model.Timestamp && v.Type() == timeType:
		f.n++
		// The last digit of the milliseconds is never 0, because trailing zeros may be omitted.
		at := time.Date(2026, 1, 2, 3, f.n/60, f.n%60, (f.n%100*10+1)*int(time.Millisecond), time.UTC)
		v.Set(reflect.ValueOf(at))
		return at.Format(wireTime)
	case kind == model.Structure && v.Kind() == reflect.Struct && v.Type() != timeType:
		return f.structure(v, m.children, path)
	case kind == model.List && v.Kind() == reflect.Slice:
		return f.list(v, m, path)
	case kind == model.Map && v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
		return f.mapping(v, m, path)
	default:
		f.problem("%s has the Go type %s, but its row has the kind %s: change one of them", path, v.Type(), kindNames[kind])
		return nil
	}
}

// checkEnum checks that an enum's Go type has a method Values that returns its values.
func (f *filler) checkEnum(v reflect.Value, s *model.Shape, path string) {
	if s.Enum == nil {
		return
	}
	values := v.MethodByName("Values")
	if !values.IsValid() || values.Type().NumIn() != 0 || values.Type().NumOut() != 1 {
		f.problem("%s is an enum of %[3]v in its row, but its Go type %[2]s has no method Values", path, v.Type(), s.Enum)
		return
	}
	if got := fmt.Sprint(values.Call(nil)[0]); got != fmt.Sprint(s.Enum) {
		f.problem("%s: the Values of %s are %s, want %v, as in its row", path, v.Type(), got, s.Enum)
	}
}

// wireTime is the format of a timestamp on the wire: Smithy's date-time.
const wireTime = "2006-01-02T15:04:05.000Z"

var kindNames = map[model.Kind]string{
	model.String: "String", model.Integer: "Integer", model.Timestamp: "Timestamp",
	model.List: "List", model.Structure: "Structure", model.Map: "Map",
}

// list fills a list with two elements, or one if that is the maximum.
func (f *filler) list(v reflect.Value, m *node, path string) any {
	size := 2
	if limit := m.member.Shape.Max; limit > 0 {
		size = min(size, limit)
	}
	v.Set(reflect.MakeSlice(v.Type(), size, size))
	wire := make([]any, size)
	for i := range size {
		wire[i] = f.fill(v.Index(i), m.element(v.Type().Elem()), fmt.Sprintf("%s[%d]", path, i))
	}
	return wire
}

// mapping fills a map with two values.
func (f *filler) mapping(v reflect.Value, m *node, path string) any {
	v.Set(reflect.MakeMap(v.Type()))
	wire := map[string]any{}
	for range 2 {
		f.n++
		key := fmt.Sprintf("key %d", f.n)
		value := reflect.New(v.Type().Elem()).Elem()
		wire[key] = f.fill(value, m.element(value.Type()), path+"["+key+"]")
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), value)
	}
	return wire
}

// element returns a node for the elements of a list or a map. Their members and enum come
// from the row, and their kind from the Go type.
func (m *node) element(t reflect.Type) *node {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	shape := &model.Shape{Name: m.member.Shape.Name, Enum: m.member.Shape.Enum}
	switch {
	case len(m.children) > 0:
		shape.Kind = model.Structure
	case t == timeType:
		shape.Kind = model.Timestamp
	case t.Kind() == reflect.Slice:
		shape.Kind = model.List
	case t.Kind() == reflect.Map:
		shape.Kind = model.Map
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64:
		shape.Kind = model.Integer
	case t.Kind() == reflect.Struct:
		shape.Kind = model.Structure
	}
	return &node{name: m.name, member: model.Member{Name: m.name, Shape: shape, Required: true}, children: m.children}
}

// goName returns a member's name in Go: "flowIdentifier" becomes FlowIdentifier.
func goName(member string) string {
	if member == "" {
		return ""
	}
	return strings.ToUpper(member[:1]) + member[1:]
}
