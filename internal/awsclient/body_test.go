package awsclient_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/smithy-go/tracing"
)

// After net/http has sent a body, it checks that the body has ended. That may happen
// after the response has arrived and the body was closed. The body must then report
// io.EOF: an error would make net/http close the connection while the response is read.
func TestReadBodyAfterResponse(t *testing.T) {
	for name, option := range map[string]func(*a2iruntime.Options){
		"default": func(*a2iruntime.Options) {},
		"traced":  func(o *a2iruntime.Options) { o.TracerProvider = tracer{} },
	} {
		t.Run(name, func(t *testing.T) {
			var body io.Reader
			c := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider,
				HTTPClient: clienttest.DoFunc(func(r *http.Request) (*http.Response, error) {
					body = r.Body
					if sent, err := io.ReadAll(io.LimitReader(body, r.ContentLength)); err != nil || int64(len(sent)) != r.ContentLength {
						t.Errorf("got %d bytes of %d, %v", len(sent), r.ContentLength, err)
					}
					return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}"))}, nil
				})}, option)
			if _, err := start(context.Background(), c); err != nil {
				t.Fatal(err)
			}
			if n, err := io.Copy(io.Discard, body); n != 0 || err != nil {
				t.Errorf("after the response: read %d bytes, error %v", n, err)
			}
		})
	}
}

// A client with this tracer uses smithy-go's own handler.
type tracer struct{}

func (tracer) Tracer(string, ...tracing.TracerOption) tracing.Tracer {
	return (&tracing.NopTracerProvider{}).Tracer("")
}
