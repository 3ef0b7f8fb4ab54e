package compat

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/smithy-go/metrics"
	"github.com/google/go-cmp/cmp"
)

// The SDK's metrics have the same names, units, properties and counts as an official
// client's.
func TestMeterProvider(t *testing.T) {
	observe := func(s subject) []string {
		m := &meter{count: map[string]int{}}
		s.throttle()
		must(t, s.client(s.cfg, clientOptions{meter: m})(context.Background(), found))
		m.mu.Lock()
		defer m.mu.Unlock()
		var lines []string
		for _, metric := range slices.Sorted(maps.Keys(m.count)) {
			lines = append(lines, fmt.Sprintf("%s: %d", s.neutral(metric), m.count[metric]))
		}
		return lines
	}
	ours, official := subjects(t)
	want := observe(official)
	if !slices.ContainsFunc(want, func(line string) bool { return strings.HasPrefix(line, "client.call.duration ") }) {
		t.Fatalf("the official client has no client.call.duration:\n%s", strings.Join(want, "\n"))
	}
	for _, s := range ours {
		if diff := cmp.Diff(want, observe(s)); diff != "" {
			t.Errorf("%s: metrics (-official client +ours):\n%s", s.operation, diff)
		}
	}
}

// meter counts how often each metric is recorded, by name, unit and properties.
type meter struct {
	metrics.NopMeter
	mu    sync.Mutex
	count map[string]int
}

func (m *meter) Meter(string, ...metrics.MeterOption) metrics.Meter { return m }

func (m *meter) Int64Counter(name string, fns ...metrics.InstrumentOption) (metrics.Int64Counter, error) {
	return instrument{m, described(name, fns)}, nil
}

func (m *meter) Int64UpDownCounter(name string, fns ...metrics.InstrumentOption) (metrics.Int64UpDownCounter, error) {
	return instrument{m, described(name, fns)}, nil
}

func (m *meter) Float64Histogram(name string, fns ...metrics.InstrumentOption) (metrics.Float64Histogram, error) {
	return histogram{instrument{m, described(name, fns)}}, nil
}

func described(name string, fns []metrics.InstrumentOption) string {
	var o metrics.InstrumentOptions
	for _, fn := range fns {
		fn(&o)
	}
	return fmt.Sprintf("%s (unit %q)", name, o.UnitLabel)
}

type instrument struct {
	meter *meter
	name  string
}

func (i instrument) Add(_ context.Context, _ int64, fns ...metrics.RecordMetricOption) { i.record(fns) }

type histogram struct{ instrument }

func (h histogram) Record(_ context.Context, _ float64, fns ...metrics.RecordMetricOption) {
	h.record(fns)
}

func (i instrument) record(fns []metrics.RecordMetricOption) {
	var o metrics.RecordMetricOptions
	for _, fn := range fns {
		fn(&o)
	}
	var properties []string
	for k, v := range o.Properties.Values() {
		properties = append(properties, fmt.Sprintf("%v=%v", k, v))
	}
	slices.Sort(properties)
	i.meter.mu.Lock()
	defer i.meter.mu.Unlock()
	i.meter.count[strings.Join(append([]string{i.name}, properties...), " ")]++
}
