package awsclient_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// A custom step may send an attempt twice at once, to use the faster response. The race
// detector checks that the two share nothing that changes. A Finalize step cannot do
// that: a middleware.Stack writes to itself between Finalize and Deserialize.
func TestConcurrentAttempts(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Count(r.Header.Get("Authorization"), "Signature=") != 1 {
			w.WriteHeader(http.StatusForbidden)
		}
		_, _ = io.WriteString(w, "{}") // the client reports a failed write
	}, a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
		return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("hedge", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
			out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
		) {
			requests := make([]*smithyhttp.Request, 2)
			for i := range requests { // each reads its own body
				requests[i] = in.Request.(*smithyhttp.Request).Clone()
				if body, ok := requests[i].GetStream().(*bytes.Reader); ok {
					clone := *body
					if requests[i], err = requests[i].SetStream(&clone); err != nil {
						return out, metadata, err
					}
				}
			}
			errs := make([]error, 2)
			var both sync.WaitGroup
			for i, request := range requests {
				both.Add(1)
				go func() {
					defer both.Done()
					result, resultMetadata, err := next.HandleDeserialize(ctx, middleware.DeserializeInput{Request: request})
					if errs[i] = err; i == 0 {
						out, metadata = result, resultMetadata
					}
				}()
			}
			both.Wait()
			return out, metadata, errors.Join(errs...)
		}), middleware.Before)
	}))
	for range 10 {
		if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil {
			t.Fatal(err)
		}
		if _, err := start(context.Background(), c); err != nil {
			t.Fatal(err)
		}
	}
}

// Neither an output nor an error keeps the request's body in memory.
func TestOutputsDoNotRetainBody(t *testing.T) {
	for _, status := range []int{http.StatusOK, http.StatusConflict} {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // the client reports a truncated body
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{}`)
		})
		content := `"` + strings.Repeat("x", 1<<20) + `"`
		var retained []any
		before := liveHeap()
		for range 20 {
			out, err := c.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
				HumanLoopName: aws.String("loop"), FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"),
				HumanLoopInput: &types.HumanLoopInput{InputContent: &content},
			})
			retained = append(retained, out, err)
		}
		if grown := int64(liveHeap()) - int64(before); grown > 4<<20 {
			t.Errorf("status %d: 20 outputs of calls with 1 MiB keep %d bytes", status, grown)
		}
		runtime.KeepAlive(retained)
	}
}

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // the contents of a pool survive the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// If a custom step returns a result of another type, the call returns an error that lists
// the earlier attempts.
func TestStepReturnsWrongType(t *testing.T) {
	for _, tc := range []struct {
		name   string
		result any
		want   string
	}{
		{"another type", 1, "a middleware returned int instead of *a2iruntime.DescribeHumanLoopOutput"},
		{"nil", nil, "a middleware returned <nil> instead of"},
		{"nil output", (*a2iruntime.DescribeHumanLoopOutput)(nil), "a middleware returned *a2iruntime.DescribeHumanLoopOutput instead of"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Status: 503}, {Body: "{}"}}}
			_, err := newClient(exchange, retryWithoutDelay, a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
				return s.Finalize.Add(middleware.FinalizeMiddlewareFunc("replace", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
					out, metadata, err := next.HandleFinalize(ctx, in)
					out.Result = tc.result
					return out, metadata, err
				}), middleware.Before)
			})).DescribeHumanLoop(context.Background(), loop)
			var call *types.CallError
			if !errors.As(err, &call) || call.Attempts != 2 || len(call.Earlier) != 1 || !call.MayHaveSucceeded || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error that says %q, after two attempts", err, tc.want)
			}
		})
	}
}
