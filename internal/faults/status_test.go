package faults

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const html = "<!DOCTYPE html><html><head><title>Bad Gateway</title></head></html>"

// An error keeps its code and status, whatever its body contains.
func TestErrorResponses(t *testing.T) {
	const contentType = "Content-Type: text/html\r\n"
	for _, tc := range []struct {
		name     string
		answer   answer
		status   int
		code     string
		as       any
		attempts int
	}{
		{"502 with HTML", respond(502, contentType, html), 502, "UnknownError", new(*smithy.GenericAPIError), 3},
		{"429 without a body", respond(429, "", ""), 429, "ThrottlingException", new(*types.ThrottlingException), 3},
		{"429 with HTML", respond(429, contentType, html), 429, "ThrottlingException", new(*types.ThrottlingException), 3},
		{"403 with HTML and an error header", respond(403, "X-Amzn-Errortype: AccessDeniedException:http://internal.amazon.com/\r\n"+contentType, html), 403, "AccessDeniedException", new(*types.AccessDeniedException), 1},
		{"truncated", respond(404, "X-Amzn-Errortype: ResourceNotFoundException\r\n", `{"message":"there is no su`), 404, "ResourceNotFoundException", new(*types.ResourceNotFoundException), 1},
		{"cut off", rawThenClose("HTTP/1.1 409 Conflict\r\nX-Amzn-Errortype: ConflictException\r\nContent-Length: 500\r\n\r\n{\"mess"), 409, "ConflictException", new(*types.ConflictException), 1},
		{"wrong types", respond(400, "X-Amzn-Errortype: ValidationException\r\n", `{"message":["a"],"__type":{},"code":7}`), 400, "ValidationException", new(*types.ValidationException), 1},
		{"wrong types without a header", respond(400, "", `{"message":1,"__type":null,"code":[]}`), 400, "UnknownError", new(*smithy.GenericAPIError), 1},
		{"unknown status", respond(599, "", ""), 599, "UnknownError", new(*smithy.GenericAPIError), 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newScene(t, times(10, tc.answer))
			defer s.end()
			_, err := s.describe(context.Background())
			var response *awshttp.ResponseError
			var api smithy.APIError
			if !errors.As(err, &response) || response.HTTPStatusCode() != tc.status || !errors.As(err, &api) || api.ErrorCode() != tc.code || !errors.As(err, tc.as) {
				t.Errorf("got %v, want status %d and code %s as %T", err, tc.status, tc.code, tc.as)
			}
			s.wantAttempts(tc.attempts)
			if tc.name != "cut off" {
				s.wantReuse()
			}
		})
	}
}

