package a2itest

import (
	"fmt"

	"github.com/a2iflows/a2iflows-go/internal/fake"
)

// Inject makes a fault happen to the next call or calls. Faults for the same operation
// happen one after the other. A fault that could have no effect, for example because its
// operation does not exist, is an error.
func (s *Server) Inject(f Fault) error {
	if err := s.service.Inject(fake.Fault(f)); err != nil {
		return fmt.Errorf("a2itest: inject: %w", err)
	}
	return nil
}

// ClearFaults forgets the faults that have not happened yet.
func (s *Server) ClearFaults() { s.service.ClearFaults() }

// PendingFaults returns how many injected faults have not happened as often as they
// should. If it is 0, all of them have.
func (s *Server) PendingFaults() int { return s.service.PendingFaults() }

// Calls returns the requests so far, oldest first. The server remembers up to 64 MiB
// of them, which is about 100,000 calls of the usual size. Beyond that, it forgets
// the older half.
func (s *Server) Calls() []Call {
	answered := s.service.Calls()
	calls := make([]Call, len(answered))
	for i, c := range answered {
		calls[i] = Call(c)
	}
	return calls
}
