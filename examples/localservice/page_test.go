package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

// site is the program's handler and its A2I service.
type site struct {
	t   testing.TB
	a2i *a2itest.Server
	h   http.Handler
}

func newSite(t testing.TB, loops map[string]string) *site {
	t.Helper()
	service, err := newService(settings{region: "us-east-1", account: "123456789012"})
	if err != nil {
		t.Fatal(err)
	}
	for name, input := range loops {
		if _, err := service.a2i.Start(name, "reviews", input); err != nil {
			t.Fatal(err)
		}
	}
	return &site{t: t, a2i: service.a2i, h: service.handler(settings{hosts: []string{"a2i.test"}}, io.Discard)}
}

// do sends a request as a browser does whose page is at localhost. It returns the
// response's status, body and headers.
func (s *site) do(method, path string, form url.Values, change ...func(*http.Request)) (int, string, http.Header) {
	s.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "http://localhost:4610"+path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://localhost:4610")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, fn := range change {
		fn(r)
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

func (s *site) status() types.HumanLoopStatus {
	s.t.Helper()
	l, err := s.a2i.Loop("invoice")
	if err != nil {
		s.t.Fatal(err)
	}
	return l.HumanLoopStatus
}

const invoice = `{"supplier":"Harbour <b>Lane</b>","total":2271.50,"paid":false,"note":null,"lines":[{"n":1}]}`

func filled(change map[string]string) url.Values {
	form := url.Values{"field-0": {"Harbour Lane"}, "field-1": {"2211.50"}, "field-2": {"true"}, "field-3": {""}, "field-4": {`[{"n":2}]`}, "worker": {"Ada"}}
	for name, value := range change {
		if form.Del(name); value != "-" {
			form.Set(name, value)
		}
	}
	return form
}

func TestPages(t *testing.T) {
	s := newSite(t, map[string]string{"invoice": invoice, "list": `[1,2]`, "script": `{"x":"<script>alert(1)</script>","<i>":"\" onfocus=\"alert(2)"}`, "big": `{"x":"` + strings.Repeat("é", 200_000) + `"}`})
	for _, tc := range []struct {
		name, path string
		status     int
		want, not  []string
		kind       string
	}{
		{"list", "/", 200, []string{"4 human loops waiting", `href="/loops/invoice"`, "<html lang=\"en\">", "name=\"viewport\""}, []string{"Recently ended"}, ""},
		{"fields", "/loops/invoice", 200, []string{
			`<label for="field-0">supplier</label>`, `value="Harbour &lt;b&gt;Lane&lt;/b&gt;"`, `value="2271.50"`, `inputmode="decimal"`, "InProgress: waiting for an answer", "Correct the fields, then submit.",
			`<option value="false" selected>no</option>`, `<small>JSON</small>`, `action="/loops/invoice/answer"`, `action="/loops/invoice/decline"`,
		}, []string{"<b>Lane"}, ""},
		{"not an object, JSON only", "/loops/list", 200, []string{"<details open>", "Submit JSON"}, []string{"Submit answer"}, ""},
		{"markup is text", "/loops/script", 200, []string{"&lt;script&gt;alert(1)", "&lt;i&gt;", "&#34; onfocus=&#34;alert(2)"}, []string{"<script", `onfocus="`, "<i>"}, ""},
		{"large input", "/loops/big", 200, []string{"Only the beginning of the input is shown.", `href="/loops/big/input"`, "Submit JSON"}, []string{"Submit answer"}, ""},
		{"whole input", "/loops/list/input", 200, []string{"[1,2]"}, nil, "text/plain; charset=utf-8"},
		{"unknown loop", "/loops/none", 404, []string{"Human loop not found", "Human loop none does not exist.", "deleted"}, nil, ""},
		{"unknown page", "/loops", 404, []string{"localservice has no page at /loops."}, nil, ""},
		{"style", "/style.css", 200, []string{":focus-visible"}, nil, ""},
		{"events", "/events", 200, []string{"[]"}, nil, ""},
		{"icon", "/favicon.ico", 204, nil, nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, text, header := s.do("GET", tc.path, nil)
			if status != tc.status {
				t.Errorf("status %d, want %d", status, tc.status)
			}
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("the page lacks %s:\n%.3000s", want, text)
				}
			}
			for _, not := range tc.not {
				if strings.Contains(text, not) {
					t.Errorf("the page contains %s", not)
				}
			}
			if csp := header.Get("Content-Security-Policy"); csp != "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" ||
				header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "same-origin" || header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v", header)
			}
			if kind := header.Get("Content-Type"); tc.kind != "" && kind != tc.kind {
				t.Errorf("content type %q, want %q", kind, tc.kind)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	for _, tc := range []struct {
		name   string
		form   url.Values
		status int
		want   string // the answer, or what the page says
	}{
		{"fields", filled(nil), 303, `{"supplier":"Harbour Lane","total":2211.50,"paid":true,"note":null,"lines":[{"n":2}]}`},
		{"a note instead of null", filled(map[string]string{"field-3": "a\r\nb"}), 303, `{"supplier":"Harbour Lane","total":2211.50,"paid":true,"note":"a\nb","lines":[{"n":2}]}`},
		{"no number, empty text", filled(map[string]string{"field-0": "", "field-1": " "}), 303, `{"supplier":"","total":null,"paid":true,"note":null,"lines":[{"n":2}]}`},
		{"markup", filled(map[string]string{"field-0": "A & <b>Co</b>"}), 303, `{"supplier":"A & <b>Co</b>","total":2211.50,"paid":true,"note":null,"lines":[{"n":2}]}`},
		{"JSON", url.Values{"json": {` {"any": "thing"} `}, "worker": {"Ada"}}, 303, `{"any":"thing"}`},
		{"wrong number", filled(map[string]string{"field-1": "2,211"}), 422, "Enter a number such as 12.50, or leave the field empty."},
		{"number in quotes", filled(map[string]string{"field-1": `"1"`}), 422, "Enter a number such as 12.50, or leave the field empty."},
		{"neither yes nor no", filled(map[string]string{"field-2": "maybe"}), 422, "Choose yes or no."},
		{"broken JSON field", filled(map[string]string{"field-4": "[1,"}), 422, "This is not valid JSON."},
		{"not UTF-8", filled(map[string]string{"field-0": "\xff"}), 422, "This is not valid UTF-8 text."},
		{"missing field", filled(map[string]string{"field-2": "-"}), 422, "the form has no parameter field-2 (paid)"},
		{"broken JSON", url.Values{"json": {"{"}, "worker": {"Ada"}}, 422, "The answer was not submitted: it is not valid JSON: unexpected end of JSON input at byte"},
		{"two JSON documents", url.Values{"json": {"{}{}"}, "worker": {"Ada"}}, 422, "it is not valid JSON: invalid character &#39;{&#39; after top-level value at byte 3."},
		{"empty JSON", url.Values{"json": {" "}, "worker": {"Ada"}}, 422, "The answer was not submitted: it is empty."},
		{"no name", filled(map[string]string{"worker": ""}), 422, "your name must be 1 to 128 characters on one line"},
		{"two lines of name", filled(map[string]string{"worker": "a\nb"}), 422, "your name must be 1 to 128 characters on one line"},
		{"JSON stays when the name is wrong", url.Values{"json": {`{"typed":1}`}, "worker": {" "}}, 422, "autofocus>\n{&#34;typed&#34;:1}</textarea>"},
		{"blank name", filled(map[string]string{"worker": "  "}), 422, "your name must be 1 to 128 characters on one line"},
		{"wrong JSON stays open", url.Values{"json": {"{"}, "worker": {"Ada"}}, 422, `aria-describedby="wrong" autofocus>
{</textarea>`},
		{"long name", filled(map[string]string{"worker": strings.Repeat("n", 129)}), 422, "your name must be 1 to 128 characters on one line"},
		{"nothing", url.Values{}, 422, "the form has no parameter field-0 (supplier)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSite(t, map[string]string{"invoice": invoice})
			status, text, header := s.do("POST", "/loops/invoice/answer", tc.form)
			if status != tc.status {
				t.Fatalf("status %d, want %d:\n%s", status, tc.status, text)
			}
			if tc.status != 303 {
				if !strings.Contains(text, tc.want) || s.status() != types.HumanLoopStatusInProgress {
					t.Errorf("the loop is %s and the page lacks %s:\n%s", s.status(), tc.want, text)
				}
				if typed := tc.form.Get("field-0"); typed == "Harbour Lane" && !strings.Contains(text, `value="Harbour Lane"`) {
					t.Error("what was typed is lost")
				}
				return
			}
			if got := header.Get("Location"); got != "/loops/invoice" {
				t.Errorf("it redirects to %s, want /loops/invoice", got)
			}
			document := fetch(t, s.a2i, "invoice")
			if answer := document.HumanAnswers[0]; len(document.HumanAnswers) != 1 || answer.WorkerId != "Ada" || compact(t, answer.AnswerContent) != tc.want {
				t.Errorf("answers %+v, want %s", document.HumanAnswers, tc.want)
			}
			if _, text, _ := s.do("GET", "/loops/invoice", nil); !strings.Contains(text, "<h3>Answer by Ada</h3>") || !strings.Contains(text, "output.json") || strings.Contains(text, "<form") {
				t.Errorf("the page of the Completed loop:\n%s", text)
			}
			if _, text, _ := s.do("GET", "/", nil); !strings.Contains(text, "No human loops waiting") || !strings.Contains(text, `<td data-label="Flow definition">reviews</td><td data-label="Status">Completed</td>`) {
				t.Errorf("the list:\n%s", text)
			}
		})
	}
}

