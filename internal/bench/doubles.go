package bench

import (
	"context"
	"sync/atomic"

	"github.com/aws/smithy-go/tracing"
)

// unlimited is an unlimited retry quota.
type unlimited struct{}

func (unlimited) GetToken(context.Context, uint) (func() error, error) {
	return func() error { return nil }, nil
}
func (unlimited) AddTokens(uint) error { return nil }

// spanCounter is a TracerProvider that only counts spans.
type spanCounter struct{ ended atomic.Int64 }

func (c *spanCounter) Tracer(string, ...tracing.TracerOption) tracing.Tracer { return c }

// StartSpan starts a span and adds it to the context.
func (c *spanCounter) StartSpan(ctx context.Context, name string, _ ...tracing.SpanOption) (context.Context, tracing.Span) {
	s := &countedSpan{counter: c, name: name}
	return tracing.WithSpan(ctx, s), s
}

type countedSpan struct {
	counter    *spanCounter
	name       string
	properties map[any]any
}

func (s *countedSpan) Name() string                            { return s.name }
func (s *countedSpan) Context() tracing.SpanContext            { return tracing.SpanContext{} }
func (s *countedSpan) AddEvent(string, ...tracing.EventOption) {}
func (s *countedSpan) SetStatus(tracing.SpanStatus)            {}
func (s *countedSpan) End()                                    { s.counter.ended.Add(1) }

func (s *countedSpan) SetProperty(key, value any) {
	if s.properties == nil {
		s.properties = map[any]any{}
	}
	s.properties[key] = value
}
