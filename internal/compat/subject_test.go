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

// subject is one operation of a client that is looked at while it calls.
type subject struct {
	service, operation string
	cfg                aws.Config

	// client returns a client's call of something: found, gone or unnamed.
	client func(cfg aws.Config, o own) func(ctx context.Context, what string) error

	// throttle has the next attempt throttled.
	throttle func()

	// traceparents contains the traceparent header of each request.
	traceparents func() []string
}

// What can be called. That which is unnamed is refused before the network.
const (
	found   = "found"
	gone    = "gone"
	unnamed = ""
)

func pointer(name string) *string {
	if name == unnamed {
		return nil
	}
	return &name
}

// own are options of the client itself, not of its aws.Config.
type own struct {
	apiOptions []func(*middleware.Stack) error
	tracer     tracing.TracerProvider
	meter      metrics.MeterProvider
}

// subjects are this module's clients, and what they are compared with.
func subjects(t *testing.T) (ours []subject, official subject) {
	t.Helper()
	return []subject{loops(t), executions(t)}, schedules(t)
}

// loops is DescribeHumanLoop of this module.
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
	s.cfg, s.traceparents = listened(t, srv.Config())
	s.throttle = func() {
		must(t, srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Code: "ThrottlingException"}))
	}
	s.client = func(cfg aws.Config, own own) func(context.Context, string) error {
		client := a2iruntime.NewFromConfig(cfg, func(o *a2iruntime.Options) {
			o.APIOptions = append(o.APIOptions, own.apiOptions...)
			o.TracerProvider, o.MeterProvider = own.tracer, own.meter
		})
		return func(ctx context.Context, what string) error {
			_, err := client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: pointer(what)})
			return err
		}
	}
	return s
}

// executions is ListFlowExecutions of this module.
func executions(t *testing.T) subject {
	t.Helper()
	srv := flowstest.NewServer(func(o *flowstest.Options) { o.Flows = []string{"FLOW123456"} })
	t.Cleanup(srv.Close)
	must(t, srv.Err())
	s := subject{service: "Bedrock Agent Runtime", operation: "ListFlowExecutions"}
	s.cfg, s.traceparents = listened(t, srv.Config())
	s.throttle = func() { must(t, srv.Inject(flowstest.Fault{Code: "ThrottlingException"})) }
	s.client = func(cfg aws.Config, own own) func(context.Context, string) error {
		client := bedrockflows.NewFromConfig(cfg, func(o *bedrockflows.Options) {
			o.APIOptions = append(o.APIOptions, own.apiOptions...)
			o.TracerProvider, o.MeterProvider = own.tracer, own.meter
		})
		flows := map[string]string{found: "FLOW123456", gone: "NOSUCHFLOW"}
		return func(ctx context.Context, what string) error {
			_, err := client.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: pointer(flows[what])})
			return err
		}
	}
	return s
}

// schedules is GetSchedule of an official client. The module proxy does not
// serve the official clients of the services here in a current version; all
// official clients are generated alike, and this one speaks restJson1 too.
func schedules(t *testing.T) subject {
	t.Helper()
	var throttles atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Amzn-Requestid", "9c1f4d2e-0000-4000-8000-000000000001")
		answer := func(status int, code string) {
			w.Header().Set("X-Amzn-Errortype", code)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"Message": "no"}`)
		}
		switch {
		case throttles.Load() > 0:
			throttles.Add(-1)
			answer(http.StatusTooManyRequests, "ThrottlingException")
		case strings.HasSuffix(r.URL.Path, gone):
			answer(http.StatusNotFound, "ResourceNotFoundException")
		default:
			_, _ = io.WriteString(w, `{}`)
		}
	}))
	t.Cleanup(srv.Close)
	like := loops(t).cfg // its credentials, Region and retries
	like.BaseEndpoint = &srv.URL
	s := subject{service: scheduler.ServiceID, operation: "GetSchedule"}
	s.cfg, s.traceparents = listened(t, like)
	s.throttle = func() { throttles.Add(1) }
	s.client = func(cfg aws.Config, own own) func(context.Context, string) error {
		client := scheduler.NewFromConfig(cfg, func(o *scheduler.Options) {
			o.APIOptions = append(o.APIOptions, own.apiOptions...)
			if own.tracer != nil {
				o.TracerProvider = own.tracer
			}
			if own.meter != nil {
				o.MeterProvider = own.meter
			}
		})
		return func(ctx context.Context, what string) error {
			_, err := client.GetSchedule(ctx, &scheduler.GetScheduleInput{Name: pointer(what)})
			return err
		}
	}
	return s
}

// listened makes clients of a configuration send through an HTTP client that
// notes the header traceparent of every request.
func listened(t *testing.T, cfg aws.Config) (aws.Config, func() []string) {
	t.Helper()
	l := &listener{client: http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}}
	t.Cleanup(l.client.CloseIdleConnections)
	cfg.HTTPClient = l
	return cfg, l.seen
}

type listener struct {
	client http.Client
	mu     sync.Mutex
	got    []string
}

func (l *listener) Do(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	l.got = append(l.got, r.Header.Get("Traceparent"))
	l.mu.Unlock()
	return l.client.Do(r)
}

func (l *listener) seen() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.got...)
}
