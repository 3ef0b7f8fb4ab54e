package restjson

import (
	"encoding/json"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

// Objects that equal the previous one, or differ from it in any way, are read as
// encoding/json reads them.
func TestRepeatedObjects(t *testing.T) {
	const first = `{"Name":"a-1","Status":"Completed","Arn":"arn:aws:x"}`
	for _, tc := range []struct{ name, second string }{
		{"the same", first},
		{"another value", `{"Name":"a-2","Status":"Failed","Arn":"arn:aws:x"}`},
		{"a longer value", `{"Name":"a-11","Status":"Completed2","Arn":"arn:aws:x:y"}`},
		{"a shorter value", `{"Name":"a","Status":"","Arn":"arn"}`},
		{"another order", `{"Arn":"arn:aws:x","Name":"a-1","Status":"Completed"}`},
		{"swapped values", `{"Name":"Completed","Status":"arn:aws:x","Arn":"a-1"}`},
		{"fewer members", `{"Status":"Completed"}`},
		{"no members", `{}`},
		{"more members", `{"Name":"a-1","New":1,"Status":"Completed","Arn":"arn:aws:x","Other":{"Name":"no"}}`},
		{"a nested object first", `{"Other":{"Name":"no","Status":"no"},"Name":"a-1","Status":"Completed"}`},
		{"longer names", `{"Names":"a-1","Name":"b","Statuses":"x","Status":"y"}`},
		{"more members than are compared", `{"1":1,"2":2,"3":3,"4":4,"5":5,"6":6,"7":7,"8":8,"Name":"a-1","Status":"Completed","Arn":"x"}`},
		{"space before the colon", `{"Name" :"a-1","Status" : "Completed" , "Arn":"arn:aws:x" }`},
		{"escapes", `{"N\u0061me":"a\u002d1","Status":"\"","Arn":"\\"}`},
		{"an escaped quote where the last value ended", `{"Name":"a-1\"","Status":"Completed\\","Arn":"arn:aws:x"}`},
		{"null", `{"Name":null,"Status":"Completed","Arn":null}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, document := range []string{
				"[" + first + "," + tc.second + "," + tc.second + "," + first + "]",
				"[" + tc.second + "," + first + "," + tc.second + "]",
			} {
				type element struct{ Name, Status, Arn *string }
				var want []element
				if err := json.Unmarshal([]byte(document), &want); err != nil {
					t.Fatal(err)
				}
				d := NewDecoder([]byte(document))
				got := List(d, func(e *element) {
					for d.Object(); d.Next(); {
						switch string(d.Key()) {
						case "Name":
							e.Name = d.String()
						case "Status":
							e.Status = d.String()
						case "Arn":
							e.Arn = d.String()
						default:
							d.Skip()
						}
					}
				})
				if err := d.End(); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: encoding/json (-) and List (+):\n%s", document, diff)
				}
			}
		})
	}
}

// An error in an object is found even if the previous object had none.
func TestErrorsInRepeatedObjects(t *testing.T) {
	const first = `{"Name":"a-1","Status":"Completed"}`
	for _, tc := range []struct{ name, second, want string }{
		{"no colon", `{"Name" "a-1"}`, "want ':'"},
		{"no value", `{"Name":}`, "want a string"},
		{"no end of the value", `{"Name":"a-1`, "unterminated string"},
		{"no end of the name", `{"Name`, "unterminated string"},
		{"text behind the value", `{"Name":"a-1"x}`, "want ',' or '}'"},
		{"no comma", `{"Name":"a-1""Status":"Completed"}`, "want ',' or '}'"},
		{"a control character", "{\"Name\":\"a-1\n\"}", "control character"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := NewDecoder([]byte("[" + first + "," + tc.second))
			List(d, func(*struct{}) {
				for d.Object(); d.Next(); {
					_ = d.Text()
				}
			})
			if err := d.End(); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// A string that each element repeats is stored once, escaped or not.
func TestRepeatedStrings(t *testing.T) {
	for _, arn := range []string{"arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews", `a\u002db\"`, "é", strings.Repeat("x", maxSharedLen+1)} {
		d := NewDecoder([]byte("[" + strings.Repeat(`{"Name":"a-1","Arn":"`+arn+`"},`, 99) + `{"Name":"b","Arn":"` + arn + `"}]`))
		var first string
		List(d, func(*struct{}) {
			for d.Object(); d.Next(); {
				text := d.Text()
				if string(d.Key()) == "Name" {
					continue
				}
				if first == "" {
					first = text
				}
				if unsafe.StringData(text) != unsafe.StringData(first) {
					t.Fatalf("%s was copied again", arn)
				}
			}
		})
		if err := d.End(); err != nil {
			t.Error(err)
		}
	}
}
