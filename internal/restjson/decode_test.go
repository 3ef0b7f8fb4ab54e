package restjson

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// page is an output, with a deserializer like those in the service packages.
type page struct {
	Items []item
	Owner *owner
	Token *string
}

type item struct {
	Name *string
	At   *time.Time
	Tags []string
}

type owner struct{ Name string }

func decodePage(doc string) (page, error) {
	var out page
	d := NewDecoder([]byte(doc))
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "Items":
			out.Items = decodeItems(d)
		case "Owner":
			if d.Null() {
				continue
			}
			out.Owner = new(owner)
			for d.Object(); d.Next(); {
				if string(d.Key()) == "Name" {
					out.Owner.Name = d.Text()
				} else {
					d.Skip()
				}
			}
		case "Token":
			out.Token = d.String()
		default:
			d.Skip()
		}
	}
	return out, d.End()
}

func decodeItems(d *Decoder) []item {
	if d.Null() {
		return nil
	}
	items := []item{}
	for d.Array(); d.Next(); {
		var i item
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "Name":
				i.Name = d.String()
			case "At":
				i.At = d.Time()
			case "Tags":
				for d.Array(); d.Next(); {
					i.Tags = append(i.Tags, d.Text())
				}
			default:
				d.Skip()
			}
		}
		items = append(items, i)
	}
	return items
}

func ptr[T any](v T) *T { return &v }

