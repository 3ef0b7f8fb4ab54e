package faults

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// A truncated body is a connection error: the call is retried, and no output contains the
// part that had arrived.
func TestTruncatedBody(t *testing.T) {
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	cut := loopDocument[:len(loopDocument)/2]
	for name, fault := range map[string]answer{
		"shorter than its length":       rawThenClose(head + "Content-Length: 1000\r\n\r\n" + loopDocument),
		"reset in the body":             rawThenReset(head + "Content-Length: 1000\r\n\r\n" + cut),
		"no last chunk":                 rawThenClose(head + fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(loopDocument), loopDocument)),
		"chunk without a length":        rawThenClose(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + loopDocument),
		"chunk shorter than its length": rawThenClose(head + "Transfer-Encoding: chunked\r\n\r\nffff\r\n" + loopDocument),
	} {
		t.Run(name+", twice", func(t *testing.T) {
			s := newScene(t, times(2, fault))
			defer s.end()
			out, err := s.describe(context.Background())
			if err != nil || aws.ToString(out.HumanLoopName) != "loop" {
				t.Fatalf("got %+v, %v", out, err)
			}
			s.wantAttempts(3)
		})
		t.Run(name+", always", func(t *testing.T) {
			s := newScene(t, times(10, fault))
			defer s.end()
			out, err := s.describe(context.Background())
			var reading *smithy.DeserializationError
			if out != nil || !errors.As(err, &reading) {
				t.Errorf("got %+v, %v, want a DeserializationError and no output", out, err)
			}
			s.wantAttempts(3)
		})
	}
}

// An output that is not a valid document is an error that shows the beginning of the
// body.
func TestResponseIsNotValidJSON(t *testing.T) {
	for name, body := range map[string]string{
		"HTML":                   "<!DOCTYPE html><html><body>Welcome to the network of your hotel" + strings.Repeat(".", 5000),
		"truncated":              loopDocument[:len(loopDocument)-1],
		"a missing comma":        strings.Replace(loopDocument, `","H`, `" "H`, 1),
		"trailing garbage":       loopDocument + "garbage",
		"a second document":      loopDocument + "\n" + loopDocument,
		"a number":               "1",
		"a list":                 "[" + loopDocument + "]",
		"empty":                  "",
		"white space":            "  \n",
		"neither UTF-8 nor JSON": "\xff\xfe{\x00}\x00",
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, []answer{respond(http.StatusOK, "", body)})
			defer s.end()
			out, err := s.describe(context.Background())
			var reading *smithy.DeserializationError
			if out != nil || !errors.As(err, &reading) {
				t.Fatalf("got %+v, %v, want a DeserializationError and no output", out, err)
			}
			if len(err.Error()) > 1000 {
				t.Errorf("the error has %d characters", len(err.Error()))
			}
			if shown := strconv.Quote(body[:min(len(body), 20)]); body != "" && !strings.Contains(err.Error(), shown[:len(shown)-1]) {
				t.Errorf("the error does not show the beginning of the body: %v", err)
			}
			s.wantAttempts(1)
			s.wantReuse()
		})
	}
}

// A member with a wrong type, or out of its range, is an error that names the member.
func TestMemberHasWrongType(t *testing.T) {
	for member, value := range map[string]string{
		"HumanLoopName": "1", "HumanLoopStatus": "{}", "FailureReason": "[]", "FlowDefinitionArn": "true",
		"CreationTime": "1e400", "HumanLoopArn": `["a"]`, "FailureCode": "0.5", "HumanLoopOutput": `"s3://bucket/key"`,
	} {
		t.Run(member, func(t *testing.T) {
			s := newScene(t, []answer{respond(http.StatusOK, "", fmt.Sprintf(`{"Unknown":null,%q:%s}`, member, value))})
			defer s.end()
			out, err := s.describe(context.Background())
			var reading *smithy.DeserializationError
			if out != nil || !errors.As(err, &reading) || !strings.Contains(err.Error(), "member "+member) {
				t.Errorf("got %+v, %v, want a DeserializationError that names %s", out, err, member)
			}
		})
	}
}

// Unknown members and values, which a newer service may send, are not errors.
func TestNewerService(t *testing.T) {
	s := newScene(t, []answer{
		respond(http.StatusOK, "X-New: 1\r\n", `{"New":{"a":[1,{"b":null}]},"HumanLoopName":"loop","HumanLoopStatus":"Archived","FailureReason":null}`),
		respond(http.StatusOK, "", `{"HumanLoopSummaries":[null,{"HumanLoopName":"a","HumanLoopStatus":"Archived","New":1},null],"NextToken":""}`),
		respond(http.StatusOK, "", `{"HumanLoopSummaries":null,"NextToken":null}`),
		respond(http.StatusOK, "", `{}`),
	})
	defer s.end()
	out, err := s.describe(context.Background())
	if err != nil || out.HumanLoopStatus != "Archived" || aws.ToString(out.HumanLoopName) != "loop" || out.FailureReason != nil {
		t.Errorf("unknown member and unknown enum value: %+v, %v", out, err)
	}
	for i, want := range []int{1, 0, 0} {
		page, err := s.client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition)})
		if s.note(err) != nil || len(page.HumanLoopSummaries) != want || aws.ToString(page.NextToken) != "" {
			t.Errorf("page %d: %+v, %v, want %d loops", i, page, err, want)
		}
	}
}

const flowDefinition = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"

// A response has a maximum nesting depth and a maximum size, also after decompression.
// Memory stays near the limit.
func TestResponseLimits(t *testing.T) {
	const limit = 1 << 20
	bomb := bytes.Repeat(zipped(bytes.Repeat([]byte(" "), 1<<20)), 200) // concatenated gzip members decompress to one text
	if len(bomb) > 250_000 {
		t.Fatalf("the gzip bomb has %d bytes", len(bomb))
	}
	for name, tc := range map[string]struct {
		answer answer
		want   string
	}{
		"20,000 nested arrays":                 {respond(http.StatusOK, "", `{"New":`+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+"}"), "nested deeper than 10000"},
		"Content-Length of 200 MiB":            {rawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n{"), "larger than 1048576 bytes"},
		"200 MiB sent":                         {endless, "larger than 1048576 bytes"},
		"200 KB of gzip, 200 MiB decompressed": {rawThenClose(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(bomb), bomb)), "larger than 1048576 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, []answer{tc.answer}, func(o *a2iruntime.Options) {
				o.MaxResponseBytes = limit
				o.ClientLogMode = 0
			})
			defer s.end()
			var err error
			grown := allocated(func() { _, err = s.describe(context.Background()) })
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error that says %q", err, tc.want)
			}
			if maxBytes := uint64(20 * limit); grown > maxBytes {
				t.Errorf("allocated %d bytes, want at most %d", grown, maxBytes)
			}
			s.wantAttempts(1)
		})
	}
}

// endless sends a body of up to 200 MiB for as long as the client reads.
func endless(_ *scene, conn net.Conn, _ request) bool {
	if !write(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"New\":\"") {
		return false
	}
	chunk := strings.Repeat("x", 1<<16)
	for range 200 << 20 / len(chunk) {
		if !write(conn, chunk) {
			break
		}
	}
	return false
}

func zipped(text []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is valid
	}
	if _, err := w.Write(text); err != nil {
		panic(err) // a buffer accepts every write
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}
