package restjson

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"
)

func apply(t *testing.T, r *Request, method string) *smithyhttp.Request {
	t.Helper()
	req, err := r.Apply(smithyhttp.NewStackRequest().(*smithyhttp.Request), method)
	if err != nil {
		t.Fatalf("Apply(%s) = %v, want nil", method, err)
	}
	return req
}

// escapedAs escapes all but the unreserved characters, as RFC 3986 and SigV4 do.
func escapedAs(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func values() map[string]string {
	values := map[string]string{
		"ARN":                "arn:aws:bedrock:us-east-1:123456789012:flow/ABCDEFGHIJ",
		"escaped slash":      "a%2Fb",
		"spaces, plus":       "a b+c",
		"accents":            "é€😀",
		"invalid UTF-8":      "\xff\xfe",
		"looks like a label": "{name}",
	}
	for c := range 128 {
		values[fmt.Sprintf("byte 0x%02x", c)] = "a" + string(rune(c)) + "b"
	}
	return values
}

func TestLabel(t *testing.T) {
	for name, value := range values() {
		t.Run(name, func(t *testing.T) {
			r := NewRequest("/flows/{flowIdentifier}/executions")
			r.Label("flowIdentifier", &value)
			req := apply(t, r, "GET")
			want := "/flows/" + escapedAs(value) + "/executions"
			if got := req.URL.EscapedPath(); got != want {
				t.Errorf("escaped path of label %q = %s, want %s", value, got, want)
			}
			if got, want := req.URL.Path, "/flows/"+value+"/executions"; got != want {
				t.Errorf("path of label %q = %q, want %q", value, got, want)
			}
			if got, err := url.PathUnescape(want); err != nil || got != req.URL.Path {
				t.Errorf("path of label %q unescapes to %q, %v", value, got, err)
			}
		})
	}
}

// Each label is escaped once, whatever the other labels contain and in whatever order
// they are set.
func TestLabels(t *testing.T) {
	type label struct{ name, value string }
	tests := []struct {
		name, template string
		labels         []label
		path, escaped  string
	}{
		{"only the first needs escapes", "/a/{x}/b/{y}", []label{{"x", "p/q"}, {"y", "r"}}, "/a/p/q/b/r", "/a/p%2Fq/b/r"},
		{"dot segments and a brace", "/a/{x}/b/{y}/c", []label{{"x", "a/../b"}, {"y", "{x"}}, "/a/a/../b/b/{x/c", "/a/a%2F..%2Fb/b/%7Bx/c"},
		{"a value that looks like the next label", "/a/{x}/b/{y}", []label{{"x", "{y}"}, {"y", "{x}"}}, "/a/{y}/b/{x}", "/a/%7By%7D/b/%7Bx%7D"},
		{"a value with an opening brace", "/a/{x}/b/{y}", []label{{"x", "{x"}, {"y", "2"}}, "/a/{x/b/2", "/a/%7Bx/b/2"},
		{"a value that is already escaped", "/a/{x}/b/{y}", []label{{"x", "%2F"}, {"y", "%"}}, "/a/%2F/b/%", "/a/%252F/b/%25"},
		{"in another order than in the path", "/a/{x}/b/{y}", []label{{"y", "2/"}, {"x", "1/"}}, "/a/1//b/2/", "/a/1%2F/b/2%2F"},
		{"set twice", "/a/{x}", []label{{"x", "1/"}, {"x", "2"}}, "/a/2", "/a/2"},
		{"not in the path", "/a/{x}", []label{{"y", "2"}, {"x", "1"}}, "/a/1", "/a/1"},
		{"a path without labels", "/a", []label{{"x", "1/"}}, "/a", "/a"},
		{"a label after another, then a literal", "/a/{x}/{y}/b", []label{{"y", "2/2"}, {"x", "1/1"}}, "/a/1/1/2/2/b", "/a/1%2F1/2%2F2/b"},
		{"a trailing slash", "/a/{x}/", []label{{"x", "1/"}}, "/a/1//", "/a/1%2F/"},
		{"three labels side by side", "/{x}/{y}/{z}", []label{{"x", "1"}, {"y", "2/"}, {"z", "3"}}, "/1/2//3", "/1/2%2F/3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewRequest(tt.template)
			for _, l := range tt.labels {
				r.Label(l.name, &l.value)
			}
			req := apply(t, r, "GET")
			if req.URL.Path != tt.path || req.URL.EscapedPath() != tt.escaped {
				t.Errorf("path = %q, escaped %q, want %q, escaped %q", req.URL.Path, req.URL.EscapedPath(), tt.path, tt.escaped)
			}
		})
	}
}

func TestQueryEscaping(t *testing.T) {
	for name, value := range values() {
		t.Run(name, func(t *testing.T) {
			r := NewRequest("/x")
			r.Query("q", &value)
			req := apply(t, r, "GET")
			if got, want := req.URL.RawQuery, "q="+escapedAs(value); got != want {
				t.Errorf("query of %q = %s, want %s", value, got, want)
			}
			if got := req.URL.Query().Get("q"); got != value {
				t.Errorf("query of %q is read as %q", value, got)
			}
		})
	}
}

