package a2itest

import (
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// handlers carry out the operations.
func (s *Server) handlers() map[string]fake.Handler {
	return map[string]fake.Handler{
		model.DeleteHumanLoop.Name:   s.deleteHumanLoop,
		model.DescribeHumanLoop.Name: s.describeHumanLoop,
		model.ListHumanLoops.Name:    s.listHumanLoops,
		model.StartHumanLoop.Name:    s.startHumanLoop,
		model.StopHumanLoop.Name:     s.stopHumanLoop,
	}
}

// open checks the options and loads the store. Its error is why the server cannot start.
func (s *Server) open() error {
	err := s.options.check()
	if err == nil {
		err = s.store.load()
	}
	s.store.broken = err // otherwise a step on a store that was not loaded would overwrite the loops in Storage
	return err
}
