package bench

import (
	"context"
	"testing"
)

func BenchmarkOursDescribe(b *testing.B) { only(b, Describe(InMemory)) }
func BenchmarkOursList(b *testing.B)     { only(b, ListLoops(InMemory, 100)) }
func only(b *testing.B, w Work) {
	b.ReportAllocs()
	for b.Loop() {
		_ = w.Subjects[0].Do(context.Background())
	}
}
