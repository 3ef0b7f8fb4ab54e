package compat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
	//nolint:staticcheck // SA1019: the module is deprecated, but applications use it
	"go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-sdk-go-v2/otelaws"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// newTracing returns a tracer provider, and a function that returns its ended spans.
func newTracing(t *testing.T) (*sdktrace.TracerProvider, func() tracetest.SpanStubs) {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	t.Cleanup(func() { must(t, provider.Shutdown(context.Background())) })
	return provider, exporter.GetSpans
}

// attributes returns a span's attributes as text.
func attributes(s tracetest.SpanStub) map[string]string {
	all := map[string]string{}
	for _, a := range s.Attributes {
		all[string(a.Key)] = a.Value.String()
	}
	return all
}

// OpenTelemetry's instrumentation records the same spans for these clients as for an
// official client.
func TestOtelaws(t *testing.T) {
	ways := []struct {
		name string
		add  func(s *subject, provider trace.TracerProvider) clientOptions
	}{
		{"aws.Config", func(s *subject, provider trace.TracerProvider) clientOptions {
			s.cfg.APIOptions = append(s.cfg.APIOptions, instrumented(provider).apiOptions...)
			return clientOptions{}
		}},
		{"Options", func(_ *subject, provider trace.TracerProvider) clientOptions { return instrumented(provider) }},
	}
	cases := []struct {
		name      string
		resource  string
		throttles int
		status    string
		code      codes.Code
		errorType string // the type of the outermost error, which otelaws records
		text      string // part of the status description
	}{
		{name: "success", resource: found, status: "200", code: codes.Unset},
		{name: "success after two throttles", resource: found, throttles: 2, status: "200", code: codes.Unset},
		{name: "typed error", resource: notFound, status: "404", code: codes.Error, errorType: "*http.ResponseError", text: "ResourceNotFoundException"},
		{name: "all attempts throttled", resource: found, throttles: 3, status: "429", code: codes.Error, errorType: "*retry.MaxAttemptsError", text: "ThrottlingException"},
	}
	for _, way := range ways {
		for _, tc := range cases {
			t.Run(way.name+"/"+tc.name, func(t *testing.T) {
				observe := func(s subject) tracetest.SpanStub {
					provider, spans := newTracing(t)
					options := way.add(&s, provider)
					for range tc.throttles {
						s.throttle()
					}
					ctx, parent := provider.Tracer("application").Start(context.Background(), "review invoices")
					err := s.client(s.cfg, options)(ctx, tc.resource)
					parent.End()
					if (err != nil) != (tc.code == codes.Error) {
						t.Fatalf("%s: error %v, want an error: %t", s.operation, err, tc.code == codes.Error)
					}
					if n := len(spans()); n != 2 {
						t.Fatalf("%s: got %d spans, want 2: the application's and the call's, no matter how many attempts", s.operation, n)
					}
					span := spans()[0]
					if span.Parent.SpanID() != parent.SpanContext().SpanID() || span.SpanContext.TraceID() != parent.SpanContext().TraceID() {
						t.Errorf("%s: the span's parent is %v, want the application's", s.operation, span.Parent)
					}
					attempts := min(tc.throttles+1, 3)
					want := slices.Repeat([]string{fmt.Sprintf("00-%s-%s-01", span.SpanContext.TraceID(), span.SpanContext.SpanID())}, attempts)
					if diff := cmp.Diff(want, s.traceparents()); diff != "" {
						t.Errorf("%s: traceparent of each attempt (-want +got):\n%s", s.operation, diff)
					}
					return span
				}
				ours, official := subjects(t)
				reference := observe(official)
				for _, s := range ours {
					span := observe(s)
					if want := s.service + "." + s.operation; span.Name != want || span.SpanKind != trace.SpanKindClient || span.Status.Code != tc.code {
						t.Errorf("span %s, %s, %s: want %s, client, %s", span.Name, span.SpanKind, span.Status.Code, want, tc.code)
					}
					if !strings.Contains(span.Status.Description, tc.text) {
						t.Errorf("%s: got status %q, want the error's code %s", s.operation, span.Status.Description, tc.text)
					}
					got, want := attributes(span), attributes(reference)
					want["rpc.method"] = s.service + "/" + s.operation
					if got["aws.request_id"] == "" || got["aws.region"] != "us-east-1" || got["http.response.status_code"] != tc.status || got["error.type"] != tc.errorType {
						t.Errorf("%s: got attributes %v, want a request ID, the Region, status %s and error %q", s.operation, got, tc.status, tc.errorType)
					}
					want["aws.request_id"] = got["aws.request_id"] // it is random in the local services
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s: attributes (-official client +ours):\n%s", s.operation, diff)
					}
				}
			})
		}
	}
}

// A call with an invalid input creates no span, as with an official client: the
// instrumentation starts after the input is validated.
func TestOtelawsInvalidInput(t *testing.T) {
	ours, official := subjects(t)
	for _, s := range append(ours, official) {
		provider, spans := newTracing(t)
		err := s.client(s.cfg, instrumented(provider))(context.Background(), unnamed)
		var invalid smithy.InvalidParamsError
		if !errors.As(err, &invalid) || len(spans()) != 0 || len(s.traceparents()) != 0 {
			t.Errorf("%s without a name: error %v, %d spans, %d requests; want an InvalidParamsError, no span and no request", s.operation, err, len(spans()), len(s.traceparents()))
		}
	}
}

// The span of each concurrent call is a child of its own caller's span.
func TestOtelawsConcurrently(t *testing.T) {
	ours, official := subjects(t)
	for _, s := range append(ours, official) {
		const calls = 32
		provider, spans := newTracing(t)
		call := s.client(s.cfg, instrumented(provider))
		var group sync.WaitGroup
		for i := range calls {
			group.Go(func() {
				ctx, parent := provider.Tracer("application").Start(context.Background(), "review")
				defer parent.End()
				if err := call(ctx, []string{found, notFound}[i%2]); (err == nil) != (i%2 == 0) {
					t.Errorf("%s: call %d: error %v", s.operation, i, err)
				}
			})
		}
		group.Wait()
		parents, children := map[trace.SpanID]int{}, 0
		for _, span := range spans() {
			if span.Name == "review" {
				parents[span.SpanContext.SpanID()]++
			} else {
				parents[span.Parent.SpanID()]++
				children++
			}
		}
		for id, n := range parents {
			if n != 2 {
				t.Errorf("%s: got %d spans for caller %s, want 2: the caller's and the call's", s.operation, n, id)
			}
		}
		if len(parents) != calls || children != calls {
			t.Errorf("%s: got spans of %d calls and %d callers, want %d of each", s.operation, children, len(parents), calls)
		}
	}
}

// instrumented returns options that instrument a client.
func instrumented(provider trace.TracerProvider) (o clientOptions) {
	otelaws.AppendMiddlewares(&o.apiOptions, otelaws.WithTracerProvider(provider), otelaws.WithTextMapPropagator(propagation.TraceContext{}))
	return o
}
