package awsclient

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/tracing"
)

// startSpan is tracing.StartSpan. Where nobody traces, it does not look through the
// whole context for a tracer.
func startSpan(ctx context.Context, name string) (context.Context, tracing.Span) {
	if !traced(ctx) {
		return ctx, nopSpan
	}
	return tracing.StartSpan(ctx, name)
}

var _, nopSpan = tracing.NopTracerProvider{}.Tracer("").StartSpan(context.Background(), "")

// startCall starts a call's own span, named and described as the official
// clients do.
func (c *Client) startCall(ctx context.Context, tracer tracing.Tracer, op operation) (context.Context, tracing.Span) {
	ctx = tracing.WithOperationTracer(ctx, tracer)
	service, operation := c.service.Model.ID, op.row().Name
	return tracer.StartSpan(ctx, service+"."+operation, func(o *tracing.SpanOptions) {
		o.Kind = tracing.SpanKindClient
		o.Properties.Set("rpc.system", "aws-api")
		o.Properties.Set("rpc.method", operation)
		o.Properties.Set("rpc.service", service)
	})
}

// describe tells a call's span how the call ended.
func describe(span tracing.Span, err error) {
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
