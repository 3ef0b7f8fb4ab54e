package conformance_test

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

// broken is an input with one member changed to break one limit.
type broken struct {
	limit  string
	value  any  // nil = the member is not given
	client bool // whether the client refuses it, or only the service
}

// breakages returns the values that break the limits of a member's shape.
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

// with returns a copy of an input with one member changed.
func with(in any, member string, value any) any {
	changed := reflect.New(reflect.TypeOf(in).Elem())
	changed.Elem().Set(reflect.ValueOf(in).Elem())
	at := changed.Elem()
	path := strings.Split(member, ".")
	for _, name := range path[:len(path)-1] {
		parent := at.FieldByName(goName(name))
		fresh := reflect.New(parent.Type().Elem())
		fresh.Elem().Set(parent.Elem())
		parent.Set(fresh)
		at = fresh.Elem()
	}
	field := at.FieldByName(goName(path[len(path)-1]))
	switch v := value.(type) {
	case nil:
		field.SetZero()
	case []string:
		list := reflect.MakeSlice(field.Type(), len(v), len(v))
		for i, s := range v {
			list.Index(i).SetString(s)
		}
		field.Set(list)
	default:
		if field.Kind() == reflect.Pointer {
			p := reflect.New(field.Type().Elem())
			p.Elem().Set(reflect.ValueOf(v).Convert(p.Elem().Type()))
			field.Set(p)
		} else {
			field.Set(reflect.ValueOf(v).Convert(field.Type()))
		}
	}
	return changed.Interface()
}

// Every limit of the table is enforced: by the client where it should be, and
// by the local service where the client lets it through.
func TestLimits(t *testing.T) {
	for _, impl := range implementations() {
		local := impl.local(t)
		for _, op := range impl.service.Operations {
			impl.exchange.Answers = []clienttest.Answer{{Body: "{}"}}
			if err := invoke(impl.client, op.Name, impl.valid[op.Name]); err != nil {
				t.Fatalf("%s: the valid input is refused: %v", op.Name, err)
			}
			for _, m := range op.Input {
				for _, b := range breakages(m) {
					t.Run(fmt.Sprintf("%s.%s/%s", op.Name, m.Name, b.limit), func(t *testing.T) {
						in := with(impl.valid[op.Name], m.Name, b.value)
						checkClient(t, invoke(impl.client, op.Name, in), op, m, b)
						checkService(t, invoke(local, op.Name, in), m, b)
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
			t.Errorf("the client refuses what only the service should: %v", err)
		}
		return
	}
	var invalid smithy.InvalidParamsError
	if want := op.Name + "Input." + memberNames([]model.Member{m})[0] + "."; !errors.As(err, &invalid) || !strings.Contains(err.Error(), want) {
		t.Errorf("client: got %v, want an InvalidParamsError that names %s", err, want)
	}
}

// checkService checks the answer to an input that the client did not check. A
// required member and a label are checked in any case, so they do not get there.
func checkService(t *testing.T, err error, m model.Member, b broken) {
	t.Helper()
	if b.limit == "year" {
		return // no such timestamp can be written
	}
	if b.limit == "required" || m.In == model.InPath && (b.value == "" || b.value == ".") {
		return
	}
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "ValidationException" {
		t.Errorf("service: got %v, want a ValidationException", err)
		return
	}
	own := m.Name[strings.LastIndexByte(m.Name, '.')+1:]
	if !strings.Contains(strings.ToLower(api.ErrorMessage()), strings.ToLower(own)) {
		t.Errorf("service: the message %q does not name %s", api.ErrorMessage(), own)
	}
}
