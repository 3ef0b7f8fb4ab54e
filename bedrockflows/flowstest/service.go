package flowstest

import (
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// handlers carry out the operations.
func (s *Server) handlers() map[string]fake.Handler {
	return map[string]fake.Handler{model.ListFlowExecutions.Name: s.listFlowExecutions}
}

// open checks the options. Its error is why the server cannot start.
func (s *Server) open() error { return s.options.check() }

// FlowArn returns the ARN of the flow of this identifier, in this server's account
// and Region. An ARN comes back unchanged, and so does text that is not 10 letters and
// digits: the call that uses it returns an error.
func (s *Server) FlowArn(flow string) string { return s.options.flowArn(flow) }
