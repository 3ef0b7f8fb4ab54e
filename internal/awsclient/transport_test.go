package awsclient_test

import (
	"compress/gzip"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// serve starts a server and returns a client for it with the default HTTP client. The
// connections are closed when the test ends.
func serve(t *testing.T, handler http.HandlerFunc, optFns ...func(*a2iruntime.Options)) *a2iruntime.Client {
	t.Helper()
	srv := httptest.NewServer(handler)
	c := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, BaseEndpoint: &srv.URL}, append(optFns, retryWithoutDelay)...)
	t.Cleanup(srv.Close)
	return c
}

// Calls with the same BuildableClient share its connections.
func TestBuildableClientPerCall(t *testing.T) {
	var opened atomic.Int32
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	srv.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	c := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, BaseEndpoint: &srv.URL})
	buildable := awshttp.NewBuildableClient()
	for i := 0; i < 5; i++ {
		if _, err := c.DescribeHumanLoop(context.Background(), loop, func(o *a2iruntime.Options) { o.HTTPClient = buildable }); err != nil {
			t.Fatal(err)
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections were opened, want 1", n)
	}
}

func TestReadTimeout(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() { // a server that sends nothing
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
		}
	}()
	endpoint := "http://" + listener.Addr().String()
	c := a2iruntime.New(a2iruntime.Options{
		Region: "us-east-1", Credentials: clienttest.Provider, BaseEndpoint: &endpoint, Retryer: noRetries,
		HTTPClient: awshttp.NewBuildableClient().WithReadTimeout(20 * time.Millisecond),
	})
	_, err = c.DescribeHumanLoop(context.Background(), loop)
	var timeout *awshttp.ResponseTimeoutError
	if !errors.As(err, &timeout) || timeout.TimeoutDur != 20*time.Millisecond {
		t.Errorf("got %v, want a ResponseTimeoutError of 20ms", err)
	}
}

func TestResponseLimit(t *testing.T) {
	limit := func(o *a2iruntime.Options) { o.MaxResponseBytes = 1000 }
	document := func(size int) string { return `{"HumanLoopName":"` + strings.Repeat("x", size-20) + `"}` }
	for _, tc := range []struct {
		name    string
		handler http.HandlerFunc
		ok      bool
	}{
		{"at the limit", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(document(1000))) }, true},
		{"one byte over, with Content-Length", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(document(1001))) }, false},
		{"one byte over, in chunks", func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			_, _ = w.Write([]byte(document(1001)))
		}, false},
		{"at the limit, in chunks", func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			_, _ = w.Write([]byte(document(1000)))
		}, true},
		{"gzip that decompresses to more than the limit", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write([]byte(document(1001)))
			_ = z.Close()
		}, false},
		{"endless", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			calls := 0
			c := serve(t, func(w http.ResponseWriter, r *http.Request) { calls++; tc.handler(w, r) }, limit)
			_, err := c.DescribeHumanLoop(context.Background(), loop)
			if tc.ok && err != nil {
				t.Fatal(err)
			}
			if !tc.ok && !contains(err, "larger than 1000 bytes: raise Options.MaxResponseBytes") {
				t.Errorf("got %v, want an error that names the limit", err)
			}
			if calls != 1 {
				t.Errorf("got %d calls, want 1: a response that is too large is not retried", calls)
			}
		})
	}
}

func TestInvalidDocuments(t *testing.T) {
	for _, body := range []string{
		"", "<html>", `{"HumanLoopName":"a"`, `{"HumanLoopName":"a"}}`, `{"HumanLoopName":"a"} {}`, `{"HumanLoopName":"a" "HumanLoopArn":"b"}`,
		`{"HumanLoopName":5}`, `{"CreationTime":true}`, `{"CreationTime":"yesterday"}`, `{"CreationTime":1e300}`, `{"HumanLoopOutput":[]}`, `"text"`, `[]`,
	} {
		_, err := newClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: body}}}).DescribeHumanLoop(context.Background(), loop)
		var deserialization *smithy.DeserializationError
		if !errors.As(err, &deserialization) {
			t.Errorf("%s: got %v, want a DeserializationError", body, err)
		}
	}
	_, err := newClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"HumanLoopOutput":{"OutputS3Uri":7}}`}}}).DescribeHumanLoop(context.Background(), loop)
	if want := "member HumanLoopOutput.OutputS3Uri: want a string"; !contains(err, want) {
		t.Errorf("got %v, want an error that says %q", err, want)
	}
}

func TestContextEnds(t *testing.T) {
	cause := errors.New("the job was stopped")
	arrived := make(chan struct{})
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		<-arrived
		cancel(cause)
	}()
	_, err := c.DescribeHumanLoop(ctx, loop)
	if !errors.Is(err, context.Canceled) || !errors.Is(err, cause) {
		t.Errorf("got %v, want context.Canceled and its cause", err)
	}
	expired, stop := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer stop()
	if _, err := c.DescribeHumanLoop(expired, loop); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want context.DeadlineExceeded", err)
	}
}
