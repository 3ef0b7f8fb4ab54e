package conformance

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/smithy-go"
)

// broken is an input with one member changed so that it violates one limit.
type broken struct {
	limit  string
	value  any  // nil if the member is missing
	client bool // whether the client refuses it; if not, the service does
}

// breakages returns values that violate the limits of a member's shape.
func breakages(m model.Member) (all []broken) {
	s := m.Shape
	if m.Required {
		all = append(all, broken{limit: "required", client: true})
	}
	switch s.Kind {
	case model.Timestamp:
		all = append(all, broken{"year", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), true})
	case model.Integer:
		all = append(all, broken{"minimum", int32(s.Min - 1), true}, broken{"maximum", int32(s.Max + 1), true})
	case model.List:
		if s.Max > 0 {
			all = append(all, broken{"maximum", make([]string, s.Max+1), true})
		}
		if s.Enum != nil {
			all = append(all, broken{"enum", []string{"NoSuchValue"}, false})
		}
	case model.String:
		if m.In == model.InPath {
			all = append(all, broken{"label", ".", true})
		}
		if s.Min > 0 && !strings.HasSuffix(m.Name, "Token") { // an empty token is not sent
			all = append(all, broken{"minimum", "", true})
		}
		if s.Max > 0 {
			all = append(all, broken{"maximum", strings.Repeat("a", s.Max+1), true})
		}
		if s.Pattern != "" {
			all = append(all, broken{"pattern", "?\n?", s.Match != nil})
		}
		if s.Enum != nil {
			all = append(all, broken{"enum", "NoSuchValue", false})
		}
		if s.JSON {
			all = append(all, broken{"JSON", "{", true})
		}
	}
	return all
}

// setMember sets a member of an input. If it is nested in a list or map, it sets it in
// the first element.
func setMember(in any, member string, value any) error {
	at := reflect.ValueOf(in).Elem()
	for _, name := range strings.Split(member, ".") {
		switch at.Kind() {
		case reflect.Pointer:
			at = at.Elem()
		case reflect.Slice:
			at = at.Index(0)
		}
		if at.Kind() != reflect.Struct {
			return fmt.Errorf("%s is nested in a %s: extend setMember in internal/conformance", member, at.Type())
		}
		at = at.FieldByName(goName(name))
	}
	at.SetZero()
	switch v := value.(type) {
	case nil:
	case []string:
		list := reflect.MakeSlice(at.Type(), len(v), len(v))
		for i, s := range v {
			list.Index(i).SetString(s)
		}
		at.Set(list)
	default:
		if at.Kind() == reflect.Pointer {
			at.Set(reflect.New(at.Type().Elem()))
			at = at.Elem()
		}
		at.Set(reflect.ValueOf(v).Convert(at.Type()))
	}
	return nil
}

// Every limit of the table is enforced: by the client where it should be, and by the
// local service if the client does not check it.
func TestLimits(t *testing.T) {
	for _, s := range Services() {
		server := s.NewServer()
		defer server.Close()
		client := s.NewClient(config(&clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}), false)
		unchecked := s.NewClient(server.Config(), true)
		for _, op := range s.Model.Operations {
			if len(s.Check(op)) > 0 {
				t.Errorf("the limits of %s are not checked: TestOperations reports what is wrong with it", op.Name)
				continue
			}
			c, _ := findCall(client, op.Name) // Check reports a missing one
			local, _ := findCall(unchecked, op.Name)
			for _, m := range op.Input {
				for _, b := range breakages(m) {
					t.Run(fmt.Sprintf("%s.%s/%s", op.Name, m.Name, b.limit), func(t *testing.T) {
						in := newExample(op.Name+"Input", op.Input, c.in, wholeInput)
						if err := in.err(); err != nil {
							t.Fatal(err)
						}
						if err := setMember(in.value, m.Name, b.value); err != nil {
							t.Fatal(err)
						}
						_, err := c.invoke(in.value)
						checkClient(t, err, op, m, b)
						_, err = local.invoke(in.value)
						checkService(t, err, m, b)
					})
				}
			}
		}
	}
}

func checkClient(t *testing.T, err error, op *model.Operation, m model.Member, b broken) {
	t.Helper()
	if !b.client {
		if err != nil {
			t.Errorf("the client refuses a value that only the service should refuse: %v", err)
		}
		return
	}
	var invalid smithy.InvalidParamsError
	names := strings.Split(m.Name, ".")
	for i := range names {
		names[i] = goName(names[i])
	}
	if want := op.Name + "Input." + strings.Join(names, ".") + "."; !errors.As(err, &invalid) || !strings.Contains(err.Error(), want) {
		t.Errorf("client: got %v, want an InvalidParamsError that names %s", err, want)
	}
}

// checkService checks the response to an input that the client did not check. The client
// always checks required members and labels, so those do not reach the service.
func checkService(t *testing.T, err error, m model.Member, b broken) {
	t.Helper()
	if b.limit == "year" {
		return // this timestamp cannot be written
	}
	if b.limit == "required" || m.In == model.InPath && (b.value == "" || b.value == ".") {
		return
	}
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "ValidationException" {
		t.Errorf("service: got %v, want a ValidationException", err)
		return
	}
	name := m.Name[strings.LastIndexByte(m.Name, '.')+1:]
	if !strings.Contains(strings.ToLower(api.ErrorMessage()), strings.ToLower(name)) {
		t.Errorf("service: the message %q does not name %s", api.ErrorMessage(), name)
	}
}
