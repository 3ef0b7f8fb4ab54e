package fake

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// The operations that requests are routed to, and their labels.
func TestRoutes(t *testing.T) {
	s := newTestService(t, nil)
	tests := []struct{ name, method, path, operation, body string }{
		{"describe", "GET", "/human-loops/a", "DescribeHumanLoop", `{"HumanLoopName":"a"}`},
		{"label with an escaped slash", "GET", "/human-loops/a%2Fb", "DescribeHumanLoop", `{"HumanLoopName":"a/b"}`},
		{"label with an escaped percent", "GET", "/human-loops/%2525", "DescribeHumanLoop", `{"HumanLoopName":"%25"}`},
		{"label like another path", "GET", "/human-loops/stop", "DescribeHumanLoop", `{"HumanLoopName":"stop"}`},
		{"label of dots", "GET", "/human-loops/..", "DescribeHumanLoop", `{"HumanLoopName":".."}`},
		{"label of accents", "GET", "/human-loops/%C3%A9", "DescribeHumanLoop", `{"HumanLoopName":"é"}`},
		{"query after the path", "GET", "/human-loops/a?x=1", "DescribeHumanLoop", `{"HumanLoopName":"a"}`},
		{"start", "POST", "/human-loops", "StartHumanLoop", `{"Bytes":2}`},
		{"stop", "POST", "/human-loops/stop", "StopHumanLoop", `{}`},
		{"delete", "DELETE", "/human-loops/a", "DeleteHumanLoop", ``},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sent := ""
			if tt.method == "POST" {
				sent = "{}"
			}
			got := s.send(t, s.signed(t, tt.method, tt.path, sent))
			if got.StatusCode != 200 || got.body != tt.body {
				t.Fatalf("%s %s = %d %s, want 200 %s", tt.method, tt.path, got.StatusCode, got.body, tt.body)
			}
			contentType := "application/json"
			if tt.body == "" {
				contentType = ""
			}
			if header := got.Header.Get("Content-Type"); header != contentType || got.Header.Get("X-Amzn-Errortype") != "" {
				t.Errorf("headers = %v, want Content-Type %q and no error", got.Header, contentType)
			}
			if call := s.Calls()[i]; call.Operation != tt.operation || call.Status != 200 || call.Code != "" {
				t.Errorf("record = %+v, want %s, 200", call, tt.operation)
			}
		})
	}
}

