package compat

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/smithy-go/tracing"
	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// These clients create the same spans for a call and its steps as an official client,
// with the same names, nesting and properties.
func TestTracerProvider(t *testing.T) {
	for _, tc := range []struct {
		name      string
		throttles int
		resource  string
	}{
		{name: "success", resource: found},
		{name: "success after a throttle", throttles: 1, resource: found},
		{name: "typed error", resource: notFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			observe := func(s subject) []string {
				provider, spans := newTracing(t)
				for range tc.throttles {
					s.throttle()
				}
				err := s.client(s.cfg, clientOptions{tracer: bridge{provider}})(context.Background(), tc.resource)
				if (err == nil) != (tc.resource == found) {
					t.Fatalf("%s of %q: error %v", s.operation, tc.resource, err)
				}
				return tree(spans(), s)
			}
			ours, official := subjects(t)
			want := observe(official)
			if attempts := strings.Count(strings.Join(want, "\n"), "SignRequest"); attempts != tc.throttles+1 {
				t.Fatalf("the official client's spans show %d attempts, want %d:\n%s", attempts, tc.throttles+1, strings.Join(want, "\n"))
			}
			for _, s := range ours {
				if diff := cmp.Diff(want, observe(s)); diff != "" {
					t.Errorf("%s: spans (-official client +ours):\n%s", s.operation, diff)
				}
			}
		})
	}
}

// tree returns a line for each span, indented below its parent. It replaces the names of
// the service and the operation.
func tree(spans tracetest.SpanStubs, s subject) []string {
	var lines []string
	var walk func(parent trace.SpanID, name, indent string)
	walk = func(parent trace.SpanID, name, indent string) {
		below := slices.DeleteFunc(slices.Clone(spans), func(x tracetest.SpanStub) bool { return x.Parent.SpanID() != parent })
		slices.SortStableFunc(below, func(a, b tracetest.SpanStub) int { return a.StartTime.Compare(b.StartTime) })
		for _, x := range below {
			if x.Name == name { // official clients have a RetryLoop span, from aws/retry, in a generated RetryLoop span
				walk(x.SpanContext.SpanID(), name, indent)
				continue
			}
			line := fmt.Sprint(indent, x.Name, " ", x.SpanKind, " ", x.Status.Code)
			all := attributes(x)
			for _, key := range []string{"rpc.system", "rpc.service", "rpc.method", "auth.scheme_id", "error", "exception.type", "api.error_code", "api.error_fault"} {
				if all[key] != "" {
					line += " " + key + "=" + all[key]
				}
				delete(all, key)
			}
			// The values of the other attributes depend on the call or the server.
			lines = append(lines, s.neutral(line)+" "+strings.Join(slices.Sorted(maps.Keys(all)), " "))
			walk(x.SpanContext.SpanID(), x.Name, indent+"  ")
		}
	}
	walk(trace.SpanID{}, "", "")
	return lines
}

func (s subject) neutral(text string) string {
	return strings.NewReplacer(s.service, "SERVICE", s.operation, "OPERATION").Replace(text)
}

// bridge adapts OpenTelemetry's tracing to the SDK's, with the features that these tests
// need. smithy-go's smithyoteltracing is a complete adapter.
type bridge struct{ provider trace.TracerProvider }

func (b bridge) Tracer(scope string, _ ...tracing.TracerOption) tracing.Tracer {
	return bridgeTracer{b.provider.Tracer(scope)}
}

type bridgeTracer struct{ tracer trace.Tracer }

func (b bridgeTracer) StartSpan(ctx context.Context, name string, fns ...tracing.SpanOption) (context.Context, tracing.Span) {
	var o tracing.SpanOptions
	for _, fn := range fns {
		fn(&o)
	}
	kind := trace.SpanKindInternal
	if o.Kind == tracing.SpanKindClient {
		kind = trace.SpanKindClient
	}
	// The SDK's active span may not be the last one that it started.
	if active, ok := tracing.GetSpan(ctx); ok {
		ctx = trace.ContextWithSpan(ctx, active.(bridgeSpan).span)
	}
	ctx, span := b.tracer.Start(ctx, name, trace.WithSpanKind(kind))
	s := bridgeSpan{span, name}
	for k, v := range o.Properties.Values() {
		s.SetProperty(k, v)
	}
	return tracing.WithSpan(ctx, s), s
}

type bridgeSpan struct {
	span trace.Span
	name string
}

func (s bridgeSpan) Name() string { return s.name }
func (s bridgeSpan) End()         { s.span.End() }

func (s bridgeSpan) Context() tracing.SpanContext {
	c := s.span.SpanContext()
	return tracing.SpanContext{TraceID: c.TraceID().String(), SpanID: c.SpanID().String(), IsRemote: c.IsRemote()}
}

func (s bridgeSpan) AddEvent(name string, _ ...tracing.EventOption) { s.span.AddEvent(name) }

func (s bridgeSpan) SetStatus(status tracing.SpanStatus) {
	s.span.SetStatus(map[tracing.SpanStatus]codes.Code{tracing.SpanStatusOK: codes.Ok, tracing.SpanStatusError: codes.Error}[status], "")
}

func (s bridgeSpan) SetProperty(k, v any) {
	s.span.SetAttributes(attribute.String(fmt.Sprint(k), fmt.Sprint(v)))
}
