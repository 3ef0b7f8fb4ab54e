package fake

import (
	"errors"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/google/go-cmp/cmp"
)

func TestReadBody(t *testing.T) {
	const cannot = "The request body could not be read: invalid JSON at byte "
	tests := []struct {
		name, body string
		member     *string
		list       []string
		message    string // of a SerializationException; "" if the body is valid
	}{
		{"members", `{"List":["a",null,""],"Other":{"x":1},"Name":"n"}`, ptr("n"), []string{"a", "", ""}, ""},
		{"nothing given", `{}`, nil, nil, ""},
		{"nulls", `{"List":null,"Name":null}`, nil, nil, ""},
		{"null document", `null`, nil, nil, "The request body could not be read: want an object, found null."},
		{"null document after a space", ` null`, nil, nil, "The request body could not be read: want an object, found null."},
		{"empty list", `{"List":[]}`, nil, []string{}, ""},
		{"no body", ``, nil, nil, cannot + "0: want an object, found the end"},
		{"no object", `[]`, nil, nil, cannot + "0: want an object, found '['"},
		{"wrong type", `{"Name":1}`, nil, nil, cannot + "8: member Name: want a string, found '1'"},
		{"wrong type in a list", `{"List":["a",1]}`, nil, nil, cannot + "13: member List[1]: want a string, found '1'"},
		{"truncated", `{"Name":"n"`, nil, nil, cannot + "11: member Name: want ',' or '}', found the end"},
		{"second document", `{} {}`, nil, nil, cannot + "3: want the end of the document, found '{'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var name *string
			var list []string
			err := (&Request{Body: []byte(tt.body)}).ReadBody(func(d *restjson.Decoder, member string) {
				switch member {
				case "Name":
					name = d.String()
				case "List":
					list = ReadStrings(d)
				default:
					d.Skip()
				}
			})
			if tt.message != "" {
				wantError(t, err, "SerializationException", tt.message, 400)
				return
			}
			if diff := cmp.Diff(tt.member, name) + cmp.Diff(tt.list, list); err != nil || diff != "" {
				t.Errorf("ReadBody(%s) = %v, want nil (-want +got):\n%s", tt.body, err, diff)
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

func wantError(t *testing.T, err error, code, message string, status int) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error = %v, want an *Error of code %s", err, code)
	}
	if want := (Error{Code: code, Message: message, Status: status}); *e != want {
		t.Errorf("error\n got %+v\nwant %+v", *e, want)
	}
}

func TestCheck(t *testing.T) {
	r := &Request{Operation: &model.StopHumanLoop}
	tests := []struct {
		name    string
		value   *string
		message string
	}{
		{"good", ptr("a"), ""},
		{"missing", nil, "1 validation error detected: Value null at 'humanLoopName' failed to satisfy constraint: Member must not be null"},
		{"wrong", ptr("A"), "1 validation error detected: Value 'A' at 'humanLoopName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9](-*[a-z0-9])*$"},
		{"with a percent sign", ptr("%d"), "1 validation error detected: Value '%d' at 'humanLoopName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9](-*[a-z0-9])*$"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := r.Check(func(c *model.Checker) { c.String("HumanLoopName", tt.value) })
			if tt.message == "" {
				if err != nil {
					t.Errorf("Check() = %v, want nil", err)
				}
				return
			}
			wantError(t, err, "ValidationException", tt.message, 0)
		})
	}
}

func TestQuery(t *testing.T) {
	at := time.Date(2020, 2, 24, 8, 30, 0, 500_000_000, time.UTC)
	text := func(q *Query) any { return q.Text("x") }
	number := func(q *Query) any { return q.Int("x") }
	moment := func(q *Query) any { return q.Time("x") }
	tests := []struct {
		name, query string
		read        func(*Query) any
		want        any
		message     string
	}{
		{"text", "x=a%20b", text, ptr("a b"), ""},
		{"text not given", "y=a", text, (*string)(nil), ""},
		{"text empty", "x=", text, ptr(""), ""},
		{"the first of two", "x=a&x=b", text, ptr("a"), ""},
		{"number", "x=100", number, ptr[int32](100), ""},
		{"number not given", "", number, (*int32)(nil), ""},
		{"least number", "x=-2147483648", number, ptr[int32](-2147483648), ""},
		{"number beyond 32 bits", "x=2147483648", number, (*int32)(nil), `"2147483648" is not a valid integer for the parameter x.`},
		{"number empty", "x=", number, (*int32)(nil), `"" is not a valid integer for the parameter x.`},
		{"number with a fraction", "x=1.0", number, (*int32)(nil), `"1.0" is not a valid integer for the parameter x.`},
		{"word for a number", "x=ten", number, (*int32)(nil), `"ten" is not a valid integer for the parameter x.`},
		{"time", "x=2020-02-24T08:30:00.5Z", moment, &at, ""},
		{"time not given", "", moment, (*time.Time)(nil), ""},
		{"time empty", "x=", moment, (*time.Time)(nil), `"" is not a valid timestamp such as 2020-02-24T08:30:00Z for the parameter x.`},
		{"word for a time", "x=now", moment, (*time.Time)(nil), `"now" is not a valid timestamp such as 2020-02-24T08:30:00Z for the parameter x.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			values, err := url.ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			q := NewQuery(&Request{Query: values})
			if diff := cmp.Diff(tt.want, tt.read(q)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.query, diff)
			}
			if tt.message == "" {
				if q.Err != nil {
					t.Errorf("Err = %v, want nil", q.Err)
				}
				return
			}
			wantError(t, q.Err, "SerializationException", tt.message, 400)
		})
	}
}

// A timestamp in a query is an RFC 3339 date-time in UTC. AWS's restJson1 protocol tests
// list these values as ones that a server must refuse, and similar ones.
func TestQueryTimestamps(t *testing.T) {
	for _, tt := range []struct {
		form   string
		values []string
		valid  bool
	}{
		{"date-time", []string{"1985-04-12T23:20:50Z", "1985-04-12T23:20:50.5Z", "1985-04-12T23:20:50.52Z", "2020-02-29T00:00:00.123456789Z", "0001-01-01T00:00:00Z"}, true},
		{"HTTP date", []string{"Tue, 29 Apr 2014 18:30:38 GMT", "Sun, 02 Jan 2000 20:34:56.000 GMT"}, false},
		{"epoch seconds", []string{"1515531081.1234", "1515531081", "0", "-1"}, false},
		{"UTC offset", []string{"1996-12-19T16:39:57-08:00", "1996-12-19T16:39:57+00:00", "1996-12-19T16:39:57+0000"}, false},
		{"other ISO 8601 forms", []string{
			"1996-12-19T16:39:57+00", "1996-12-19T16:39:57+00Z", "1996-12-19T16:39:57", "1996-12-19T163957", "19961219T163957Z",
			"19961219T163957", "19961219T16:39:57Z", "19961219T16:39:57", "1996-12-19T16:39Z", "1996-12-19T16:39", "1996-12-19T1639",
			"1996-12-19T16Z", "1996-12-19T16", "1996-12-19", "1996-12-19 16:39:57Z", "2011-12-03T10:15:30+01:00[Europe/Paris]",
		}, false},
		{"no such time", []string{"1996-02-30T16:39:57Z", "1996-13-19T16:39:57Z", "1996-12-19T24:00:00Z", "1996-12-19T16:60:00Z", "1996-12-19T16:39:60Z"}, false},
		{"other digits", []string{"1996-12-19T6:39:57Z", "96-12-19T16:39:57Z", "1996-12-19T16:39:57.Z", "1996-12-19T16:39:57,5Z", "+1996-12-19T16:39:57Z", "١٩٩٦-12-19T16:39:57Z"}, false},
		{"around it", []string{" 1996-12-19T16:39:57Z", "1996-12-19T16:39:57Z ", "1996-12-19T16:39:57Z\n"}, false},
	} {
		t.Run(tt.form, func(t *testing.T) {
			for _, value := range tt.values {
				q := NewQuery(&Request{Query: url.Values{"x": {value}}})
				got := q.Time("x")
				if tt.valid {
					if q.Err != nil || got == nil || got.Format(time.RFC3339Nano) != value {
						t.Errorf("Time() of %q = %v, %v; want it unchanged", value, got, q.Err)
					}
					continue
				}
				if got != nil {
					t.Errorf("Time() of %q = %v, want an error", value, got)
					continue
				}
				wantError(t, q.Err, "SerializationException", fmt.Sprintf("%q is not a valid timestamp such as 2020-02-24T08:30:00Z for the parameter x.", value), 400)
			}
		})
	}
}

func TestQueryKeepsFirstError(t *testing.T) {
	q := NewQuery(&Request{Query: url.Values{"a": {"x"}, "b": {"y"}, "c": {"1"}}})
	q.Int("a")
	q.Time("b")
	if got := q.Int("c"); got == nil || *got != 1 {
		t.Errorf("Int(c) after an error = %v, want 1", got)
	}
	wantError(t, q.Err, "SerializationException", `"x" is not a valid integer for the parameter a.`, 400)
}

func TestTimestamp(t *testing.T) {
	at := time.Date(2020, 2, 24, 9, 30, 0, 123_999_999, time.FixedZone("", 3600))
	tests := []struct {
		name  string
		time  time.Time
		epoch bool
		want  any
	}{
		{"ISO 8601 in UTC, with milliseconds", at, false, "2020-02-24T08:30:00.123Z"},
		{"ISO 8601, whole second", at.Truncate(time.Second), false, "2020-02-24T08:30:00.000Z"},
		{"number", at, true, 1582533000.123},
		{"number, whole second", at.Truncate(time.Second), true, 1582533000.0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Timestamp(tt.time, tt.epoch); got != tt.want {
				t.Errorf("Timestamp(%v, %t) = %v, want %v", tt.time, tt.epoch, got, tt.want)
			}
		})
	}
}

func TestOrDefault(t *testing.T) {
	for value, want := range map[string]string{"": "default", "given": "given"} {
		got := value
		if OrDefault(&got, "default"); got != want {
			t.Errorf("OrDefault(%q) = %q, want %q", value, got, want)
		}
	}
}

// If a caller changes its default credentials, the next caller's do not change.
func TestDefaultCredentials(t *testing.T) {
	DefaultCredentials()[0].SecretAccessKey = "changed"
	const want = "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	c := DefaultCredentials()
	if got := fmt.Sprint(c[0].AccessKeyID, " ", c[0].SecretAccessKey); len(c) != 1 || got != want {
		t.Errorf("DefaultCredentials() = %s, want %s", got, want)
	}
}