// A service or proxy may quote parts of the request. The scene's end checks that no error
// and no log shows them.
func TestQuotedSecrets(t *testing.T) {
	quotes := func(r request) *strings.Replacer {
		authorization, token := r.Header.Get("Authorization"), r.Header.Get("X-Amz-Security-Token")
		_, signature, _ := strings.Cut(authorization, "Signature=")
		return strings.NewReplacer("AUTHORIZATION", authorization, "TOKEN", token, "ESCAPED", url.QueryEscape(token), "SIGNATURE", signature,
			"TAIL", token[7:]+" "+signature[32:])
	}
	quoting := func(status int, header, text string) answer {
		return func(_ *scene, conn net.Conn, r request) bool {
			return write(conn, response(status, quotes(r).Replace(header), quotes(r).Replace(text)))
		}
	}
	quotingRaw := func(text string) answer {
		return func(_ *scene, conn net.Conn, r request) bool {
			write(conn, quotes(r).Replace(text))
			return false
		}
	}
	for name, tc := range map[string]struct {
		answer answer
		code   string
	}{
		"a message": {quoting(403, "X-Amzn-Errortype: SignatureDoesNotMatch\r\n",
			`{"message":"The canonical request was x-amz-security-token:TOKEN, you sent TOKEN with SIGNATURE in AUTHORIZATION"}`), "SignatureDoesNotMatch"},
		"a page":                             {quoting(502, "", "<html>SIGNATURE TOKEN ESCAPED AUTHORIZATION"), "UnknownError"},
		"HTML with status 200":               {quoting(200, "", "<html>SIGNATURE TOKEN ESCAPED AUTHORIZATION"), ""},
		"the last bytes of both":             {quoting(400, "X-Debug: TAIL\r\n", `{"message":"TAIL"}`), "UnknownError"},
		"the name of a header":               {quoting(403, "SIGNATURE: x\r\n", `{"message":"SIGNATURE"}`), "UnknownError"},
		"a page, at the truncation":          {quoting(200, "", "<html>"+strings.Repeat(".", 230)+"TOKEN"), ""},
		"a request ID":                       {quoting(403, "X-Amzn-Requestid: TOKEN\r\n", ""), "UnknownError"},
		"a date":                             {quoting(403, "Date: SIGNATURE TOKEN\r\n", `{"message":"TOKEN"}`), "UnknownError"},
		"a token as long as a date":          {quoting(403, "Date: TOKEN\r\n", `{"message":"TOKEN"}`), "UnknownError"},
		"a status line":                      {quotingRaw("HTTP/1.1 SIGNATURE TOKEN\r\n\r\n"), ""},
		"an invalid status line":             {quotingRaw("TOKEN\r\n\r\n"), ""},
		"an invalid header line":             {quotingRaw("HTTP/1.1 200 OK\r\nTOKEN AUTHORIZATION\r\n\r\n"), ""},
		"a Content-Length":                   {quotingRaw("HTTP/1.1 200 OK\r\nContent-Length: TOKEN\r\n\r\n"), ""},
		"two Content-Lengths":                {quotingRaw("HTTP/1.1 200 OK\r\nContent-Length: SIGNATURE\r\nContent-Length: ESCAPED\r\n\r\n"), ""},
		"a transfer coding":                  {quotingRaw("HTTP/1.1 200 OK\r\nTransfer-Encoding: SIGNATURE\r\n\r\n"), ""},
		"a member":                           {quoting(200, "", `{"CreationTime":"TOKEN"}`), ""},
		"a page, at the truncation in a log": {quoting(502, "", strings.Repeat(".", 64<<10-100)+"TOKEN SIGNATURE AUTHORIZATION TOKEN SIGNATURE"), "UnknownError"},
		"headers":                            {quoting(302, "Location: /login?ESCAPED&SIGNATURE\r\nX-Debug: TOKEN SIGNATURE\r\n", ""), "UnknownError"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, times(10, tc.answer))
			defer s.end()
			_, err := s.describe(context.Background())
			var api smithy.APIError
			if err == nil || errors.As(err, &api) != (tc.code != "") || tc.code != "" && api.ErrorCode() != tc.code {
				t.Errorf("got %v, want code %q", err, tc.code)
			}
			if text := err.Error(); !strings.Contains(text, "***") && !strings.Contains(text, "[withheld: ") && !strings.Contains(name, "log") {
				t.Errorf("got %v, want an error that says that something is withheld", err)
			}
		})
	}
}

