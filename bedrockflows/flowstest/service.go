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

// FlowArn returns the ARN of the flow with this identifier, which has 10 letters and
// digits, in this server's account and Region. It returns an ARN, or any other string,
// unchanged. A call with an invalid string returns an error.
func (s *Server) FlowArn(flow string) string { return s.options.flowArn(flow) }
