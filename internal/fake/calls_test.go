package fake

import (
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

func TestCallRecord(t *testing.T) {
	s := newTestService(t, nil)
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

	// Calls returns a copy.
	s.Calls()[0].Operation = "changed"
	if got := s.Calls()[0].Operation; got != "DescribeHumanLoop" {
		t.Errorf("Operation after a change of the list = %s, want DescribeHumanLoop", got)
	}
}

// When a client receives a response, Calls already contains its call.
func TestCallIsRecordedBeforeResponse(t *testing.T) {
	service := &Service{Model: &model.A2I, Region: DefaultRegion}
	w := &watched{ResponseRecorder: httptest.NewRecorder(), calls: func() int { return len(service.Calls()) }}
	service.ServeHTTP(w, httptest.NewRequest("GET", "/human-loops/a", nil))
	if w.Code != 403 || w.seen != 1 {
		t.Errorf("response %d was written with %d recorded calls, want 403 and 1", w.Code, w.seen)
	}
}

// watched counts the recorded calls at the moment when the response is written.
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

// retainedBytes returns how many more bytes are in use after do.
func retainedBytes(do func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	do()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

// The record is bounded, even for requests with the longest heads.
func TestCallsAreBounded(t *testing.T) {
	service := &Service{Model: &model.A2I, Region: DefaultRegion}
	long := strings.Repeat("x", 60<<10)
	bytes := retainedBytes(func() {
		for i := range 1500 {
			line := fmt.Sprintf("GET /human-loops/a%d?q=%s HTTP/1.1\r\nHost: x\r\nUser-Agent: %[2]s\r\nAmz-Sdk-Invocation-Id: %[2]s\r\n\r\n", i, long)
			service.ServeHTTP(httptest.NewRecorder(), readRequest(t, line))
		}
	})
	calls := service.Calls()
	if limit := int64(1500 * 4 * MaxCallText); bytes > limit || bytes > MaxCallsSize {
		t.Errorf("1,500 calls retain %d bytes, want at most %d", bytes, limit)
	}
	last := calls[len(calls)-1]
	if last.Path != "/human-loops/a1499" || last.Query != "q="+long[:MaxCallText-2] || last.UserAgent != long[:MaxCallText] || last.InvocationID != long[:MaxCallText] {
		t.Errorf("last call: path %s, %d bytes of query, %d of user agent, %d of invocation ID; want each truncated to %d bytes",
			last.Path, len(last.Query), len(last.UserAgent), len(last.InvocationID), MaxCallText)
	}
}

// If the record is too large, its older half is removed.
func TestOldCallsAreForgotten(t *testing.T) {
	tests := []struct {
		name string
		text string
		add  int
		want int // remaining calls
	}{
		{"all fit", strings.Repeat("x", MaxCallText), 100, 100},
		{"too large", strings.Repeat("x", MaxCallText), MaxCallsSize/(MaxCallText+200) + 1, MaxCallsSize / 2 / (MaxCallText + 200)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c calls
			for i := range tt.add {
				c.add(Call{Query: tt.text, Attempt: i})
			}
			size := 0
			for i := range c.list {
				size += c.list[i].size()
				if want := tt.add - tt.want + i; c.list[i].Attempt != want {
					t.Fatalf("call %d is number %d, want %d", i, c.list[i].Attempt, want)
				}
			}
			if len(c.list) != tt.want || c.size != size {
				t.Errorf("%d calls of %d bytes remain, counted as %d; want %d", len(c.list), size, c.size, tt.want)
			}
		})
	}
}