// The error of a call contains all attempts, each with its own error.
func TestAttemptsOfFailedCall(t *testing.T) {
	throttled := respond(400, "X-Amzn-Errortype: ThrottlingException\r\n", `{"message":"Rate exceeded"}`)
	notFound := respond(404, "X-Amzn-Errortype: ResourceNotFoundException\r\n", `{"message":"gone"}`)
	for name, tc := range map[string]struct {
		answers       []answer
		earlier       []any
		mayHaveWorked bool
	}{
		"throttled twice":                  {[]answer{throttled, throttled, notFound}, []any{new(*types.ThrottlingException), new(*types.ThrottlingException)}, false},
		"failed, then throttled":           {[]answer{respond(500, "", ""), throttled, notFound}, []any{new(*types.InternalServerException), new(*types.ThrottlingException)}, true},
		"throttled, then reset":            {[]answer{throttled, rawThenReset("HTTP/1.1 2"), notFound}, []any{new(*types.ThrottlingException), new(*smithyhttp.RequestSendError)}, true},
		"truncated, then throttled":        {[]answer{rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), throttled, notFound}, []any{new(*smithy.DeserializationError), new(*types.ThrottlingException)}, true},
		"deleted before the first attempt": {[]answer{notFound}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, tc.answers)
			defer s.end()
			_, err := s.describe(context.Background())
			var last *types.ResourceNotFoundException
			if !errors.As(err, &last) {
				t.Errorf("got %v, want a ResourceNotFoundException", err)
			}
			var retried *types.CallError
			if !errors.As(err, &retried) || (retried.Attempts != len(tc.earlier)+1 || len(retried.Earlier) != len(tc.earlier)) {
				t.Fatalf("got %+v, want %d attempts", retried, len(tc.earlier)+1)
			}
			for i, want := range tc.earlier {
				if !errors.As(retried.Earlier[i], want) {
					t.Errorf("attempt %d: got %v, want %T", i+1, retried.Earlier[i], want)
				}
			}
			if got := types.MayHaveSucceeded(err); got != tc.mayHaveWorked {
				t.Errorf("MayHaveSucceeded is %t", got)
			}
			s.wantAttempts(len(tc.answers))
		})
	}
}

// A call that is throttled twice succeeds in its third attempt.
func TestThrottledThenSucceeds(t *testing.T) {
	s := newScene(t, times(2, respond(400, "X-Amzn-Errortype: ThrottlingException\r\n", `{"message":"Rate exceeded"}`)))
	defer s.end()
	out, err := s.describe(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if results, ok := retry.GetAttemptResults(out.ResultMetadata); !ok || len(results.Results) != 3 || results.Results[1].Err == nil {
		t.Errorf("got the attempts %+v in ResultMetadata", results)
	}
	s.wantAttempts(3)
}

// Endless failures use up the client's retry quota. The error says so, and later calls
// make one attempt each.
func TestRetryQuotaRunsOut(t *testing.T) {
	s := newScene(t, times(1000, respond(500, "", "")), func(o *a2iruntime.Options) {
		o.ClientLogMode = 0
		o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
			so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	})
	defer s.end()
	const calls = 200
	for range calls {
		if _, err := s.describe(context.Background()); err == nil {
			t.Fatal("a call succeeded")
		}
	}
	_, err := s.describe(context.Background())
	if err == nil || !strings.Contains(err.Error(), "quota") {
		t.Errorf("got %v, want an error that names the quota", err)
	}
	before := len(s.arrived())
	if _, err := s.describe(context.Background()); err == nil {
		t.Error("a call succeeded")
	}
	if sent := len(s.arrived()) - before; sent != 1 {
		t.Errorf("got %d attempts without quota, want 1", sent)
	}
	var types500 *types.InternalServerException
	if !errors.As(err, &types500) {
		t.Errorf("got %v, want the service's error in it", err)
	}
}

// An invalid X-Amz-Retry-After does not delay the retry.
func TestInvalidRetryAfter(t *testing.T) {
	for _, value := range []string{"-5", "-9223372036854775808", "1e99", "99999999999999999999", "NaN", "next week", "", "1", "4611686018427387904", "Mon, 01 Jan 9999 00:00:00 GMT"} {
		t.Run(value, func(t *testing.T) {
			s := newScene(t, times(2, respond(http.StatusServiceUnavailable, "Retry-After: "+value+"\r\nX-Amz-Retry-After: "+value+"\r\n", "")))
			defer s.end()
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			if _, err := s.describe(ctx); err != nil {
				t.Fatal(err)
			}
			s.wantAttempts(3)
		})
	}
}
