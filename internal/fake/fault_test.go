package fake

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// The fault that each call gets, by the fault's code; "" is no fault.
func TestFaultQueue(t *testing.T) {
	tests := []struct {
		name   string
		faults []Fault
		calls  []string
		want   []string
	}{
		{"none", nil, []string{"Start"}, []string{""}},
		{"once by default", []Fault{{Code: "a"}}, []string{"Start", "Start"}, []string{"a", ""}},
		{"as often as said", []Fault{{Code: "a", Times: 2}}, []string{"Start", "Stop", "Start"}, []string{"a", "a", ""}},
		{"always", []Fault{{Code: "a", Times: -1}}, []string{"Start", "Start", "Stop", "Start"}, []string{"a", "a", "a", "a"}},
		{"always with another number", []Fault{{Code: "a", Times: -7}}, []string{"Start", "Start", "Start"}, []string{"a", "a", "a"}},
		{"one after the other", []Fault{{Code: "a"}, {Code: "b", Times: 2}, {Code: "c"}}, []string{"x", "x", "x", "x", "x"}, []string{"a", "b", "b", "c", ""}},
		{"always hides what comes after", []Fault{{Code: "a", Times: -1}, {Code: "b"}}, []string{"x", "x"}, []string{"a", "a"}},
		{"one operation only", []Fault{{Code: "a", Operation: "Stop"}}, []string{"Start", "Stop", "Stop"}, []string{"", "a", ""}},
		{"one fault per operation", []Fault{{Code: "a", Operation: "Stop"}, {Code: "b", Operation: "Start"}}, []string{"Start", "Stop"}, []string{"b", "a"}},
		{"of one and of all, in order", []Fault{{Code: "a", Operation: "Stop"}, {Code: "b"}}, []string{"Start", "Stop", "Start"}, []string{"b", "a", ""}},
		{"of all and of one, in order", []Fault{{Code: "a"}, {Code: "b", Operation: "Stop"}}, []string{"Stop", "Stop", "Stop"}, []string{"a", "b", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &Service{Model: startAndStop}
			for _, f := range tt.faults {
				if err := s.Inject(f); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			for _, operation := range tt.calls {
				code := ""
				if f := s.faults.next(operation); f != nil {
					code = f.Code
				}
				got = append(got, code)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("faults of the calls %q = %q, want %q", tt.calls, got, tt.want)
			}
		})
	}
}

var startAndStop = &model.Service{Operations: []*model.Operation{{Name: "Start"}, {Name: "Stop"}}}

// A fault that could never take effect is refused and not queued.
func TestInvalidFaults(t *testing.T) {
	for _, tt := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Code: "a", Operation: "stop"}, `the fault's operation "stop" does not exist`},
		{Fault{}, "the fault has no effect"},
		{Fault{Operation: "Stop", Message: "only a message"}, "the fault has no effect"},
		{Fault{Status: 42}, "the fault's status is 42: it must be from 200 to 599"},
		{Fault{Status: 600}, "the fault's status is 600"},
	} {
		s := &Service{Model: startAndStop}
		if err := s.Inject(tt.fault); err == nil || !strings.Contains(err.Error(), tt.want) || s.PendingFaults() != 0 {
			t.Errorf("Inject(%+v) = %v, %d pending; want an error that says %q", tt.fault, err, s.PendingFaults(), tt.want)
		}
	}
	s := &Service{Model: startAndStop}
	if err := s.Inject(Fault{Code: "a", Times: 2}); err != nil {
		t.Fatal(err)
	}
	for want := 1; want >= 0; want-- {
		s.faults.next("Stop")
		if got := s.PendingFaults(); got != want {
			t.Errorf("PendingFaults() = %d, want %d", got, want)
		}
	}
}

func TestClearFaults(t *testing.T) {
	s := &Service{Model: startAndStop}
	s.ClearFaults() // the queue is empty
	s.Inject(Fault{Code: "a", Times: -1})
	s.Inject(Fault{Code: "b", Operation: "Stop"})
	s.ClearFaults()
	if f := s.faults.next("Stop"); f != nil {
		t.Errorf("fault after ClearFaults = %+v, want none", *f)
	}
	s.Inject(Fault{Code: "c"})
	if f := s.faults.next("Stop"); f == nil || f.Code != "c" {
		t.Errorf("fault injected after ClearFaults = %+v, want c", f)
	}
}

// Concurrent calls get each fault once.
func TestConcurrentFaultQueue(t *testing.T) {
	s := &Service{Model: startAndStop}
	s.Inject(Fault{Code: "a", Times: 100})
	taken := make([]int, 8)
	var group sync.WaitGroup
	for i := range taken {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 50 {
				if s.faults.next("Start") != nil {
					taken[i]++
				}
			}
		}()
	}
	group.Wait()
	total := 0
	for _, n := range taken {
		total += n
	}
	if total != 100 {
		t.Errorf("400 calls at once met %d faults, want 100", total)
	}
}
