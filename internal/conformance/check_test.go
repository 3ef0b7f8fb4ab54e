package conformance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// Each mistake in a row or an implementation is reported with a message.
func TestCheckReportsMistakes(t *testing.T) {
	member := func(name string, change func(*model.Member)) func(*thing) {
		return func(x *thing) {
			for _, list := range [][]model.Member{x.row.Input, x.row.Output} {
				if i := slices.IndexFunc(list, func(m model.Member) bool { return m.Name == name }); i >= 0 {
					change(&list[i])
				}
			}
		}
	}
	without := func(list *[]model.Member, name string) {
		*list = slices.DeleteFunc(*list, func(m model.Member) bool { return m.Name == name || strings.HasPrefix(m.Name, name+".") })
	}
	drop := func(name string) func(*thing) { return func(x *thing) { x.drop = name } }
	rename := func(name string) func(*thing) { return func(x *thing) { x.rename = name } }
	tests := []struct {
		name   string
		change func(*thing)
		want   string // "" for no problem
	}{
		{"none", func(*thing) {}, ""},
		{"no method", func(x *thing) { x.row.Name = "GetThing" }, "*conformance.thingClient has no method GetThing: add it in things/api_op_GetThing.go"},
		{"no handler", func(x *thing) { x.handler = nil }, "thingstest has no handler for PutThing: add it to handlers in its service.go"},
		{"no check", func(x *thing) { x.check = nil }, "the call panicked: runtime error: invalid memory address or nil pointer dereference: does its awsclient.Operation have Model, Check, Serialize and Metadata?"},
		{"handler with an undocumented error", func(x *thing) {
			x.handler = func(*fake.Request) (any, error) { return nil, fake.Errorf("TeapotException", "no") }
		}, "PutThing: thingstest responds to a valid input with"},
		{"no row's input member", func(x *thing) { without(&x.row.Input, "inner") }, "PutThingInput has the field Inner, which is not in its row: add it to the row in internal/model"},
		{"no row's nested member", func(x *thing) { without(&x.row.Output, "items.count") }, "PutThingOutput.Items[0] has the field Count, which is not in its row"},
		{"no row's members at all", func(x *thing) { x.row.Input, x.row.Output = nil, nil }, "PutThingInput has the field First, which is not in its row"},
		{"no field", func(x *thing) {
			x.row.Input = append(x.row.Input, model.Member{Name: "third", Shape: shape(model.String)})
		}, "PutThingInput has no field Third, which is in its row: add the field"},
		{"no nested field", func(x *thing) {
			x.row.Output = append(x.row.Output, model.Member{Name: "byKey.third", Shape: shape(model.String)})
		}, "PutThingOutput.ByKey[key 7] has no field Third, which is in its row: add the field"},
		{"field of another type", member("size", func(m *model.Member) { m.Shape = shape(model.String) }), "PutThingInput.Size has the Go type int32, but its row has the kind String: change one of them"},
		{"enum without Values", member("second", func(m *model.Member) { m.Shape = enum }), "PutThingInput.Second is an enum of [Up Down Over] in its row, but its Go type string has no method Values"},
		{"enum of other values", member("order", func(m *model.Member) { m.Shape = &model.Shape{Enum: []string{"Up", "Down"}} }), "PutThingInput.Order: the Values of conformance.State are [Up Down Over], want [Up Down], as in its row"},
		{"member without a name", func(x *thing) { x.row.Input = append(x.row.Input, model.Member{Shape: shape(model.String)}) }, "PutThingInput has no field , which is in its row"},
		{"member without a shape", member("order", func(m *model.Member) { m.Shape = nil }), "PutThingInput: the row's member order has no Shape: add one in internal/model"},
		{"member without a parent", member("inner", func(m *model.Member) { m.Name = "outer" }), "PutThingInput: the row's member inner.a has no parent inner before it in the row"},
		{"pattern that nothing matches", member("first", func(m *model.Member) { m.Shape = &model.Shape{Name: "Never", Pattern: `a\bb`} }),
			`PutThingInput.First: found no valid string for the shape Never (pattern "a\\bb", 0 to 0 characters): extend candidates in internal/conformance`},
		{"pattern that is malformed", member("first", func(m *model.Member) { m.Shape = &model.Shape{Name: "Bad", Pattern: `(`} }), "PutThingInput.First: found no valid string"},

		{"method", func(x *thing) { row := *x.row; row.Method = http.MethodPost; x.row = &row }, "PutThing: the method is POST, want PUT"},
		{"path", func(x *thing) { row := *x.row; row.Path = "/thing/{first}/of/{second}"; x.row = &row }, "PutThing: the path is /thing/"},
		{"label misspelled", rename("first"), "PutThing: the path is /things/%7Bfirst%7D/of/"},
		{"parameter dropped", drop("order"), `PutThing: the query does not have order, want "Up"`},
		{"parameter misspelled", rename("since"), `PutThing: the query has an unexpected sinces = "2026-01-02T03:00:05.051Z"`},
		{"number dropped", drop("size"), `PutThing: the query does not have size, want "5"`},
		{"nested member dropped", drop("inner.a"), `PutThing: the body does not have inner.a, want "text `},
		{"list misspelled", rename("names"), `PutThing: the body does not have names[1], want "text `},
		{"body of a presigned call", rename("names"), `PutThingInput.RequestBody returns {"inner"`},
		{"map dropped", drop("tags"), "PutThing: the body does not have tags.key "},
		{"output list dropped", drop("items"), `PutThing: the output does not have Items[1].Name, want "text `},
		{"output map misspelled", rename("byKey"), "PutThing: the output does not have ByKey[key "},
		{"output member misspelled", rename("count"), "PutThing: the output does not have Items[0].Count, want 2"},
		{"output timestamp dropped", drop("at"), "PutThing: the output does not have At, want 2026-01-02T03:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := newThing()
			row := x.row // a change may give the implementation a different row
			tt.change(x)
			got := strings.Join(x.service(row).Check(row), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("Check()\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestUnlistedOperation(t *testing.T) {
	s := newThing().service(&model.Operation{Name: "GetThing"})
	const want = "[*conformance.thingClient.PutThing has no row: add it to internal/model and to the service's Operations]"
	if got := fmt.Sprint(s.Unlisted()); got != want {
		t.Errorf("Unlisted() = %s, want %s", got, want)
	}
}
