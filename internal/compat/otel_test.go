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
	//nolint:staticcheck // SA1019: its module is deprecated, but it is what applications have
	"go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-sdk-go-v2/otelaws"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// newTracing returns a tracer provider, and the spans that came of it.
func newTracing(t *testing.T) (*sdktrace.TracerProvider, func() tracetest.SpanStubs) {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	t.Cleanup(func() { must(t, provider.Shutdown(context.Background())) })
	return provider, exporter.GetSpans
}

// attributes are a span's, as text.
func attributes(s tracetest.SpanStub) map[string]string {
	all := map[string]string{}
	for _, a := range s.Attributes {
		all[string(a.Key)] = a.Value.String()
	}
	return all
}

// OpenTelemetry's instrumentation sees the calls of these clients as it sees
// calls of an official client.
func TestOtelaws(t *testing.T) {
	ways := []struct {
		name string
		add  func(s *subject, provider trace.TracerProvider) own
	}{
		{"aws.Config", func(s *subject, provider trace.TracerProvider) own {
			s.cfg.APIOptions = append(s.cfg.APIOptions, instrumented(provider).apiOptions...)
			return own{}
		}},
		{"Options", func(_ *subject, provider trace.TracerProvider) own { return instrumented(provider) }},
	}
	cases := []struct {
		name      string
		what      string
		throttles int
		status    string
		code      codes.Code
		errorType string // of the outermost error: what otelaws records
		text      string // in the status
	}{
		{name: "success", what: found, status: "200", code: codes.Unset},
		{name: "success after two throttles", what: found, throttles: 2, status: "200", code: codes.Unset},
		{name: "typed error", what: gone, status: "404", code: codes.Error, errorType: "*http.ResponseError", text: "ResourceNotFoundException"},
		{name: "throttled to the end", what: found, throttles: 3, status: "429", code: codes.Error, errorType: "*retry.MaxAttemptsError", text: "ThrottlingException"},
	}
	for _, way := range ways {
		for _, tc := range cases {
			t.Run(way.name+"/"+tc.name, func(t *testing.T) {
				observe := func(s subject) tracetest.SpanStub {
					provider, spans := newTracing(t)
					own := way.add(&s, provider)
					for range tc.throttles {
						s.throttle()
					}
					ctx, parent := provider.Tracer("application").Start(context.Background(), "review invoices")
					err := s.client(s.cfg, own)(ctx, tc.what)
					parent.End()
					if (err != nil) != (tc.code == codes.Error) {
						t.Fatalf("%s: got error %v, want one: %t", s.operation, err, tc.code == codes.Error)
					}
					if n := len(spans()); n != 2 {
						t.Fatalf("%s: got %d spans, want the application's and one of the call, however many attempts", s.operation, n)
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
					want["aws.request_id"] = got["aws.request_id"] // the local services draw theirs
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s: attributes (-official client +ours):\n%s", s.operation, diff)
					}
				}
			})
		}
	}
}

// What is refused before the network has no span of the call, as with an
// official client: instrumentation begins after the check of the input.
func TestOtelawsRefused(t *testing.T) {
	ours, official := subjects(t)
	for _, s := range append(ours, official) {
		provider, spans := newTracing(t)
		err := s.client(s.cfg, instrumented(provider))(context.Background(), unnamed)
		var invalid smithy.InvalidParamsError
		if !errors.As(err, &invalid) || len(spans()) != 0 || len(s.traceparents()) != 0 {
			t.Errorf("%s without a name: got %v, %d spans and %d requests, want an InvalidParamsError and neither", s.operation, err, len(spans()), len(s.traceparents()))
		}
	}
}

// Calls of one client at the same time share nothing: each has a span below its
// own caller's.
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
				if err := call(ctx, []string{found, gone}[i%2]); (err == nil) != (i%2 == 0) {
					t.Errorf("%s: got error %v in call %d", s.operation, err, i)
				}
			})
		}
		group.Wait()
		parents, below := map[trace.SpanID]int{}, 0
		for _, span := range spans() {
			if span.Name == "review" {
				parents[span.SpanContext.SpanID()]++
			} else {
				parents[span.Parent.SpanID()]++
				below++
			}
		}
		for id, n := range parents {
			if n != 2 {
				t.Errorf("%s: got %d spans of caller %s, want its own and that of its call", s.operation, n, id)
			}
		}
		if len(parents) != calls || below != calls {
			t.Errorf("%s: got %d spans of %d callers, want %d of each", s.operation, below, len(parents), calls)
		}
	}
}

// instrumented are options that instrument a client.
func instrumented(provider trace.TracerProvider) (o own) {
	otelaws.AppendMiddlewares(&o.apiOptions, otelaws.WithTracerProvider(provider), otelaws.WithTextMapPropagator(propagation.TraceContext{}))
	return o
}
