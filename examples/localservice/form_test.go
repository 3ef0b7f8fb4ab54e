package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

func fetch(t *testing.T, a2i *a2itest.Server, name string) *answers.Document {
	t.Helper()
	l, err := a2i.Loop(name)
	if err != nil {
		t.Fatal(err)
	}
	document, err := answers.Fetch(context.Background(), a2i, l.OutputS3Uri)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// compact returns JSON without white space.
func compact(t *testing.T, text []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFormFields(t *testing.T) {
	many := func(n int) string {
		var members []string
		for i := range n {
			members = append(members, fmt.Sprintf(`"m%d":%d`, i, i))
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	for name, tc := range map[string]struct {
		input string
		want  string // name:kind:value of each field
	}{
		"all kinds":        {`{"b":"x","a":-1.50e3,"t":true,"f":false,"n":null,"o":{"x":1},"l":[]}`, "b:text:x a:number:-1.50e3 t:boolean:true f:boolean:false n:text: o:JSON:{\n  \"x\": 1\n} l:JSON:[]"},
		"no members":       {`{}`, ""},
		"lost in forms":    {`{"nul":"\u0000x","bad":"\ud800","cr":"x\ry"}`, "nul:JSON:\"\\u0000x\" bad:JSON:\"\\ud800\" cr:text:x\ry"},
		"maximum":          {many(100), strings.TrimSpace(strings.Join(strings.Split(strings.Repeat("m%:number:% ", 100), "%"), "%"))},
		"too many":         {many(101), ""},
		"too large":        {`{"x":"` + strings.Repeat("x", maxFieldBytes) + `"}`, ""},
		"a list":           {`[1]`, ""},
		"a string":         {`"x"`, ""},
		"a duplicate name": {`{"a":1,"a":2}`, ""},
		"empty name":       {`{"":1}`, ":number:1"},
		"not JSON":         {`{"a":`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			fields := formFields(tc.input)
			var got []string
			for _, f := range fields {
				got = append(got, f.Name+":"+f.Kind+":"+f.Value)
			}
			if name == "maximum" {
				if len(fields) != 100 || fields[99].Name != "m99" {
					t.Errorf("%d fields", len(fields))
				}
			} else if text := strings.Join(got, " "); text != tc.want {
				t.Errorf("got %q, want %q", text, tc.want)
			}
		})
	}
}

// Submitting an unchanged form returns the input. Submitting any other form returns JSON
// with the input's members, or an error.
func FuzzForm(f *testing.F) {
	f.Add(invoice, "field-0", "x")
	f.Add(`{"a":"\r\nb","":null,"\u0000":-0}`, "field-1", "\xff")
	f.Add(`{"a":{"b":[1, 2.50]},"c":"  "}`, "field-0", "1 2")
	f.Fuzz(func(t *testing.T, input, name, value string) {
		if !json.Valid([]byte(input)) {
			return
		}
		fields := formFields(input)
		form := url.Values{}
		for _, field := range fields {
			form.Set(field.ID, field.Value)
		}
		if same, err := answerOf(formFields(input), form); fields != nil {
			if err != nil {
				t.Fatalf("the unchanged form of %q: %v", input, err)
			}
			if got, want := sortMembers(t, same), sortMembers(t, []byte(input)); got != want {
				t.Errorf("the unchanged form of %q returns %s, want %s", input, got, want)
			}
		}
		form.Set(name, value)
		answer, err := answerOf(formFields(input), form)
		if err != nil {
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(answer, &members); err != nil || len(members) != len(fields) {
			t.Errorf("answer %s of %q with %q=%q: %d members (%v), want %d", answer, input, name, value, len(members), err, len(fields))
		}
	})
}

// Text that the reviewer does not change keeps its line ends, although browsers change
// them. In changed text, all line ends are \n.
func TestUnchangedText(t *testing.T) {
	const input = `{"a":"one\r\ntwo\rthree","b":"x\ry","c":1.50}`
	form := url.Values{"field-0": {"one\r\ntwo\r\nthree"}, "field-1": {"x\r\nz"}, "field-2": {"1.50"}}
	got, err := answerOf(formFields(input), form)
	if want := `{"a":"one\r\ntwo\rthree","b":"x\nz","c":1.50}`; err != nil || string(got) != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
	if f := formFields(input)[1]; !f.Long() {
		t.Error("text with a line end is in a control with one line, which would remove the line end")
	}
}

// Deep input is not indented, so the page grows only with the input's size.
func TestDeepInput(t *testing.T) {
	deep := `{"a":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `,"b":"]]]]]"}`
	if got := pretty(deep); got != deep {
		t.Errorf("%d bytes became %d", len(deep), len(got))
	}
	if got := depthOf(`{"a":"[[[\"[[","b":[{}]}`); got != 3 {
		t.Errorf("depth %d, want 3", got)
	}
	s := newSite(t, map[string]string{"deep": deep})
	if err := s.a2i.Complete("deep", deep); err != nil {
		t.Fatal(err)
	}
	if status, text, _ := s.do("GET", "/loops/deep", nil); status != 200 || len(text) > 4*len(deep) {
		t.Errorf("status %d, a page of %d bytes", status, len(text))
	}
}

// sortMembers returns JSON with sorted members.
func sortMembers(t *testing.T, text []byte) string {
	t.Helper()
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	sorted, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}

// The page either accepts a posted body completely, or refuses it with a client error.
func FuzzPost(f *testing.F) {
	f.Add("answer", "application/x-www-form-urlencoded", []byte(filled(nil).Encode()))
	f.Add("answer", "application/x-www-form-urlencoded", []byte(`json={"a":1}&worker=w&opened=2026-01-01T00:00:00Z`))
	f.Add("decline", "multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\nno\r\n--x--\r\n"))
	f.Add("decline", "text/html", []byte("reason=%ff;%00"))
	f.Fuzz(func(t *testing.T, action, kind string, body []byte) {
		if action != "answer" && action != "decline" {
			return
		}
		s := newSite(t, map[string]string{"invoice": invoice})
		r := httptest.NewRequest("POST", "http://localhost/loops/invoice/"+action, bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		s.h.ServeHTTP(w, r)
		ended := map[string]types.HumanLoopStatus{"answer": types.HumanLoopStatusCompleted, "decline": types.HumanLoopStatusFailed}[action]
		switch got := s.status(); {
		case w.Code == 303 && got == ended:
		case w.Code >= 400 && w.Code < 500 && got == types.HumanLoopStatusInProgress && strings.Contains(w.Body.String(), "<h1>"):
		default:
			t.Errorf("%s of %q as %q: status %d and the loop is %s:\n%s", action, body, kind, w.Code, got, w.Body)
		}
	})
}