func TestDecode(t *testing.T) {
	at := time.Date(2020, 2, 24, 8, 30, 0, 0, time.UTC)
	tests := []struct {
		name, doc string
		want      page
	}{
		{"null document", `null`, page{}},
		{"empty object", `{}`, page{}},
		{"all members", `{"Items":[{"Name":"a","At":1582533000,"Tags":["x","y"]},{"Name":"b","At":"2020-02-24T08:30:00Z"}],"Owner":{"Name":"o"},"Token":"t"}`,
			page{Items: []item{{Name: ptr("a"), At: &at, Tags: []string{"x", "y"}}, {Name: ptr("b"), At: &at}}, Owner: &owner{"o"}, Token: ptr("t")}},
		{"members in another order", `{"Token":"t","Owner":{},"Items":[]}`, page{Items: []item{}, Owner: &owner{}, Token: ptr("t")}},
		{"null string", `{"Token":null}`, page{}},
		{"null array", `{"Items":null}`, page{}},
		{"null object", `{"Owner":null}`, page{}},
		{"null element", `{"Items":[null]}`, page{Items: []item{{}}}},
		{"null time", `{"Items":[{"At":null}]}`, page{Items: []item{{}}}},
		{"null inner array and string", `{"Items":[{"Tags":null},{"Tags":[null]}]}`, page{Items: []item{{}, {Tags: []string{""}}}}},
		{"null string by value", `{"Owner":{"Name":null}}`, page{Owner: &owner{}}},
		{"empty string is not null", `{"Token":""}`, page{Token: ptr("")}},
		{"unknown members of every type", `{"a":null,"b":true,"c":false,"d":-1.5e3,"e":"\u00e9","f":[1,[2],{}],"g":{"Token":"inner","h":[]},"Token":"t"}`,
			page{Token: ptr("t")}},
		{"names differ by case", `{"token":"t","TOKEN":"t"}`, page{}},
		{"escaped name", `{"\u0054oken":"t"}`, page{Token: ptr("t")}},
		{"the last of two members counts", `{"Token":"a","Token":"b"}`, page{Token: ptr("b")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodePage(tt.doc)
			if err != nil {
				t.Fatalf("decode %s: %v, want nil", tt.doc, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("decode %s (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

func TestDecodeErrorNamesMember(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"array for an object", `[]`, "invalid JSON at byte 0: want an object, found '['"},
		{"string for an object", `"x"`, "invalid JSON at byte 0: want an object, found '\"'"},
		{"empty document", ``, "invalid JSON at byte 0: want an object, found the end"},
		{"HTML", `<html>`, "invalid JSON at byte 0: want an object, found '<'"},
		{"number for a string", `{"Token":1}`, "invalid JSON at byte 9: member Token: want a string, found '1'"},
		{"object for a string", `{"Token":{}}`, "invalid JSON at byte 9: member Token: want a string, found '{'"},
		{"true for a string", `{"Token":true}`, "invalid JSON at byte 9: member Token: want a string, found 't'"},
		{"object for an array", `{"Items":{}}`, "invalid JSON at byte 9: member Items: want an array, found '{'"},
		{"string for an array", `{"Items":"x"}`, "invalid JSON at byte 9: member Items: want an array, found '\"'"},
		{"array for an object, inside", `{"Owner":[]}`, "invalid JSON at byte 9: member Owner: want an object, found '['"},
		{"nested string", `{"Owner":{"Name":7}}`, "invalid JSON at byte 17: member Owner.Name: want a string, found '7'"},
		{"element of a wrong type", `{"Items":[{},"x"]}`, "invalid JSON at byte 13: member Items[1]: want an object, found '\"'"},
		{"member of the second element", `{"Items":[{"Name":"a"},{"Name":[]}]}`, "invalid JSON at byte 31: member Items[1].Name: want a string, found '['"},
		{"element of an inner array", `{"Items":[{"Tags":["x","y",{}]}]}`, "invalid JSON at byte 27: member Items[0].Tags[2]: want a string, found '{'"},
		{"true for a time", `{"Items":[{"At":true}]}`, "invalid JSON at byte 16: member Items[0].At: want a timestamp (number or string), found 't'"},
		{"string that is not a time", `{"Items":[{"At":"now"}]}`, `invalid JSON at byte 21: member Items[0].At: "now" is not an ISO 8601 timestamp such as 2020-02-24T08:30:00Z`},
		{"time out of range", `{"Items":[{"At":1e400}]}`, "invalid JSON at byte 21: member Items[0].At: the number of seconds is outside the years 1 to 9999"},
		{"bad number for a time", `{"Items":[{"At":-}]}`, "invalid JSON at byte 17: member Items[0].At: want a digit, found '}'"},
		{"bad string for a time", `{"Items":[{"At":"\x"}]}`, `invalid JSON at byte 18: member Items[0].At: want an escape sequence after \, found 'x'`},
		{"bad null", `{"Token":nil}`, `invalid JSON at byte 9: member Token: want null, found "nil}"`},
		{"in an unknown member", `{"Items":[{"More":{"x":[1,2,?]}}]}`, "invalid JSON at byte 28: member Items[0].More.x[2]: want a value, found '?'"},
		{"after an inner object", `{"Owner":{"Name":"x"} "Token":"t"}`, "invalid JSON at byte 22: member Owner: want ',' or '}', found '\"'"},
		{"the first error counts", `{"Token":1,"Items":2}`, "invalid JSON at byte 9: member Token: want a string, found '1'"},
		{"second document", `{"Token":"t"}{}`, "invalid JSON at byte 13: want the end of the document, found '{'"},
		{"truncated document", `{"Items":[{"Name":"a"`, "invalid JSON at byte 21: member Items[0].Name: want ',' or '}', found the end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decodePage(tt.doc)
			if got := fmt.Sprint(err); got != tt.want {
				t.Errorf("decode %s\n got %s\nwant %s", tt.doc, got, tt.want)
			}
		})
	}
}

// After an error, every method returns at once, so a deserializer's loops end without
// checks of their own.
func TestDecodeAfterError(t *testing.T) {
	d := NewDecoder([]byte(`{"a":x,"b":"text","c":1582533000,"d":null,"e":{}}`))
	d.Object()
	if !d.Next() {
		t.Fatalf("Next() = false at the first member: %v", d.Err())
	}
	d.Skip()
	const want = "invalid JSON at byte 5: member a: want a value, found 'x'"
	tests := map[string]func() any{
		"Next":     func() any { return d.Next() == false },
		"String":   func() any { return d.String() == nil },
		"Text":     func() any { return d.Text() == "" },
		"Time":     func() any { return d.Time() == nil },
		"IsString": func() any { return d.IsString() == false },
		"IsObject": func() any { return d.IsObject() == false },
		"Null":     func() any { return d.Null() == true },
		"Object":   func() any { d.Object(); return d.Next() == false },
		"Array":    func() any { d.Array(); return d.Next() == false },
		"Skip":     func() any { d.Skip(); return true },
		"End":      func() any { return d.End().Error() == want },
	}
	for name, call := range tests {
		t.Run(name, func(t *testing.T) {
			if call() != true {
				t.Errorf("%s after an error returned a value", name)
			}
			if got := fmt.Sprint(d.Err()); got != want {
				t.Errorf("Err() after %s = %s, want %s", name, got, want)
			}
		})
	}
}

func TestKeyOutsideObject(t *testing.T) {
	d := NewDecoder([]byte(`[1]`))
	if got := d.Key(); got != nil {
		t.Errorf("Key() before the document = %q, want nil", got)
	}
	if d.Next() {
		t.Error("Next() before Object or Array = true, want false")
	}
	if d.Array(); !d.Next() || d.Key() != nil {
		t.Errorf("Key() in an array = %q, want nil", d.Key())
	}
}

// The input belongs to the caller, who may log a response's body after decoding.
func TestDecodeDoesNotModifyInput(t *testing.T) {
	doc := strings.Clone(sample)
	data := []byte(doc)
	d := NewDecoder(data)
	if collectStrings(d, nil); d.End() != nil || string(data) != doc {
		t.Errorf("after decoding the input is %q (%v), want %q", data, d.Err(), doc)
	}
}
