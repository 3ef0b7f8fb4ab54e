package awsclient

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/tracing"
)

// startSpan is tracing.StartSpan, but does not search the context for a tracer if the call
// has none.
func startSpan(ctx context.Context, name string) (context.Context, tracing.Span) {
	if !traced(ctx) {
		return ctx, nopSpan
	}
	return tracing.StartSpan(ctx, name)
}

var _, nopSpan = tracing.NopTracerProvider{}.Tracer("").StartSpan(context.Background(), "")

// startSpan starts a call's span, which has the name and properties of the official
// clients' spans.
func (p *plan) startSpan(ctx context.Context) (context.Context, tracing.Span) {
	if p.tracer == nil {
		return ctx, nopSpan
	}
	ctx = tracing.WithOperationTracer(ctx, p.tracer)
	service, operation := p.client.service.Model.ID, p.op.row().Name
	return p.tracer.StartSpan(ctx, service+"."+operation, func(o *tracing.SpanOptions) {
		o.Kind = tracing.SpanKindClient
		o.Properties.Set("rpc.system", "aws-api")
		o.Properties.Set("rpc.method", operation)
		o.Properties.Set("rpc.service", service)
	})
}

// traced reports whether the call has spans.
func traced(ctx context.Context) bool {
	call, err := callOf(ctx)
	return err == nil && call.plan.tracer != nil
}

// recordResult records in a call's span how the call ended.
func recordResult(span tracing.Span, err error) {
	span.SetProperty("error", err != nil)
	if err == nil {
		span.SetStatus(tracing.SpanStatusOK)
		return
	}
	span.SetStatus(tracing.SpanStatusError)
	span.SetProperty("exception.type", fmt.Sprintf("%T", err))
	span.SetProperty("exception.message", err.Error())
	var api smithy.APIError
	if errors.As(err, &api) {
		span.SetProperty("api.error_code", api.ErrorCode())
		span.SetProperty("api.error_message", api.ErrorMessage())
		span.SetProperty("api.error_fault", api.ErrorFault().String())
	}
}
