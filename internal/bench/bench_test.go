package bench

import (
	"context"
	"runtime"
	"testing"
)

// run benchmarks each subject of work.
func run(b *testing.B, work Work) {
	for _, s := range work.Subjects {
		b.Run(s.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := s.Do(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDescribe(b *testing.B)       { run(b, Describe(InMemory)) }
func BenchmarkListLoops(b *testing.B)      { run(b, ListLoops(InMemory, 100)) }
func BenchmarkListExecutions(b *testing.B) { run(b, ListExecutions(InMemory)) }
func BenchmarkFirst(b *testing.B)          { run(b, First(InMemory)) }

// BenchmarkMatrix runs a benchmark for each cell of the matrix and for its reference.
func BenchmarkMatrix(b *testing.B) {
	for _, row := range Matrix() {
		b.Run(row.Name, func(b *testing.B) { run(b, row.Work()) })
	}
}

func BenchmarkDecode(b *testing.B) { run(b, Decode(100)) }

// BenchmarkLoopback calls a server on this machine from 64 goroutines.
func BenchmarkLoopback(b *testing.B) {
	var loopback Loopback
	defer loopback.Close()
	for _, s := range Describe(loopback.Open).Subjects {
		b.Run(s.Name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(max(1, LoopbackCallers/runtime.GOMAXPROCS(0)))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := s.Do(context.Background()); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

// Each subject does its work without an error. A benchmark of an error would be fast.
func TestWorks(t *testing.T) {
	var loopback Loopback
	defer loopback.Close()
	works := []Work{Describe(loopback.Open), Describe(InMemory), ListLoops(InMemory, 100), ListExecutions(InMemory), First(InMemory), Decode(100)}
	for _, row := range Matrix() {
		works = append(works, row.Work())
	}
	for _, work := range works {
		for _, s := range work.Subjects {
			if err := s.Do(context.Background()); err != nil {
				t.Errorf("%s, %s: %v", work.Name, s.Name, err)
			}
		}
	}
}
