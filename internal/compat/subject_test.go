package compat

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	a2itypes "github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
)

// subject is an operation of a client under test.
type subject struct {
	service, operation string
	cfg                aws.Config

	// client creates a client and returns a function that calls the operation with the
	// name of a resource: found, notFound or unnamed.
	client func(cfg aws.Config, o clientOptions) func(ctx context.Context, name string) error

	// throttle makes the service throttle the next attempt.
	throttle func()

	// traceparents returns the traceparent header of each request.
	traceparents func() []string
}

// The names of resources. The client rejects unnamed before it sends a request.
const (
	found    = "found"
	notFound = "missing"
	unnamed  = ""
)

func pointer(name string) *string {
	if name == unnamed {
		return nil
	}
	return &name
}

// clientOptions are options of the client that are not in its aws.Config.
type clientOptions struct {
	apiOptions []func(*middleware.Stack) error
	tracer     tracing.TracerProvider
	meter      metrics.MeterProvider
}

// subjects returns operations of this module's clients, and an operation of an official
// client to compare them with.
func subjects(t *testing.T) (ours []subject, official subject) {
	t.Helper()
	return []subject{loops(t), executions(t)}, schedules(t)
}

// loops returns this module's DescribeHumanLoop.
func loops(t *testing.T) subject {
	t.Helper()
	srv := a2itest.NewServer()
	t.Cleanup(srv.Close)
	must(t, srv.Err())
	_, err := a2iruntime.NewFromConfig(srv.Config()).StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String(found),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &a2itypes.HumanLoopInput{InputContent: aws.String("{}")},
	})
	must(t, err)
	s := subject{service: "SageMaker A2I Runtime", operation: "DescribeHumanLoop"}
	s.cfg, s.traceparents = recordTraceparents(t, srv.Config())
	s.throttle = func() {
		must(t, srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Code: "ThrottlingException"}))
	}
	s.client = func(cfg aws.Config, options clientOptions) func(context.Context, string) error {
		client := a2iruntime.NewFromConfig(cfg, func(o *a2iruntime.Options) {
			o.APIOptions = append(o.APIOptions, options.apiOptions...)
			o.TracerProvider, o.MeterProvider = options.tracer, options.meter
		})
		return func(ctx context.Context, name string) error {
			_, err := client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: pointer(name)})
			return err
		}
	}
	return s
}

// executions returns this module's ListFlowExecutions.
func executions(t *testing.T) subject {
	t.Helper()
	srv := flowstest.NewServer(func(o *flowstest.Options) { o.Flows = []string{"FLOW123456"} })
	t.Cleanup(srv.Close)
	must(t, srv.Err())
	s := subject{service: "Bedrock Agent Runtime", operation: "ListFlowExecutions"}
	s.cfg, s.traceparents = recordTraceparents(t, srv.Config())
	s.throttle = func() { must(t, srv.Inject(flowstest.Fault{Code: "ThrottlingException"})) }
	s.client = func(cfg aws.Config, options clientOptions) func(context.Context, string) error {
		client := bedrockflows.NewFromConfig(cfg, func(o *bedrockflows.Options) {
			o.APIOptions = append(o.APIOptions, options.apiOptions...)
			o.TracerProvider, o.MeterProvider = options.tracer, options.meter
		})
		flows := map[string]string{found: "FLOW123456", notFound: "NOSUCHFLOW"}
		return func(ctx context.Context, name string) error {
			_, err := client.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: pointer(flows[name])})
			return err
		}
	}
	return s
}

// schedules returns an official client's GetSchedule. The module proxy does not serve
// current versions of the official clients for A2I and Bedrock flows. The official
// clients are all generated in the same way, and this one uses restJson1 too.
func schedules(t *testing.T) subject {
	t.Helper()
	var throttles atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Amzn-Requestid", "9c1f4d2e-0000-4000-8000-000000000001")
		fail := func(status int, code string) {
			w.Header().Set("X-Amzn-Errortype", code)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"Message": "no"}`)
		}
		switch {
		case throttles.Load() > 0:
			throttles.Add(-1)
			fail(http.StatusTooManyRequests, "ThrottlingException")
		case strings.HasSuffix(r.URL.Path, notFound):
			fail(http.StatusNotFound, "ResourceNotFoundException")
		default:
			_, _ = io.WriteString(w, `{}`)
		}
	}))
	t.Cleanup(srv.Close)
	cfg := loops(t).cfg // the same credentials, Region and retries
	cfg.BaseEndpoint = &srv.URL
	s := subject{service: scheduler.ServiceID, operation: "GetSchedule"}
	s.cfg, s.traceparents = recordTraceparents(t, cfg)
	s.throttle = func() { throttles.Add(1) }
	s.client = func(cfg aws.Config, options clientOptions) func(context.Context, string) error {
		client := scheduler.NewFromConfig(cfg, func(o *scheduler.Options) {
			o.APIOptions = append(o.APIOptions, options.apiOptions...)
			if options.tracer != nil {
				o.TracerProvider = options.tracer
			}
			if options.meter != nil {
				o.MeterProvider = options.meter
			}
		})
		return func(ctx context.Context, name string) error {
			_, err := client.GetSchedule(ctx, &scheduler.GetScheduleInput{Name: pointer(name)})
			return err
		}
	}
	return s
}

// recordTraceparents returns a configuration whose HTTP client records the traceparent
// header of each request, and a function that returns the recorded headers.
func recordTraceparents(t *testing.T, cfg aws.Config) (aws.Config, func() []string) {
	t.Helper()
	r := &headerRecorder{client: http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}}
	t.Cleanup(r.client.CloseIdleConnections)
	cfg.HTTPClient = r
	return cfg, r.recorded
}

type headerRecorder struct {
	client  http.Client
	mu      sync.Mutex
	headers []string
}

func (r *headerRecorder) Do(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	r.headers = append(r.headers, request.Header.Get("Traceparent"))
	r.mu.Unlock()
	return r.client.Do(request)
}

func (r *headerRecorder) recorded() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.headers...)
}
