package fake

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// The response to a valid request for each kind of fault, and its record.
func TestFaultResponses(t *testing.T) {
	const good = `{"HumanLoopName":"a"}`
	tests := []struct {
		name        string
		fault       Fault
		status      int
		code        string
		contentType string
		body        string
		ran         int32
	}{
		{"throttling", Fault{Code: "ThrottlingException", Message: "Rate exceeded"}, 429, "ThrottlingException", "application/json", `{"Message":"Rate exceeded"}`, 0},
		{"code of a common error", Fault{Code: "ServiceUnavailable", Message: "m"}, 503, "ServiceUnavailable", "application/json", `{"message":"m"}`, 0},
		{"code with a custom status", Fault{Code: "ThrottlingException", Status: 400}, 400, "ThrottlingException", "application/json", `{"Message":"This error was injected."}`, 0},
		{"undocumented code", Fault{Code: "Strange", Message: "m"}, 400, "Strange", "application/json", `{"message":"m"}`, 0},
		{"status only", Fault{Status: 500}, 500, "", "text/html", "", 0},
		{"5xx with HTML", Fault{Status: 502, Body: "<html>Bad Gateway</html>"}, 502, "", "text/html", "<html>Bad Gateway</html>", 0},
		{"code with HTML", Fault{Code: "InternalServerException", Body: "<html>"}, 500, "InternalServerException", "text/html", "<html>", 0},
		{"body only", Fault{Body: "nonsense"}, 400, "", "text/html", "nonsense", 0},
		{"body with a content type", Fault{Status: 200, Body: `{"HumanLoopName":`, ContentType: "application/json"}, 200, "", "application/json", `{"HumanLoopName":`, 0},
		{"delay", Fault{Delay: time.Microsecond}, 200, "", "application/json", good, 1},
		{"delay before an error", Fault{Delay: time.Microsecond, Code: "ConflictException"}, 409, "ConflictException", "application/json", `{"Message":"This error was injected."}`, 0},
		{"code after the call took effect", Fault{After: true, Code: "InternalServerException", Message: "m"}, 500, "InternalServerException", "application/json", `{"Message":"m"}`, 1},
		{"status after the call took effect", Fault{After: true, Status: 503}, 503, "", "application/json", good, 1},
		{"body after the call took effect", Fault{After: true, Body: "<html>"}, 200, "", "text/html", "<html>", 1},
		{"clock a minute ahead", Fault{ClockSkew: time.Minute}, 200, "", "application/json", good, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestService(t, nil)
			if err := s.Inject(tt.fault); err != nil {
				t.Fatal(err)
			}
			got := s.send(t, s.signed(t, "GET", "/human-loops/a", ""))
			if got.StatusCode != tt.status || got.body != tt.body || got.bodyErr != nil {
				t.Errorf("response = %d %q, %v, want %d %q, nil", got.StatusCode, got.body, got.bodyErr, tt.status, tt.body)
			}
			if code := got.Header.Get("X-Amzn-Errortype"); code != tt.code {
				t.Errorf("X-Amzn-Errortype = %q, want %q", code, tt.code)
			}
			if contentType := got.Header.Get("Content-Type"); contentType != tt.contentType {
				t.Errorf("Content-Type = %q, want %q", contentType, tt.contentType)
			}
			if ran := s.ran.Load(); ran != tt.ran {
				t.Errorf("the handler ran %d times, want %d", ran, tt.ran)
			}
			call := s.lastCall(t)
			if call.Status != tt.status || call.Code != tt.code || call.RequestID != got.Header.Get("X-Amzn-Requestid") {
				t.Errorf("record = %+v, want status %d, code %q and the response's request ID", call, tt.status, tt.code)
			}
			// The fault does not affect the next call.
			if next := s.send(t, s.signed(t, "GET", "/human-loops/a", "")); next.StatusCode != 200 || next.body != good {
				t.Errorf("next response = %d %q, want 200 %q", next.StatusCode, next.body, good)
			}
		})
	}
}

func TestFaultRetryAfter(t *testing.T) {
	s := newTestService(t, nil)
	s.Inject(Fault{Code: "ThrottlingException", RetryAfter: "1500"})
	got := s.send(t, s.signed(t, "DELETE", "/human-loops/a", ""))
	if header := got.Header.Get("X-Amz-Retry-After"); got.StatusCode != 429 || header != "1500" {
		t.Errorf("response = %d, X-Amz-Retry-After %q, want 429 and 1500", got.StatusCode, header)
	}
}

