package main

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// Of many simultaneous answers, the first counts. The others get 409.
func TestSubmitsAtOnce(t *testing.T) {
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
		t.Errorf("answers by status: %v, want one 303 and 49 times 409", counts)
	}
	if document := fetch(t, s.a2i, "invoice"); len(document.HumanAnswers) != 1 {
		t.Errorf("%d answers, want 1", len(document.HumanAnswers))
	}
	if events, err := s.a2i.Events(); err != nil || len(events) != 1 {
		t.Errorf("%d events (%v), want 1", len(events), err)
	}
}

// The form's time counts if it is between the loop's creation and now.
func TestAcceptedAt(t *testing.T) {
	began := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	opened := began.Add(time.Minute)
	for name, tc := range map[string]struct {
		opened string
		want   time.Time
	}{
		"opened":             {opened.Format(time.RFC3339), opened},
		"not told":           {"", began},
		"no time":            {"<now>", began},
		"before it began":    {began.Add(-time.Second).Format(time.RFC3339), began},
		"in years":           {began.AddDate(3, 0, 0).Format(time.RFC3339), began},
		"in another zone":    {opened.In(time.FixedZone("", 7200)).Format(time.RFC3339), opened},
		"as the loop itself": {began.Format(time.RFC3339), began},
	} {
		if got := acceptedAt(tc.opened, began); !got.Equal(tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
