package awsclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"
)

// steps lists all steps in order. Tracing and instrumentation packages insert steps next
// to them, so the order changes only if the official clients change theirs.
const steps = `DescribeHumanLoop
	Initialize stack step
		OperationInputValidation
	Serialize stack step
		OperationSerializer
	Build stack step
		ClientRequestID
		UserAgent
		RecursionDetection
	Finalize stack step
		Retry
		ResolveAuthScheme
		GetIdentity
		ResolveEndpointV2
		disableHTTPS
		ComputePayloadHash
		Signing
	Deserialize stack step
		AddRawResponseToMetadata
		ResponseErrorWrapper
		RequestIDRetriever
		OperationDeserializer
		RecordResponseTiming
		RequestResponseLogger
`

var loop = &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}

func newClient(httpClient a2iruntime.HTTPClient, optFns ...func(*a2iruntime.Options)) *a2iruntime.Client {
	return a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: httpClient}, optFns...)
}

func okExchange() *clienttest.Exchange {
	return &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
}

func TestStackOrder(t *testing.T) {
	var got string
	c := newClient(okExchange(), a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
		got = s.String()
		return nil
	}))
	if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(steps, got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// insertBeside adds one step before Signing, which the signature must cover, and one
// after Retry, which runs once per attempt.
func insertBeside(value string, attempts *int) func(*middleware.Stack) error {
	return func(s *middleware.Stack) error {
		header := middleware.FinalizeMiddlewareFunc("setHeader", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			in.Request.(*smithyhttp.Request).Header.Set("X-Caller", value)
			return next.HandleFinalize(ctx, in)
		})
		count := middleware.FinalizeMiddlewareFunc("countAttempts", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			*attempts++
			return next.HandleFinalize(ctx, in)
		})
		if err := s.Finalize.Insert(header, "Signing", middleware.Before); err != nil {
			return err
		}
		return s.Finalize.Insert(count, "Retry", middleware.After)
	}
}

func TestCustomSteps(t *testing.T) {
	for _, perCall := range []bool{false, true} {
		t.Run(fmt.Sprintf("per call %t", perCall), func(t *testing.T) {
			exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Status: 503}, {Body: "{}"}}}
			attempts := 0
			add := a2iruntime.WithAPIOptions(insertBeside("me", &attempts))
			var err error
			if perCall {
				_, err = newClient(exchange, retryWithoutDelay).DescribeHumanLoop(context.Background(), loop, add)
			} else {
				_, err = newClient(exchange, retryWithoutDelay, add).DescribeHumanLoop(context.Background(), loop)
			}
			if err != nil {
				t.Fatal(err)
			}
			if attempts != 2 {
				t.Errorf("the step after Retry ran %d times, want 2", attempts)
			}
			for i, r := range exchange.Requests() {
				if r.Header.Get("X-Caller") != "me" || !strings.Contains(r.Header.Get("Authorization"), ";x-caller,") {
					t.Errorf("attempt %d: the step before Signing did not run, or its header is not signed: %v", i+1, r.Header)
				}
			}
		})
	}
}

// Two custom steps with the same ID both run, as in the official clients' stacks.
func TestCustomStepsWithSameID(t *testing.T) {
	var ran []string
	add := func(name string) func(*a2iruntime.Options) {
		return a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("same", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
				ran = append(ran, name)
				return next.HandleInitialize(ctx, in)
			}), middleware.After)
		})
	}
	if _, err := newClient(okExchange(), add("client's")).DescribeHumanLoop(context.Background(), loop, add("call's")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"client's", "call's"}, ran); diff != "" {
		t.Errorf("steps that ran (-want +got):\n%s", diff)
	}
}

// The context contains the values that otelaws and X-Ray read from the first step on.
func TestContextValues(t *testing.T) {
	var got []string
	look := a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
		return s.Initialize.Add(middleware.InitializeMiddlewareFunc("look", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			got = []string{
				awsmiddleware.GetServiceID(ctx), awsmiddleware.GetOperationName(ctx), awsmiddleware.GetRegion(ctx),
				middleware.GetServiceID(ctx), middleware.GetOperationName(ctx), fmt.Sprint(middleware.GetStackValue(ctx, outerKey{})),
			}
			return next.HandleInitialize(ctx, in)
		}), middleware.Before)
	})
	// A call that is made in a step of another call must not see the other call's values.
	ctx := middleware.WithStackValue(awsmiddleware.SetOperationName(context.Background(), "Outer"), outerKey{}, "outer")
	if _, err := newClient(okExchange(), look).DescribeHumanLoop(ctx, loop); err != nil {
		t.Fatal(err)
	}
	want := []string{"SageMaker A2I Runtime", "DescribeHumanLoop", "us-east-1", "SageMaker A2I Runtime", "DescribeHumanLoop", "<nil>"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("context values (-want +got):\n%s", diff)
	}
}

type outerKey struct{}