func TestQuery(t *testing.T) {
	at := time.Date(2020, 2, 24, 8, 30, 0, 5, time.FixedZone("", 3600))
	tests := []struct {
		name string
		fill func(*Request)
		want string
	}{
		{"none", func(*Request) {}, ""},
		{"nil adds nothing", func(r *Request) {
			r.Query("a", nil)
			r.QueryToken("b", nil)
			r.QueryInt("c", nil)
			r.QueryTimeFloor("d", nil)
			r.QueryTimeCeil("d", nil)
			r.QueryText("e", "")
		}, ""},
		{"sorted by name", func(r *Request) { r.Query("z", ptr("1")); r.QueryInt("a", ptr[int32](2)); r.Query("B", ptr("3")) }, "B=3&a=2&z=1"},
		{"a name that is a prefix of another", func(r *Request) { r.Query("ab", ptr("1")); r.Query("a-", ptr("2")); r.Query("a", ptr("3")) }, "a=3&a-=2&ab=1"},
		{"values of one name keep their order", func(r *Request) { r.Query("b", ptr("2")); r.Query("a", ptr("0")); r.Query("b", ptr("1")) }, "a=0&b=2&b=1"},
		{"empty string is sent", func(r *Request) { r.Query("a", ptr("")) }, "a="},
		{"empty token is never sent", func(r *Request) { r.QueryToken("NextToken", ptr("")) }, ""},
		{"token", func(r *Request) { r.QueryToken("NextToken", ptr("a+/=&?#")) }, "NextToken=a%2B%2F%3D%26%3F%23"},
		{"text", func(r *Request) { r.QueryText("SortOrder", "Ascending") }, "SortOrder=Ascending"},
		{"zero is a number", func(r *Request) { r.QueryInt("n", ptr[int32](0)) }, "n=0"},
		{"numbers", func(r *Request) { r.QueryInt("n", ptr[int32](-2147483648)); r.QueryInt("m", ptr[int32](2147483647)) }, "m=2147483647&n=-2147483648"},
		{"times", func(r *Request) { r.QueryTimeFloor("t", &at); r.QueryTimeCeil("u", &at) }, "t=2020-02-24T07%3A30%3A00Z&u=2020-02-24T07%3A30%3A00.001Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewRequest("/x")
			tt.fill(r)
			if got := apply(t, r, "GET").URL.RawQuery; got != tt.want {
				t.Errorf("query = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestBody(t *testing.T) {
	tests := []struct {
		name string
		fill func(*ObjectWriter)
		want string
	}{
		{"empty", func(*ObjectWriter) {}, `{}`},
		{"nil adds nothing", func(w *ObjectWriter) { w.String("a", nil); Strings[string](w, "b", nil) }, `{}`},
		{"string", func(w *ObjectWriter) { w.String("a", ptr("x\"é")) }, `{"a":"x\"é"}`},
		{"empty string", func(w *ObjectWriter) { w.String("a", ptr("")) }, `{"a":""}`},
		{"two members", func(w *ObjectWriter) { w.String("a", ptr("1")); w.String("b", ptr("2")) }, `{"a":"1","b":"2"}`},
		{"object between members", func(w *ObjectWriter) {
			w.String("a", ptr("1"))
			inner := w.Object("b")
			inner.String("c", ptr("2"))
			inner.String("d", ptr("3"))
			inner.Close()
			w.String("e", ptr("4"))
		}, `{"a":"1","b":{"c":"2","d":"3"},"e":"4"}`},
		{"empty object", func(w *ObjectWriter) { w.Object("a").Close() }, `{"a":{}}`},
		{"empty list", func(w *ObjectWriter) { Strings(w, "a", []string{}) }, `{"a":[]}`},
		{"list", func(w *ObjectWriter) { Strings(w, "a", []method{"x", "", "\n"}) }, `{"a":["x","","\n"]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewRequest("/x")
			body := r.Body(0)
			tt.fill(body)
			body.Close()
			req := apply(t, r, "POST")
			if length, ok, err := req.StreamLength(); length != int64(len(tt.want)) || !ok || err != nil {
				t.Errorf("StreamLength() = %d, %t, %v, want %d, true, nil", length, ok, err, len(tt.want))
			}
			sent, err := io.ReadAll(req.GetStream())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(sent)); diff != "" || string(r.BodyBytes()) != tt.want {
				t.Errorf("body (-want +sent):\n%s\nBodyBytes() = %s", diff, r.BodyBytes())
			}
			if got := req.Header.Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type = %q, want application/json", got)
			}
			// A retry reads the body again.
			if !req.IsStreamSeekable() {
				t.Error("the body cannot be sent a second time")
			}
		})
	}
}

type method string

func TestApplyWithoutBody(t *testing.T) {
	req := apply(t, NewRequest("/human-loops"), "DELETE")
	if req.Method != "DELETE" || req.URL.Path != "/human-loops" || req.URL.RawQuery != "" {
		t.Errorf("request = %s %s, want DELETE /human-loops", req.Method, req.URL)
	}
	if req.GetStream() != nil || len(req.Header) != 0 {
		t.Errorf("body = %v, header = %v, want no body and no headers", req.GetStream(), req.Header)
	}
	if body := NewRequest("/x").BodyBytes(); body != nil {
		t.Errorf("BodyBytes() = %q, want nil", body)
	}
}

func TestLabelOfNil(t *testing.T) {
	r := NewRequest("/human-loops/{HumanLoopName}")
	r.Label("HumanLoopName", nil)
	if got, want := apply(t, r, "GET").URL.Path, "/human-loops/{HumanLoopName}"; got != want {
		t.Errorf("path without a label = %s, want the template %s", got, want)
	}
}