// A service with a clock far ahead refuses valid signatures and sends its time.
func TestFaultClockSkew(t *testing.T) {
	tests := []struct {
		name    string
		skew    time.Duration
		message string
	}{
		{"ahead", time.Hour, `{"message":"Signature expired: `},
		{"behind", -time.Hour, `{"message":"Signature not yet current: `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestService(t, nil)
			s.Inject(Fault{ClockSkew: tt.skew})
			before := time.Now()
			got := s.send(t, s.signed(t, "GET", "/human-loops/a", ""))
			if code := got.Header.Get("X-Amzn-Errortype"); got.StatusCode != 403 || code != "InvalidSignatureException" {
				t.Errorf("response = %d %s, want 403 InvalidSignatureException", got.StatusCode, code)
			}
			if !strings.HasPrefix(got.body, tt.message) {
				t.Errorf("body = %s, want %s...", got.body, tt.message)
			}
			date, err := http.ParseTime(got.Header.Get("Date"))
			if earliest := before.Add(tt.skew - time.Second); err != nil || date.Before(earliest) || date.After(time.Now().Add(tt.skew)) {
				t.Errorf("Date = %s, %v, want %v away from this machine's clock", got.Header.Get("Date"), err, tt.skew)
			}
			if s.ran.Load() != 0 {
				t.Error("the handler ran for a refused request")
			}
		})
	}
}

func TestFaultTruncatesBody(t *testing.T) {
	const whole = `{"HumanLoopName":"a"}`
	tests := []struct {
		name   string
		fault  Fault
		method string
		status int
		length int64
		body   string
		ran    int32
	}{
		{"before the first byte", Fault{Cut: true}, "GET", 200, int64(len(whole)), "", 1},
		{"inside", Fault{Cut: true, CutAfter: 9}, "GET", 200, int64(len(whole)), whole[:9], 1},
		{"before the last byte", Fault{Cut: true, CutAfter: len(whole) - 1}, "GET", 200, int64(len(whole)), whole[:len(whole)-1], 1},
		{"beyond the end: there must be something to miss", Fault{Cut: true, CutAfter: 1000}, "GET", 200, int64(len(whole)), whole[:len(whole)-1], 1},
		{"a negative number", Fault{Cut: true, CutAfter: -1}, "GET", 200, int64(len(whole)), "", 1},
		{"a response without a body", Fault{Cut: true, CutAfter: 5}, "DELETE", 200, 1, "", 1},
		{"an error", Fault{Cut: true, CutAfter: 5, Code: "ThrottlingException"}, "GET", 429, 38, `{"Mes`, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestService(t, nil)
			if err := s.Inject(tt.fault); err != nil {
				t.Fatal(err)
			}
			got := s.send(t, s.signed(t, tt.method, "/human-loops/a", ""))
			if got.StatusCode != tt.status || got.body != tt.body || !errors.Is(got.bodyErr, io.ErrUnexpectedEOF) {
				t.Errorf("response = %d %q, %v, want %d %q, %v", got.StatusCode, got.body, got.bodyErr, tt.status, tt.body, io.ErrUnexpectedEOF)
			}
			if got.ContentLength != tt.length {
				t.Errorf("Content-Length = %d, want %d", got.ContentLength, tt.length)
			}
			if ran := s.ran.Load(); ran != tt.ran {
				t.Errorf("the handler ran %d times, want %d", ran, tt.ran)
			}
			if call := s.lastCall(t); call.Status != tt.status {
				t.Errorf("record = %+v, want status %d", call, tt.status)
			}
		})
	}
}

func TestFaultResetsConnection(t *testing.T) {
	tests := []struct {
		name   string
		fault  Fault
		method string
		path   string
		body   string
		ran    int32
	}{
		{"before the call takes effect", Fault{Reset: true}, "GET", "/human-loops/a", "", 0},
		{"after the call took effect", Fault{Reset: true, After: true}, "GET", "/human-loops/a", "", 1},
		{"with a body", Fault{Reset: true}, "POST", "/human-loops", strings.Repeat("x", 1<<20), 0},
		{"with a body, after", Fault{Reset: true, After: true, Code: "ThrottlingException"}, "POST", "/human-loops", `{}`, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestService(t, nil)
			if err := s.Inject(tt.fault); err != nil {
				t.Fatal(err)
			}
			resp, err := s.client.Do(s.signed(t, tt.method, tt.path, tt.body))
			if err == nil {
				resp.Body.Close()
				t.Fatalf("response = %d, want none", resp.StatusCode)
			}
			// Windows has another error number.
			if runtime.GOOS != "windows" && !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("error = %v, want %v", err, syscall.ECONNRESET)
			}
			if ran := s.ran.Load(); ran != tt.ran {
				t.Errorf("the handler ran %d times, want %d", ran, tt.ran)
			}
			if call := s.lastCall(t); call.Status != 0 || call.Code != "" {
				t.Errorf("record = %+v, want no status and no code: no response was sent", call)
			}
		})
	}
}

// If a handler cannot take over the connection, as under HTTP/2, a fault that breaks the
// connection aborts the handler.
func TestFaultWithoutConnection(t *testing.T) {
	for name, fault := range map[string]Fault{"reset": {Reset: true}, "cut": {Cut: true}} {
		t.Run(name, func(t *testing.T) {
			service := &Service{Model: &model.A2I}
			service.Inject(fault)
			defer func() {
				//nolint:errorlint // net/http compares what was panicked with ==, too
				if reason := recover(); reason != http.ErrAbortHandler {
					t.Errorf("ServeHTTP with the fault %+v: panic %v, want %v", fault, reason, http.ErrAbortHandler)
				}
			}()
			service.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/human-loops/a", nil))
		})
	}
}