func TestDecline(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		status       int
		want         string
	}{
		{"reason", " It is <blurred>. ", 303, "Declined by the reviewer: It is <blurred>."},
		{"without a reason", "", 303, "Declined by the reviewer."},
		{"long reason", strings.Repeat("x", 991), 422, "at most 990 characters"},
		{"longest reason", strings.Repeat("é", 990), 303, "Declined by the reviewer: " + strings.Repeat("é", 990)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSite(t, map[string]string{"invoice": invoice, "next": invoice})
			status, text, _ := s.do("POST", "/loops/invoice/decline", url.Values{"reason": {tc.reason}})
			if status != tc.status {
				t.Fatalf("status %d, want %d", status, tc.status)
			}
			if status == 422 {
				if !strings.Contains(text, tc.want) || s.status() != types.HumanLoopStatusInProgress {
					t.Errorf("the loop is %s and the page lacks %q", s.status(), tc.want)
				}
				return
			}
			l, err := s.a2i.Loop("invoice")
			if err != nil || l.HumanLoopStatus != types.HumanLoopStatusFailed || l.FailureCode != "InternalError" || l.FailureReason != tc.want {
				t.Errorf("the loop is %+v (%v), want the reason %q", l, err, tc.want)
			}
			if _, text, _ := s.do("GET", "/loops/invoice", nil); !strings.Contains(text, `href="/loops/next">Next waiting loop`) || strings.Contains(text, "<blurred>") {
				t.Errorf("the page of the Failed loop:\n%s", text)
			}
		})
	}
}

// If a reviewer answers a loop that has ended, the page says how it ended.
func TestAnswerToEndedLoop(t *testing.T) {
	s := newSite(t, map[string]string{"completed": invoice, "failed": invoice})
	if err := s.a2i.Complete("completed", `1`); err != nil {
		t.Fatal(err)
	}
	if err := s.a2i.Fail("failed", "Expired", ""); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"completed": "409 Human loop completed is Completed.", "failed": "409 Human loop failed is Failed.", "none": "404 Human loop none does not exist."} {
		for _, action := range []string{"answer", "decline"} {
			status, text, _ := s.do("POST", "/loops/"+name+"/"+action, filled(nil))
			if wantStatus, wantText, _ := strings.Cut(want, " "); fmt.Sprint(status) != wantStatus || !strings.Contains(text, wantText) {
				t.Errorf("%s %s: %d, want %s:\n%s", action, name, status, want, text)
			}
		}
	}
}
