package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
)

// newManyLoops returns a site with 150 loops of the flow definition reviews, the first
// 30 of them ended, and two loops of scans. Loops created in the same millisecond are
// sorted by flow definition.
func newManyLoops(t *testing.T) *site {
	t.Helper()
	s := newSite(t, nil)
	start := func(name, flow string) {
		if _, err := s.a2i.Start(name, flow, invoice); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 150 {
		start(fmt.Sprintf("loop-%03d", i), "reviews")
	}
	start("scan-0", "scans")
	start("scan-1", "scans")
	for i := range 30 {
		if err := s.a2i.Complete(fmt.Sprintf("loop-%03d", i)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestList(t *testing.T) {
	s := newManyLoops(t)
	for _, tc := range []struct {
		name, path string
		rows       int // in both tables
		want, not  []string
	}{
		{"first page", "/", 120, []string{
			"122 human loops waiting", "Loops 1 to 100 of 122, oldest first.", ">loop-030<", ">loop-129<", "Page 1 of 2", `<a href="/?page=2" rel="next">`,
			`<option value="scans">scans</option>`, `<option value="reviews">reviews</option>`, "Recently ended", ">loop-029<", ">loop-010<",
		}, []string{">loop-130<", ">loop-009<", `rel="prev"`, "Show all"}},
		{"second page", "/?page=2", 22, []string{
			"<title>Human loops, page 2 of 2 · local A2I</title>", "Loops 101 to 122 of 122", ">loop-130<", ">scan-1<", "Page 2 of 2", `<a href="/" rel="prev">`, `<a href="/?page=2">Refresh</a>`,
		}, []string{">loop-129<", `rel="next"`, "Recently ended"}},
		{"page after the last", "/?page=3", 22, []string{"Page 2 of 2"}, nil},
		{"page zero", "/?page=0", 120, []string{"Page 1 of 2"}, nil},
		{"negative page", "/?page=-1", 120, []string{"Page 1 of 2"}, nil},
		{"page that is not a number", "/?page=x", 120, []string{"Page 1 of 2"}, nil},
		{"page larger than any integer", "/?page=99999999999999999999", 22, []string{"Page 2 of 2"}, nil},
		{"part of a name", "/?name=-14", 10, []string{"122 human loops waiting", "Matches 1 to 10 of 10, oldest first.", ">loop-140<", `value="-14"`, `<a href="/">Show all</a>`}, []string{"<nav"}},
		{"name in capitals, with spaces", "/?name=+LOOP-140+", 1, []string{"Matches 1 of 1, oldest first.", ">loop-140<", `value="LOOP-140"`}, nil},
		{"flow definition", "/?flow=scans", 2, []string{">scan-0<", ">scan-1<", `<option value="scans" selected>`}, []string{"Recently ended"}},
		{"name and flow definition", "/?name=1&flow=scans", 1, []string{">scan-1<"}, []string{">scan-0<"}},
		{"search with pages", "/?name=loop&flow=reviews", 120, []string{"Matches 1 to 100 of 120, oldest first.", `<a href="/?flow=reviews&amp;name=loop&amp;page=2" rel="next">`}, nil},
		{"only an ended loop matches", "/?name=loop-003", 1, []string{"No waiting human loops match this search.", "Recently ended", ">loop-003<"}, nil},
		{"nothing matches", "/?name=other", 0, []string{"No waiting human loops match this search.", `<a href="/">Show all</a>`}, []string{"start-human-loop", "Recently ended"}},
		{"unknown flow definition", "/?flow=other", 0, []string{"No waiting human loops match this search.", `<option value="other" selected>`}, nil},
		{"markup", "/?name=%22%3E%3Cb%3E&flow=%3Cb%3E", 0, []string{"No waiting human loops match this search.", `value="&#34;&gt;&lt;b&gt;"`}, []string{"<b>"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, text, header := s.do("GET", tc.path, nil)
			if status != 200 || header.Get("Content-Security-Policy") == "" {
				t.Errorf("status %d, headers %v", status, header)
			}
			if rows := strings.Count(text, "<tr><td"); rows != tc.rows {
				t.Errorf("%d rows, want %d", rows, tc.rows)
			}
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("the list lacks %s:\n%.3000s", want, text)
				}
			}
			for _, not := range tc.not {
				if strings.Contains(text, not) {
					t.Errorf("the list contains %s", not)
				}
			}
		})
	}
	_, text, _ := s.do("GET", "/events", nil)
	if n := strings.Count(text, answers.EventDetailType); n != 30 {
		t.Errorf("%d events, want 30", n)
	}
}

// Following the next page from the first to the last shows each loop once.
func TestPagesShowEachLoopOnce(t *testing.T) {
	s := newManyLoops(t)
	next := regexp.MustCompile(`<a href="([^"]*)" rel="next">`)
	rows := regexp.MustCompile(`<a href="/loops/([^"]*)">`)
	shown := map[string]int{}
	for path := "/?name=-"; path != ""; {
		_, text, _ := s.do("GET", path, nil)
		waiting, _, _ := strings.Cut(text, "Recently ended")
		for _, row := range rows.FindAllStringSubmatch(waiting, -1) {
			shown[row[1]]++
		}
		path = ""
		if link := next.FindStringSubmatch(text); link != nil {
			path = strings.ReplaceAll(link[1], "&amp;", "&")
		}
	}
	if len(shown) != 122 {
		t.Errorf("%d loops, want 122", len(shown))
	}
	for name, n := range shown {
		if n != 1 {
			t.Errorf("%s is shown %d times", name, n)
		}
	}
}

// The empty list says what to do next. It does not contain the search form.
func TestEmptyList(t *testing.T) {
	_, text, _ := newSite(t, nil).do("GET", "/", nil)
	for _, want := range []string{"No human loops waiting", "Human loops appear here", "aws sagemaker-a2i-runtime start-human-loop", `<a href="/">Refresh</a>`} {
		if !strings.Contains(text, want) {
			t.Errorf("the list lacks %q:\n%s", want, text)
		}
	}
	for _, not := range []string{"<form", "<table", "<nav"} {
		if strings.Contains(text, not) {
			t.Errorf("the list contains %s:\n%s", not, text)
		}
	}
}

// BenchmarkList measures searches among 50,000 waiting loops.
func BenchmarkList(b *testing.B) {
	s := newSite(b, nil)
	for i := range 50_000 {
		if _, err := s.a2i.Start(fmt.Sprintf("loop-%05d", i), fmt.Sprint("reviews-", i%3), invoice); err != nil {
			b.Fatal(err)
		}
	}
	for name, path := range map[string]string{"all": "/", "last page": "/?page=500", "name": "/?name=4999", "flow": "/?flow=reviews-1", "nothing": "/?name=none"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if status, _, _ := s.do("GET", path, nil); status != 200 {
					b.Fatal(status)
				}
			}
		})
	}
}
