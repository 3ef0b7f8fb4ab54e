package awsclient_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// errorResponse returns a response with an error code.
func errorResponse(status int, code string) clienttest.Response {
	return clienttest.Response{Status: status, Header: map[string]string{"X-Amzn-Errortype": code}}
}

func TestMayHaveSucceeded(t *testing.T) {
	lost := clienttest.Response{Err: errors.New("connection reset by peer")}
	throttled, notFound := errorResponse(429, "ThrottlingException"), errorResponse(404, "ResourceNotFoundException")
	page := func(status int) clienttest.Response { return clienttest.Response{Status: status, Body: "<html>"} }
	for _, tc := range []struct {
		name      string
		responses []clienttest.Response
		want      bool
	}{
		{"not found", []clienttest.Response{notFound}, false},
		{"another refusal", []clienttest.Response{errorResponse(400, "SomethingNew")}, false},
		{"a redirect", []clienttest.Response{{Status: 302}}, false},
		{"throttled", []clienttest.Response{throttled}, false},
		{"throttled without a code", []clienttest.Response{page(429)}, false},
		{"throttled with 503", []clienttest.Response{errorResponse(503, "SlowDown")}, true},
		{"a redirect with 303", []clienttest.Response{{Status: 303}}, true},
		{"a timeout with a code", []clienttest.Response{errorResponse(408, "RequestTimeout")}, true},
		{"a gateway's JSON", []clienttest.Response{{Status: 404, Body: `{"code":"NOT_FOUND"}`}}, true},
		{"not found after throttling", []clienttest.Response{throttled, throttled, notFound}, false},
		{"failed", []clienttest.Response{errorResponse(500, "InternalServerException")}, true},
		{"unavailable", []clienttest.Response{page(503)}, true},
		{"lost", []clienttest.Response{lost}, true},
		{"a page instead of the document", []clienttest.Response{page(200)}, true},
		{"a proxy's 403", []clienttest.Response{page(403)}, true},
		{"a proxy's 404", []clienttest.Response{page(404)}, true},
		{"a proxy's 408", []clienttest.Response{page(408)}, true},
		{"not found after a lost response", []clienttest.Response{lost, notFound}, true},
		{"not found after a lost response and throttling", []clienttest.Response{lost, throttled, notFound}, true},
		{"not found after a proxy's 502", []clienttest.Response{page(502), notFound}, true},
		{"lost after throttling", []clienttest.Response{throttled, throttled, lost}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := describeWith(&clienttest.Exchange{Responses: tc.responses})
			if got := types.MayHaveSucceeded(err); err == nil || got != tc.want {
				t.Errorf("got %t for %v", got, err)
			}
		})
	}
}

func describeWith(httpClient a2iruntime.HTTPClient, fns ...func(*a2iruntime.Options)) error {
	return describeIn(context.Background(), httpClient, fns...)
}

func describeIn(ctx context.Context, httpClient a2iruntime.HTTPClient, fns ...func(*a2iruntime.Options)) error {
	_, err := newClient(httpClient, append([]func(*a2iruntime.Options){retryWithoutDelay}, fns...)...).DescribeHumanLoop(ctx, loop)
	return err
}

