package a2itest_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// body returns a StartHumanLoop body with some members replaced; "" omits a member.
func body(replace map[string]string) string {
	var parts []string
	for _, m := range []struct{ name, value string }{
		{"HumanLoopName", `"loop"`},
		{"FlowDefinitionArn", `"` + reviews + `"`},
		{"HumanLoopInput", `{"InputContent":"{}"}`},
		{"DataAttributes", ""},
		{"Unknown", ""},
	} {
		if value, ok := replace[m.name]; ok {
			m.value = value
		}
		if m.value != "" {
			parts = append(parts, `"`+m.name+`":`+m.value)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func TestStartBody(t *testing.T) {
	missing := func(members ...string) refusal {
		var violations []string
		for _, m := range members {
			violations = append(violations, "Value null at '"+m+"' failed to satisfy constraint: Member must not be null")
		}
		count := "1 validation error"
		if len(members) > 1 {
			count = strconv.Itoa(len(members)) + " validation errors"
		}
		return refusal{"ValidationException", 400, count + " detected: " + strings.Join(violations, "; ")}
	}
	unreadable := func(why string) refusal {
		return refusal{"SerializationException", 400, "The request body could not be read: invalid JSON at byte " + why}
	}
	with := func(member, value string) string { return body(map[string]string{member: value}) }
	before := func(member string) string {
		text := with(member, "@")
		return text[:strings.IndexByte(text, '@')]
	}
	at := func(member, why string) refusal {
		return unreadable(strconv.Itoa(len(before(member))) + ": " + why)
	}

	tests := []struct {
		name string
		body string
		want refusal
	}{
		{"all members", with("DataAttributes", `{"ContentClassifiers":["FreeOfAdultContent"]}`), refusal{}},
		{"no DataAttributes", body(nil), refusal{}},
		{"white space", " {\n\t\"HumanLoopName\" : \"loop\" ,\r\n" + body(nil)[1:] + "\n", refusal{}},
		{"escaped string", with("HumanLoopName", `"\u006coop"`), refusal{}},
		{"null for an optional structure", with("DataAttributes", "null"), refusal{}},
		{"empty list", with("DataAttributes", `{"ContentClassifiers":[]}`), refusal{}},

		{"unknown member, string", with("Unknown", `"x"`), refusal{}},
		{"unknown member, number", with("Unknown", `-1.5e+3`), refusal{}},
		{"unknown member, true", with("Unknown", `true`), refusal{}},
		{"unknown member, null", with("Unknown", `null`), refusal{}},
		{"unknown member, nested", with("Unknown", `{"a":[{"b":{}},[],null]}`), refusal{}},
		{"unknown member of HumanLoopInput", with("HumanLoopInput", `{"More":[1],"InputContent":"1","Most":{}}`), refusal{}},
		{"unknown member of DataAttributes", with("DataAttributes", `{"More":1,"ContentClassifiers":[],"Most":false}`), refusal{}},
		{"member names are case-sensitive", `{"humanLoopName":"loop",` + with("HumanLoopName", "")[1:], missing("humanLoopName")},

		{"empty object", `{}`, missing("humanLoopName", "flowDefinitionArn", "humanLoopInput")},
		{"null", `null`, refusal{"SerializationException", 400, "The request body could not be read: want an object, found null."}},
		{"name missing", with("HumanLoopName", ""), missing("humanLoopName")},
		{"name null", with("HumanLoopName", "null"), missing("humanLoopName")},
		{"flow definition missing", with("FlowDefinitionArn", ""), missing("flowDefinitionArn")},
		{"flow definition null", with("FlowDefinitionArn", "null"), missing("flowDefinitionArn")},
		{"input missing", with("HumanLoopInput", ""), missing("humanLoopInput")},
		{"input null", with("HumanLoopInput", "null"), missing("humanLoopInput")},
		{"input empty", with("HumanLoopInput", "{}"), missing("humanLoopInput.inputContent")},
		{"content null", with("HumanLoopInput", `{"InputContent":null}`), missing("humanLoopInput.inputContent")},
		{"attributes empty", with("DataAttributes", "{}"), missing("dataAttributes.contentClassifiers")},
		{"classifiers null", with("DataAttributes", `{"ContentClassifiers":null}`), missing("dataAttributes.contentClassifiers")},

		{"no body", "", unreadable("0: want an object, found the end")},
		{"a list", "[]", unreadable("0: want an object, found '['")},
		{"a string", `"x"`, unreadable(`0: want an object, found '"'`)},
		{"not JSON", "HumanLoopName=loop", unreadable("0: want an object, found 'H'")},
		{"truncated", body(nil)[:20], unreadable("20: member HumanLoopName: unterminated string")},
		{"two documents", body(nil) + "{}", unreadable(strconv.Itoa(len(body(nil))) + ": want the end of the document, found '{'")},
		{"name is a number", with("HumanLoopName", "5"), at("HumanLoopName", "member HumanLoopName: want a string, found '5'")},
		{"name is a list", with("HumanLoopName", `["loop"]`), at("HumanLoopName", "member HumanLoopName: want a string, found '['")},
		{"flow definition is true", with("FlowDefinitionArn", "true"), at("FlowDefinitionArn", "member FlowDefinitionArn: want a string, found 't'")},
		{"input is a string", with("HumanLoopInput", `"{}"`), at("HumanLoopInput", "member HumanLoopInput: want an object, found '\"'")},
		{"input is a list", with("HumanLoopInput", `[]`), at("HumanLoopInput", "member HumanLoopInput: want an object, found '['")},
		{"attributes are a number", with("DataAttributes", `0`), at("DataAttributes", "member DataAttributes: want an object, found '0'")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			got := raw(t, srv, "POST", "/human-loops", tt.body)
			if diff := cmp.Diff(tt.want, got.refusal(t)); diff != "" {
				t.Errorf("body %s (-want +got):\n%s", tt.body, diff)
			}
			wantStatus := "InProgress"
			if tt.want.Code != "" {
				wantStatus = "ResourceNotFoundException"
			}
			if got := status(newClient(srv), "loop"); got != wantStatus {
				t.Errorf("body %s: loop is %s, want %s", tt.body, got, wantStatus)
			}
		})
	}
}

// Nested members of wrong types. Only the code and the member are checked here.
func TestNestedMembersHaveWrongType(t *testing.T) {
	srv := newServer(t)
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	tests := []struct{ name, path, body, member string }{
		{"content is an object", "", `{"HumanLoopInput":{"InputContent":{}}}`, "member HumanLoopInput.InputContent: want a string, found '{'"},
		{"classifiers are a string", "", `{"DataAttributes":{"ContentClassifiers":"FreeOfAdultContent"}}`, `member DataAttributes.ContentClassifiers: want an array, found '"'`},
		{"a classifier is a number", "", `{"DataAttributes":{"ContentClassifiers":["FreeOfAdultContent",7]}}`, "member DataAttributes.ContentClassifiers[1]: want a string, found '7'"},
		{"an unknown member nests too deep", "", `{"Unknown":` + deep + `}`, "nested deeper than 10000 levels, the limit of this module"},
		{"an unknown member is not JSON", "", `{"Unknown":nil}`, "member Unknown: want null, found \"nil}\""},
		{"stop: name is a number", "/stop", `{"HumanLoopName":1}`, "member HumanLoopName: want a string, found '1'"},
		{"stop: no body", "/stop", ``, "want an object, found the end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := raw(t, srv, "POST", "/human-loops"+tt.path, tt.body).refusal(t)
			if got.Code != "SerializationException" || got.Status != 400 || !strings.HasSuffix(got.Message, tt.member) {
				t.Errorf("got %+.300v, want SerializationException, 400, ... %s", got, tt.member)
			}
		})
	}
}

func TestStopBody(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv)
	start(t, client, "loop")
	missing := refusal{"ValidationException", 400, "1 validation error detected: Value null at 'humanLoopName' failed to satisfy constraint: Member must not be null"}
	tests := []struct {
		name, body string
		want       refusal
		status     string
	}{
		{"missing", `{}`, missing, "InProgress"},
		{"null", `{"HumanLoopName":null}`, missing, "InProgress"},
		{"unknown members", `{"Why":["late"],"HumanLoopName":"loop","Force":true}`, refusal{}, "Stopped"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := raw(t, srv, "POST", "/human-loops/stop", tt.body)
			if diff := cmp.Diff(tt.want, got.refusal(t)); diff != "" {
				t.Errorf("body %s (-want +got):\n%s", tt.body, diff)
			}
			if got := status(client, "loop"); got != tt.status {
				t.Errorf("body %s: loop is %s, want %s", tt.body, got, tt.status)
			}
		})
	}
}
