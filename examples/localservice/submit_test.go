package main

import (
	"fmt"
	"net/url"
	"sync"
	"testing"
	"time"
)

// If many reviewers answer at once, the first answer counts. The others get status 409.
func TestConcurrentAnswers(t *testing.T) {
	s := newSite(t, map[string]string{"invoice": invoice})
	var all sync.WaitGroup
	var mu sync.Mutex
	counts := map[int]int{}
	for i := range 50 {
		all.Add(1)
		go func() {
			defer all.Done()
			status, _, _ := s.do("POST", "/loops/invoice/answer", filled(map[string]string{"worker": fmt.Sprint("worker ", i)}))
			mu.Lock()
			defer mu.Unlock()
			counts[status]++
		}()
	}
	all.Wait()
	if counts[303] != 1 || counts[409] != 49 {
		t.Errorf("responses by status: %v, want one 303 and 49 409s", counts)
	}
	if document := fetch(t, s.a2i, "invoice"); len(document.HumanAnswers) != 1 {
		t.Errorf("%d answers, want 1", len(document.HumanAnswers))
	}
	if events, err := s.a2i.Events(); err != nil || len(events) != 1 {
		t.Errorf("%d events (%v), want 1", len(events), err)
	}
}

// A browser that reloads the page of a refused form gets the loop's page.
func TestReloadAfterForm(t *testing.T) {
	s := newSite(t, map[string]string{"invoice": invoice})
	for _, form := range []string{"answer", "decline"} {
		status, _, header := s.do("GET", "/loops/invoice/"+form, nil)
		if status != 303 || header.Get("Location") != "/loops/invoice" {
			t.Errorf("%s: status %d to %q, want 303 to the loop's page", form, status, header.Get("Location"))
		}
	}
}

// An answer may have numbers that no Go type holds.
func TestAnswerKeepsNumbers(t *testing.T) {
	s := newSite(t, map[string]string{"invoice": invoice})
	const answer = `{"total":1e999}`
	status, page, _ := s.do("POST", "/loops/invoice/answer", url.Values{"json": {answer}, "worker": {"Ada"}})
	if status != 303 {
		t.Fatalf("status %d, page\n%s", status, page)
	}
	if got := string(fetch(t, s.a2i, "invoice").HumanAnswers[0].AnswerContent); got != answer {
		t.Errorf("the answer is %s, want %s", got, answer)
	}
}

// acceptedAt returns the form's time if it is between the loop's creation and now.
func TestAcceptedAt(t *testing.T) {
	created := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	opened := created.Add(time.Minute)
	for name, tc := range map[string]struct {
		opened string
		want   time.Time
	}{
		"after creation":    {opened.Format(time.RFC3339), opened},
		"empty":             {"", created},
		"not a time":        {"<now>", created},
		"before creation":   {created.Add(-time.Second).Format(time.RFC3339), created},
		"in the future":     {created.AddDate(3, 0, 0).Format(time.RFC3339), created},
		"another time zone": {opened.In(time.FixedZone("", 7200)).Format(time.RFC3339), opened},
		"equal to creation": {created.Format(time.RFC3339), created},
	} {
		if got := acceptedAt(tc.opened, created); !got.Equal(tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
