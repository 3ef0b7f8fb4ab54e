package flowstest

import (
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

func (s *Server) listFlowExecutions(r *fake.Request) (any, error) {
	identifier := r.PathLabel("flowIdentifier")
	q := fake.NewQuery(r)
	alias, token, maxResults := q.Text("flowAliasIdentifier"), q.Text("nextToken"), q.Int("maxResults")
	if q.Err != nil {
		return nil, q.Err
	}
	err := r.Check(func(c *model.Checker) {
		c.String("flowIdentifier", &identifier)
		c.String("flowAliasIdentifier", alias)
		c.String("nextToken", token)
		c.Int("maxResults", maxResults)
	})
	if err != nil {
		return nil, err
	}
	flow, ok := s.options.flowOf(identifier)
	if !ok {
		return nil, fake.Errorf("ResourceNotFoundException", "The flow %s was not found.", identifier)
	}
	size := s.options.MaxPageSize
	if maxResults != nil {
		size = min(size, int(*maxResults))
	}
	wanted := fake.Range[*execution]{Descending: !s.options.Ascending}
	filter := flow + "\n"
	if alias != nil {
		wantedAlias, ok := s.options.aliasOf(flow, *alias)
		if !ok {
			return nil, fake.Errorf("ResourceNotFoundException", "The alias %s of the flow %s was not found.", *alias, flow)
		}
		filter += wantedAlias
		wanted.Keep = func(x *execution) bool { return x.Alias == wantedAlias }
	}
	var behind *fake.Position
	if token != nil {
		if behind, ok = s.store.tokens.Decode(*token, filter); !ok {
			return nil, fake.Errorf("ValidationException", "The nextToken is not valid for this list.")
		}
	}
	return s.page(flow, wanted, behind, size, filter), nil
}

func (s *Server) page(flow string, wanted fake.Range[*execution], behind *fake.Position, size int, filter string) listing {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	page := listing{FlowExecutionSummaries: []summary{}}
	index := s.store.byFlow[flow]
	if index == nil {
		return page
	}
	executions, last := index.Page(wanted, behind, size)
	for _, x := range executions {
		s.store.settle(x)
		page.FlowExecutionSummaries = append(page.FlowExecutionSummaries, s.summary(x))
	}
	if last != nil {
		page.NextToken = s.store.tokens.Encode(*last, filter)
	}
	return page
}

// The body of a response.
type (
	listing struct {
		FlowExecutionSummaries []summary `json:"flowExecutionSummaries"`
		NextToken              string    `json:"nextToken,omitempty"`
	}

	summary struct {
		CreatedAt           any                       `json:"createdAt"`
		EndedAt             any                       `json:"endedAt,omitempty"`
		ExecutionArn        string                    `json:"executionArn"`
		FlowAliasIdentifier string                    `json:"flowAliasIdentifier"`
		FlowIdentifier      string                    `json:"flowIdentifier"`
		FlowVersion         string                    `json:"flowVersion"`
		Status              types.FlowExecutionStatus `json:"status"`
	}
)

func (s *Server) summary(x *execution) summary {
	line := summary{
		CreatedAt:           s.timestamp(x.created),
		ExecutionArn:        x.arn,
		FlowAliasIdentifier: x.Alias,
		FlowIdentifier:      x.Flow,
		FlowVersion:         x.Version,
		Status:              x.status,
	}
	if !x.ended.IsZero() {
		line.EndedAt = s.timestamp(x.ended)
	}
	return line
}

// timestamp returns a time in the form that the options select.
func (s *Server) timestamp(t time.Time) any {
	return fake.Timestamp(t, s.options.EpochTimestamps)
}