// If the call does not end with the service's response, the result depends on the
// requests that were sent, and only on those of this call.
func TestMayHaveSucceededWithoutResponse(t *testing.T) {
	notFound := &clienttest.Exchange{Responses: []clienttest.Response{errorResponse(404, "ResourceNotFoundException")}}
	refusal := describeWith(notFound)
	failure := describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Status: 500}}})
	// canceled returns a context that is canceled with a cause at the nth request.
	canceled := func(n int, cause error, before ...clienttest.Response) error {
		ctx, cancel := context.WithCancelCause(context.Background())
		exchange, requests := &clienttest.Exchange{Responses: before}, 0
		return describeIn(ctx, clienttest.DoFunc(func(r *http.Request) (*http.Response, error) {
			if requests++; requests == n {
				cancel(cause)
				return nil, ctx.Err()
			}
			return exchange.Do(r)
		}))
	}
	over, end := context.WithCancelCause(context.Background())
	end(failure)
	step := func(m middleware.DeserializeMiddleware) func(*a2iruntime.Options) {
		return a2iruntime.WithAPIOptions(func(s *middleware.Stack) error { return s.Deserialize.Add(m, middleware.Before) })
	}
	for _, tc := range []struct {
		name string
		err  error
		want bool
	}{
		{"no error", nil, true},
		{"of no call", errors.New("another"), true},
		{"a bad input", func() error {
			_, err := a2iruntime.New(a2iruntime.Options{Region: "us-east-1"}).DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{})
			return err
		}(), false},
		{"no credentials", describeWith(notFound, func(o *a2iruntime.Options) { o.Credentials = nil }), false},
		{"canceled before, because another call failed", describeIn(over, notFound), false},
		{"canceled under way", canceled(1, nil), true},
		{"canceled under way, because another call was refused", canceled(1, refusal), true},
		{"canceled under way after throttling", canceled(2, refusal, errorResponse(429, "ThrottlingException")), true},
		{"the result is replaced", describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}, step(middleware.DeserializeMiddlewareFunc("other", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
			out, metadata, err := next.HandleDeserialize(ctx, in)
			out.Result = 1
			return out, metadata, err
		}))), true},
		{"a step returns no result and sends nothing", describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}, a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("nothing", func(context.Context, middleware.InitializeInput, middleware.InitializeHandler) (out middleware.InitializeOutput, metadata middleware.Metadata, err error) {
				return out, metadata, nil
			}), middleware.Before)
		})), false},
		{"a later step fails", describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}, step(middleware.DeserializeMiddlewareFunc("fails", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
			_, metadata, _ := next.HandleDeserialize(ctx, in)
			return middleware.DeserializeOutput{}, metadata, errors.New("failed")
		}))), true},
		{"a step sends again", describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Status: 500}, errorResponse(404, "ResourceNotFoundException")}}, a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
			return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("again", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
				if _, _, err := next.HandleDeserialize(ctx, in); err != nil {
					return middleware.DeserializeOutput{}, middleware.Metadata{}, err
				}
				return next.HandleDeserialize(ctx, in)
			}), middleware.After)
		})), true},
		{"the deserializer is removed", describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Status: 500}}}, a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
			_, err := s.Deserialize.Remove("OperationDeserializer")
			return err
		})), true},
		{"another context", describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Status: 500}}}, step(middleware.DeserializeMiddlewareFunc("other", func(_ context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
			return next.HandleDeserialize(context.Background(), in) //nolint:contextcheck // this is tested
		}))), true},
		{"the retry delay fails after a lost response", describeWith(&clienttest.Exchange{Responses: []clienttest.Response{{Status: 502}}}, func(o *a2iruntime.Options) {
			o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) { so.Backoff, so.RateLimiter = noDelay{}, ratelimit.None })
		}), true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := types.MayHaveSucceeded(tc.err); got != tc.want || tc.err == nil && tc.name != "no error" {
				t.Errorf("got %t for %v", got, tc.err)
			}
		})
	}
}

// Attempts do not include one that was prevented because the context had ended.
func TestAttemptsAfterContextEnds(t *testing.T) {
	for _, made := range []int{0, 1, 2} {
		ctx, cancel := context.WithCancel(context.Background())
		if made == 0 {
			cancel()
		}
		requests := 0
		err := describeIn(ctx, clienttest.DoFunc(func(*http.Request) (*http.Response, error) {
			if requests++; requests == made {
				cancel()
			}
			return nil, errors.New("connection reset by peer")
		}))
		cancel()
		var call *types.CallError
		if !errors.As(err, &call) || call.Attempts != made || requests != made {
			t.Errorf("got %d requests and %+v of the error %v", requests, call, err)
		}
	}
}

// If the context ends while the response is read, the error still contains the service's
// response.
func TestContextEndsWhileReadingResponse(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	err := describeIn(ctx, clienttest.DoFunc(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusBadGateway, Header: http.Header{}, Body: endingBody{cancel}}, nil
	}), func(o *a2iruntime.Options) {
		o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
			so.RateLimiter = ratelimit.None
			so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return time.Hour, nil })
		})
	})
	var api smithy.APIError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &api) || !strings.Contains(err.Error(), "502 Bad Gateway") {
		t.Errorf("got %v, want context.Canceled and the status 502", err)
	}
}

// endingBody cancels the call's context when it is read.
type endingBody struct{ cancel func() }

func (b endingBody) Read([]byte) (int, error) { b.cancel(); return 0, context.Canceled }
func (endingBody) Close() error               { return nil }

type noDelay struct{}

func (noDelay) BackoffDelay(int, error) (time.Duration, error) { return 0, errors.New("no delay") }
