package awsclient

import (
	"context"
	"time"

	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/middleware"
)

// instrument identifies one of a client's histograms.
type instrument uint8

const (
	callDuration instrument = iota
	serializeDuration
	resolveIdentityDuration
	resolveEndpointDuration
	signRequestDuration
	deserializeDuration
	instrumentCount
)

// instrumentNames are the same as in the official clients.
var instrumentNames = [instrumentCount]struct{ name, description string }{
	callDuration:            {"client.call.duration", "Overall call duration, including retries and the time to send or receive request and response body"},
	serializeDuration:       {"client.call.serialization_duration", "The time it takes to serialize a message body"},
	resolveIdentityDuration: {"client.call.auth.resolve_identity_duration", "The time taken to acquire an identity from an identity provider"},
	resolveEndpointDuration: {"client.call.resolve_endpoint_duration", "The time it takes to resolve an endpoint, without DNS"},
	signRequestDuration:     {"client.call.auth.signing_duration", "The time it takes to sign a request"},
	deserializeDuration:     {"client.call.deserialization_duration", "The time it takes to deserialize a message body"},
}

// instruments contains a client's histograms. It is nil without a MeterProvider.
type instruments [instrumentCount]metrics.Float64Histogram

func newInstruments(provider metrics.MeterProvider, scope string) (*instruments, error) {
	if _, nop := provider.(metrics.NopMeterProvider); nop {
		return nil, nil
	}
	meter := provider.Meter(scope)
	histograms := new(instruments)
	for i, n := range instrumentNames {
		histogram, err := meter.Float64Histogram(n.name, func(o *metrics.InstrumentOptions) {
			o.UnitLabel = "s"
			o.Description = n.description
		})
		if err != nil {
			return nil, err
		}
		histograms[i] = histogram
	}
	return histograms, nil
}

func noop() {}

// startTimer starts a measurement. The returned function ends and records it.
func startTimer(ctx context.Context, i instrument) func() {
	call, err := callOf(ctx)
	if err != nil || call.plan.instruments == nil {
		return noop
	}
	start := time.Now()
	return func() {
		call.plan.instruments[i].Record(ctx, time.Since(start).Seconds(), func(o *metrics.RecordMetricOptions) {
			o.Properties.Set("rpc.service", middleware.GetServiceID(ctx))
			o.Properties.Set("rpc.method", middleware.GetOperationName(ctx))
			// Not for callDuration: an attempt that outlives the call may still set its scheme.
			if i == resolveIdentityDuration || i == signRequestDuration {
				if a, err := attemptOf(ctx); err == nil {
					o.Properties.Set("auth.scheme_id", a.auth.scheme.SchemeID())
				}
			}
		})
	}
}
