package localservice

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

func TestCallRecord(t *testing.T) {
	s := newTiny(t, nil)
	if got := s.Calls(); len(got) != 0 {
		t.Fatalf("calls before the first = %+v, want none", got)
	}
	before := time.Now()
	req := s.signed(t, "GET", "/human-loops/a%2Fb?q=1", "")
	req.Header.Set("Amz-Sdk-Invocation-Id", "invocation")
	req.Header.Set("Amz-Sdk-Request", "attempt=2; max=3")
	req.Header.Set("User-Agent", "agent/1.0")
	id := s.send(t, req).Header.Get("X-Amzn-Requestid")
	got := s.lastCall(t)
	if got.Time.Before(before) || got.Time.After(time.Now()) {
		t.Errorf("Time = %v, want between %v and now", got.Time, before)
	}
	got.Time = time.Time{}
	want := Call{
		Operation: "DescribeHumanLoop", Method: "GET", Path: "/human-loops/a%2Fb", Query: "q=1", RequestID: id,
		InvocationID: "invocation", Attempt: 2, UserAgent: "agent/1.0", Status: 200,
	}
	if got != want {
		t.Errorf("record\n got %+v\nwant %+v", got, want)
	}

	// Calls gives a list of the caller's own.
	s.Calls()[0].Operation = "changed"
	if got := s.Calls()[0].Operation; got != "DescribeHumanLoop" {
		t.Errorf("Operation after a change of the list = %s, want DescribeHumanLoop", got)
	}
}

// Who has the answer finds the call on record: it is noted before.
func TestCallIsOnRecordBeforeTheAnswer(t *testing.T) {
	service := &Service{Model: &model.A2I, Region: DefaultRegion}
	w := &watched{ResponseRecorder: httptest.NewRecorder(), calls: func() int { return len(service.Calls()) }}
	service.ServeHTTP(w, httptest.NewRequest("GET", "/human-loops/a", nil))
	if w.Code != 403 || w.seen != 1 {
		t.Errorf("answer %d was written with %d calls on record, want 403 and 1", w.Code, w.seen)
	}
}

// watched looks at the record in the moment of the answer.
type watched struct {
	*httptest.ResponseRecorder
	calls func() int
	seen  int
}

func (w *watched) WriteHeader(status int) {
	w.seen = w.calls()
	w.ResponseRecorder.WriteHeader(status)
}

func TestAttemptNumber(t *testing.T) {
	tests := []struct {
		name, header string
		want         int
	}{
		{"none", "", 0},
		{"first", "attempt=1; max=3", 1},
		{"behind another field", "ttl=20260224T083015Z; attempt=12; max=20", 12},
		{"without spaces", "max=3;attempt=3", 3},
		{"another field's end", "reattempt=4", 0},
		{"no number", "attempt=x; max=3", 0},
		{"no value", "attempt", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := attemptNumber(tt.header); got != tt.want {
				t.Errorf("attemptNumber(%q) = %d, want %d", tt.header, got, tt.want)
			}
		})
	}
}
