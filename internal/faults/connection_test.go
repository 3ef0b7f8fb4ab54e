package faults

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// If a connection ends before the response, the request is sent again as the same call.
func TestConnectionEndsBeforeResponse(t *testing.T) {
	for name, fault := range map[string]answer{
		"closed":                        rawThenClose(""),
		"reset":                         rawThenReset(""),
		"closed within the status line": rawThenClose("HTTP/1.1 20"),
		"closed within the headers":     rawThenClose("HTTP/1.1 200 OK\r\nContent-Le"),
		"reset within the headers":      rawThenReset("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"),
	} {
		t.Run(name+", twice", func(t *testing.T) {
			s := newScene(t, times(2, fault))
			defer s.end()
			if _, err := s.describe(context.Background()); err != nil {
				t.Fatal(err)
			}
			s.wantAttempts(3)
		})
		t.Run(name+", always", func(t *testing.T) {
			s := newScene(t, times(10, fault))
			defer s.end()
			_, err := s.describe(context.Background())
			var sending *smithyhttp.RequestSendError
			var exhausted *retry.MaxAttemptsError
			var operation *smithy.OperationError
			if !errors.As(err, &sending) || !errors.As(err, &exhausted) || !errors.As(err, &operation) {
				t.Errorf("got %v, want a RequestSendError after all attempts", err)
			}
			s.wantAttempts(3)
		})
	}
}

// A response that is not HTTP is an error and is retried like a broken connection.
func TestMalformedResponse(t *testing.T) {
	for name, text := range map[string]string{
		"status line":             "HTTP/1.1 two hundred OK\r\n\r\n",
		"protocol":                "SSH-2.0-OpenSSH_9.2\r\n",
		"header":                  "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
		"two Content-Lengths":     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
		"unknown transfer coding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, times(10, rawThenClose(text)))
			defer s.end()
			_, err := s.describe(context.Background())
			var sending *smithyhttp.RequestSendError
			if !errors.As(err, &sending) {
				t.Errorf("got %v, want a RequestSendError", err)
			}
		})
	}
}

// net/http limits headers to 10 MiB. Larger headers are an error before they use much
// memory.
func TestHeadersTooLarge(t *testing.T) {
	line := "X-Filler: " + strings.Repeat("x", 1<<16-12) + "\r\n"
	s := newScene(t, times(10, rawThenClose("HTTP/1.1 200 OK\r\n"+strings.Repeat(line, 11<<20/len(line)+1)+"\r\n{}")))
	defer s.end()
	var err error
	grown := allocated(func() { _, err = s.describe(context.Background()) })
	var sending *smithyhttp.RequestSendError
	if !errors.As(err, &sending) {
		t.Errorf("got %v, want a RequestSendError", err)
	}
	if maxBytes := uint64(3 * 64 << 20); grown > maxBytes {
		t.Errorf("three attempts allocated %d bytes, want at most %d", grown, maxBytes)
	}
}

// wantAttempts checks that the last requests are the numbered attempts of one call, with
// the same invocation ID.
func (s *scene) wantAttempts(n int) {
	s.t.Helper()
	s.until(func() bool { return len(s.arrived()) >= n }) // the client may return before the service has read the request
	arrived := s.arrived()
	if len(arrived) != n {
		s.t.Fatalf("%d requests, want %d", len(arrived), n)
	}
	for i, r := range arrived {
		id, attempt := r.Header.Get("Amz-Sdk-Invocation-Id"), r.Header.Get("Amz-Sdk-Request")
		if want := arrived[0].Header.Get("Amz-Sdk-Invocation-Id"); id == "" || id != want {
			s.t.Errorf("attempt %d has the invocation ID %q, want %q", i+1, id, want)
		}
		if want := "attempt=" + string(rune('1'+i)) + "; max=3"; attempt != want {
			s.t.Errorf("attempt %d has the Amz-Sdk-Request header %q, want %q", i+1, attempt, want)
		}
		if r.Method != http.MethodGet {
			s.t.Errorf("attempt %d has the method %s", i+1, r.Method)
		}
	}
}