// Goroutines can share a client, with the shared stack and with stacks changed by
// APIOptions.
func TestConcurrentCalls(t *testing.T) {
	exchange := okExchange()
	c := newClient(exchange, a2iruntime.WithAPIOptions(awsmiddleware.AddUserAgentKey("app")))
	var wg sync.WaitGroup
	for g := 0; g < 64; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 20; i++ {
				in := &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String(fmt.Sprintf("loop-%d-%d", g, i))}
				var optFns []func(*a2iruntime.Options)
				if i%4 == 0 {
					optFns = append(optFns, func(o *a2iruntime.Options) { o.AppID = "other" })
				}
				if _, err := c.DescribeHumanLoop(context.Background(), in, optFns...); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wg.Wait()
	paths := map[string]bool{}
	for _, r := range exchange.Requests() {
		paths[r.URL.Path] = true
	}
	if len(paths) != 64*20 {
		t.Errorf("got requests for %d different paths, want %d", len(paths), 64*20)
	}
}

// APIOptions run for each call, because each call has its own stack.
func TestAPIOptionsRunForEachCall(t *testing.T) {
	var composed atomic.Int32
	c := newClient(okExchange(), a2iruntime.WithAPIOptions(func(*middleware.Stack) error {
		composed.Add(1)
		return nil
	}))
	var wg sync.WaitGroup
	for range 64 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if n := composed.Load(); n != 64 {
		t.Errorf("APIOptions ran %d times for 64 calls", n)
	}
}

// unlockedMeters provides histograms that read the properties without a lock: a lock would
// hide a data race from the race detector.
type unlockedMeters struct{}

func (unlockedMeters) Meter(string, ...metrics.MeterOption) metrics.Meter { return unlockedMeter{} }

type unlockedMeter struct{ metrics.NopMeter }

func (unlockedMeter) Float64Histogram(string, ...metrics.InstrumentOption) (metrics.Float64Histogram, error) {
	return unlockedHistogram{}, nil
}

type unlockedHistogram struct{}

func (unlockedHistogram) Record(_ context.Context, _ float64, optFns ...metrics.RecordMetricOption) {
	for _, fn := range optFns {
		fn(new(metrics.RecordMetricOptions))
	}
}

// A custom step may return before the next step does, for example one with a time limit
// or one that sends twice. The race detector checks that the calls share nothing that
// still changes.
func TestStepsReturnEarly(t *testing.T) {
	first := func(s *middleware.Stack) error {
		return s.Initialize.Add(middleware.InitializeMiddlewareFunc("early", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (out middleware.InitializeOutput, metadata middleware.Metadata, err error) {
			go func() { _, _, _ = next.HandleInitialize(ctx, in) }()
			return out, metadata, errors.New("too slow")
		}), middleware.Before)
	}
	behind := func(id string) func(*middleware.Stack) error {
		return func(s *middleware.Stack) error {
			return s.Finalize.Insert(middleware.FinalizeMiddlewareFunc("early", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (out middleware.FinalizeOutput, metadata middleware.Metadata, err error) {
				go func() { _, _, _ = next.HandleFinalize(ctx, in) }()
				return out, metadata, errors.New("too slow")
			}), id, middleware.After)
		}
	}
	for name, early := range map[string]func(*middleware.Stack) error{
		"first": first, "behind GetIdentity": behind("GetIdentity"), "behind ResolveEndpointV2": behind("ResolveEndpointV2"), "behind Signing": behind("Signing"),
	} {
		t.Run(name, func(t *testing.T) { returnEarly(t, a2iruntime.WithAPIOptions(early)) })
	}
}

func returnEarly(t *testing.T, early func(*a2iruntime.Options)) {
	var under sync.WaitGroup
	under.Add(40)
	c := newClient(clienttest.DoFunc(func(*http.Request) (*http.Response, error) {
		under.Done()
		return nil, errors.New("connection refused")
	}), early, func(o *a2iruntime.Options) { o.Retryer, o.MeterProvider = aws.NopRetryer{}, unlockedMeters{} })
	for range 20 {
		for _, call := range []func() error{
			func() error { _, err := c.DescribeHumanLoop(context.Background(), loop); return err },
			func() error { _, err := start(context.Background(), c); return err },
		} {
			if err := call(); err == nil || !strings.Contains(err.Error(), "too slow") {
				t.Errorf("got %v", err)
			}
		}
	}
	under.Wait()
}

// An option function can wrap the HTTP client, as it can the retryer.
func TestWrapHTTPClient(t *testing.T) {
	c := a2iruntime.New(a2iruntime.Options{}, func(o *a2iruntime.Options) {
		if o.HTTPClient == nil || o.Retryer == nil || o.Logger == nil || o.HTTPSignerV4 == nil || o.EndpointResolverV2 == nil || o.AuthSchemeResolver == nil {
			t.Errorf("an option function does not see the default: %+v", o)
		}
		o.HTTPClient = o.HTTPClient.(*awshttp.BuildableClient).WithTimeout(time.Second)
	})
	if b, ok := c.Options().HTTPClient.(*awshttp.BuildableClient); !ok || b.GetTimeout() != time.Second {
		t.Errorf("Options().HTTPClient is %T", c.Options().HTTPClient)
	}
}

// A function in APIOptions may call the client that it configures.
func TestAPIOptionsMayCallClient(t *testing.T) {
	var c *a2iruntime.Client
	nested := false
	c = newClient(okExchange(), a2iruntime.WithAPIOptions(func(*middleware.Stack) error {
		if nested {
			return nil
		}
		nested = true
		_, err := c.DescribeHumanLoop(context.Background(), loop)
		return err
	}))
	if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Error(err)
	}
}