// Errors before an operation runs have the member "message", as AWS's do, whatever the
// name of the service's member is.
func TestErrorResponses(t *testing.T) {
	unsigned := func(r *http.Request) { r.Header.Del("Authorization") }
	key := DefaultCredentials()[0]
	tests := []struct {
		name, method, path string
		credentials        aws.Credentials
		change             func(*http.Request)
		status             int
		code, body         string
	}{
		{"unknown path", "GET", "/", key, nil, 404, "UnknownOperationException", `{"message":"There is no operation GET /."}`},
		{"unknown path, unsigned", "GET", "/x", key, unsigned, 404, "UnknownOperationException", `{"message":"There is no operation GET /x."}`},
		{"wrong method", "PUT", "/human-loops/a", key, nil, 404, "UnknownOperationException", `{"message":"There is no operation PUT /human-loops/a."}`},
		{"no label", "GET", "/human-loops/", key, nil, 404, "UnknownOperationException", `{"message":"There is no operation GET /human-loops/."}`},
		{"two segments", "GET", "/human-loops/a/b", key, nil, 404, "UnknownOperationException", `{"message":"There is no operation GET /human-loops/a/b."}`},
		{"slash after the path", "POST", "/human-loops/stop/", key, nil, 404, "UnknownOperationException", `{"message":"There is no operation POST /human-loops/stop/."}`},
		{"upper-case path", "GET", "/Human-Loops/a", key, nil, 404, "UnknownOperationException", `{"message":"There is no operation GET /Human-Loops/a."}`},
		{"unsigned", "GET", "/human-loops/a", key, unsigned, 403, "MissingAuthenticationTokenException", `{"message":"Missing Authentication Token"}`},
		{"unknown key", "GET", "/human-loops/a", aws.Credentials{AccessKeyID: "AKIAUNKNOWN", SecretAccessKey: "s"}, nil,
			403, "UnrecognizedClientException", `{"message":"The security token included in the request is invalid."}`},
		{"wrong secret", "DELETE", "/human-loops/a", aws.Credentials{AccessKeyID: key.AccessKeyID, SecretAccessKey: "s"}, nil,
			403, "InvalidSignatureException", `{"message":"The request signature we calculated does not match`},
		{"another path than was signed", "GET", "/human-loops/a", key, func(r *http.Request) { r.URL.Path = "/human-loops/b" },
			403, "InvalidSignatureException", `{"message":"The request signature we calculated does not match`},
		{"no signature in the header", "GET", "/human-loops/a", key, func(r *http.Request) { r.Header.Set("Authorization", "Basic x") },
			400, "IncompleteSignature", `{"message":"Authorization header requires the algorithm AWS4-HMAC-SHA256."}`},
		{"query that cannot be read", "GET", "/human-loops/a", key, func(r *http.Request) { r.URL.RawQuery = "a=%zz" },
			404, "MalformedQueryString", `{"message":"The query string is malformed: invalid URL escape \"%zz\""}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestService(t, nil)
			req := s.signedBy(t, tt.credentials, tt.method, tt.path, "")
			if tt.change != nil {
				tt.change(req)
			}
			got := s.send(t, req)
			code := got.Header.Get("X-Amzn-Errortype")
			if got.StatusCode != tt.status || code != tt.code || !strings.HasPrefix(got.body, tt.body) {
				t.Errorf("%s %s = %d %s %s\nwant %d %s %s", tt.method, tt.path, got.StatusCode, code, got.body, tt.status, tt.code, tt.body)
			}
			if contentType := got.Header.Get("Content-Type"); contentType != "application/json" {
				t.Errorf("Content-Type = %q, want application/json", contentType)
			}
			if call := s.lastCall(t); call.Status != tt.status || call.Code != tt.code || s.ran.Load() != 0 {
				t.Errorf("record = %+v, handler ran %d times, want %d %s and never", call, s.ran.Load(), tt.status, tt.code)
			}
		})
	}
}

// A handler's error becomes an error of the service, whose member is A2I's "Message".
func TestHandlerErrors(t *testing.T) {
	conflict := Errorf("ConflictException", "Human loop %s exists.", "a")
	tests := []struct {
		name    string
		handler Handler
		status  int
		code    string
		body    string
	}{
		{"error of the service", func(*Request) (any, error) { return nil, conflict }, 409, "ConflictException", `{"Message":"Human loop a exists."}`},
		{"wrapped", func(*Request) (any, error) { return nil, fmt.Errorf("store: %w", conflict) }, 409, "ConflictException", `{"Message":"Human loop a exists."}`},
		{"a result with an error is ignored", func(*Request) (any, error) { return "x", conflict }, 409, "ConflictException", `{"Message":"Human loop a exists."}`},
		{"custom status", func(*Request) (any, error) {
			return nil, &Error{Code: "ValidationException", Message: "m", Status: 422}
		}, 422, "ValidationException", `{"Message":"m"}`},
		{"any other error", func(*Request) (any, error) { return nil, errors.New("disk <full>") }, 500, "InternalServerException", `{"Message":"disk \u003cfull\u003e"}`},
		{"a result that JSON does not have", func(*Request) (any, error) { return make(chan int), nil }, 500, "InternalServerException", `{"Message":"encode the response: json: unsupported type: chan int"}`},
		{"no handler", nil, 500, "InternalServerException", `{"Message":"operation StopHumanLoop has no handler"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestService(t, nil)
			s.Handlers["StopHumanLoop"] = tt.handler
			got := s.send(t, s.signed(t, "POST", "/human-loops/stop", "{}"))
			if code := got.Header.Get("X-Amzn-Errortype"); got.StatusCode != tt.status || code != tt.code || got.body != tt.body {
				t.Errorf("response = %d %s %s, want %d %s %s", got.StatusCode, code, got.body, tt.status, tt.code, tt.body)
			}
		})
	}
	if got, want := conflict.Error(), "ConflictException: Human loop a exists."; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

// A body over the limit is refused, whether or not its length is known. The head is
// checked first.
func TestTooLargeBody(t *testing.T) {
	const tooLarge = `{"message":"The request body is larger than 41943040 bytes."}`
	for _, tt := range []struct {
		name   string
		length int64
		signed bool
		status int
		code   string
		body   string
	}{
		{"unknown length", -1, true, 413, "RequestEntityTooLargeException", tooLarge},
		{"known length", MaxRequestBytes + 1, true, 413, "RequestEntityTooLargeException", tooLarge},
		{"not signed", -1, false, 403, "MissingAuthenticationTokenException", `{"message":"Missing Authentication Token"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestService(t, nil)
			req := s.signed(t, "POST", "/human-loops", "")
			req.Body, req.ContentLength = io.NopCloser(io.LimitReader(endless{}, MaxRequestBytes+1)), tt.length
			if !tt.signed {
				req.Header.Del("Authorization")
			}
			got := s.send(t, req)
			if code := got.Header.Get("X-Amzn-Errortype"); got.StatusCode != tt.status || code != tt.code || got.body != tt.body {
				t.Errorf("response = %d %s %s, want %d %s %s", got.StatusCode, code, got.body, tt.status, tt.code, tt.body)
			}
			if call := s.lastCall(t); call.Operation != "StartHumanLoop" || call.Status != tt.status || s.ran.Load() != 0 {
				t.Errorf("record = %+v, handler ran %d times, want StartHumanLoop, %d and never", call, s.ran.Load(), tt.status)
			}
		})
	}
}

func TestLargestBody(t *testing.T) {
	s := newTestService(t, nil)
	got := s.send(t, s.signed(t, "POST", "/human-loops", strings.Repeat(" ", MaxRequestBytes)))
	if want := `{"Bytes":41943040}`; got.StatusCode != 200 || got.body != want {
		t.Errorf("response = %d %s, want 200 %s", got.StatusCode, got.body, want)
	}
}

func TestResponseHeaders(t *testing.T) {
	s := newTestService(t, nil)
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for i := range 50 {
		before := time.Now().Truncate(time.Second)
		got := s.send(t, s.signed(t, "GET", "/human-loops/a", ""))
		id := got.Header.Get("X-Amzn-Requestid")
		if !uuid.MatchString(id) || seen[id] || s.Calls()[i].RequestID != id {
			t.Errorf("request ID %q of call %d, want a random UUID, as on record: %q", id, i, s.Calls()[i].RequestID)
		}
		seen[id] = true
		if date, err := http.ParseTime(got.Header.Get("Date")); err != nil || date.Before(before) || date.After(time.Now()) {
			t.Errorf("Date = %q, %v, want the time of the response", got.Header.Get("Date"), err)
		}
		if got.ContentLength != int64(len(got.body)) {
			t.Errorf("Content-Length = %d, want %d", got.ContentLength, len(got.body))
		}
	}
}
