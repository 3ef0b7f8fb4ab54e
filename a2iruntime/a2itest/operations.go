package a2itest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

func (s *Server) describeHumanLoop(r *fake.Request) (any, error) {
	name, err := s.checkedName(r, pathName(r))
	if err != nil {
		return nil, err
	}
	var d description
	err = s.store.do(func() error {
		l, err := s.store.get(name)
		if err != nil {
			return err
		}
		d = description{
			CreationTime:      s.timestamp(l.CreationTime),
			HumanLoopStatus:   l.HumanLoopStatus,
			HumanLoopName:     l.HumanLoopName,
			HumanLoopArn:      l.HumanLoopArn,
			FlowDefinitionArn: l.FlowDefinitionArn,
			FailureCode:       l.FailureCode,
			FailureReason:     l.FailureReason,
		}
		if l.OutputS3Uri != "" {
			d.HumanLoopOutput = &output{l.OutputS3Uri}
		}
		return nil
	})
	return d, err
}

func (s *Server) stopHumanLoop(r *fake.Request) (any, error) {
	var member *string
	err := r.ReadBody(func(d *restjson.Decoder, key string) {
		if key == "HumanLoopName" {
			member = d.String()
		} else {
			d.Skip()
		}
	})
	if err != nil {
		return nil, err
	}
	name, err := s.checkedName(r, member)
	if err != nil {
		return nil, err
	}
	return nil, s.store.do(func() error { return s.store.stop(name) })
}

func (s *Server) deleteHumanLoop(r *fake.Request) (any, error) {
	name, err := s.checkedName(r, pathName(r))
	if err != nil {
		return nil, err
	}
	return nil, s.store.do(func() error { return s.store.remove(name) })
}

func (s *Server) listHumanLoops(r *fake.Request) (any, error) {
	q := fake.NewQuery(r)
	after, before := q.Time("CreationTimeAfter"), q.Time("CreationTimeBefore")
	flow, order, token, maxResults := q.Text("FlowDefinitionArn"), q.Text("SortOrder"), q.Text("NextToken"), q.Int("MaxResults")
	if q.Err != nil {
		return nil, q.Err
	}
	err := r.Check(func(c *model.Checker) {
		c.String("FlowDefinitionArn", flow)
		c.Time("CreationTimeAfter", after)
		c.Time("CreationTimeBefore", before)
		c.String("SortOrder", order)
		c.String("NextToken", token)
		c.Int("MaxResults", maxResults)
	})
	if err != nil {
		return nil, err
	}
	if !s.options.flowExists(*flow) {
		return nil, fake.Errorf("ResourceNotFoundException", "Flow definition %s does not exist in this account and Region.", *flow)
	}
	sort := s.options.DefaultSortOrder
	if order != nil {
		sort = types.SortOrder(*order)
	}
	size := s.options.DefaultMaxResults
	if maxResults != nil {
		size = int(*maxResults)
	}
	wanted := fake.Range[*loop]{
		From:       s.bound(after, time.Nanosecond),
		To:         s.bound(before, -time.Nanosecond),
		Descending: sort == types.SortOrderDescending,
	}
	filter := fmt.Sprintf("%s\n%s\n%v\n%v", *flow, sort, wanted.From, wanted.To)
	var behind *fake.Position
	if token != nil {
		var ok bool
		if behind, ok = s.store.tokens.Decode(*token, filter); !ok {
			return nil, fake.Errorf("ValidationException", "The NextToken is not valid for this list.")
		}
	}
	page := listing{HumanLoopSummaries: []summary{}}
	err = s.store.do(func() error {
		s.fill(&page, *flow, wanted, behind, size, filter)
		return nil
	})
	return page, err
}

// bound returns a time bound in the form that the index expects: inclusive, and zero only
// for nil.
func (s *Server) bound(t *time.Time, inward time.Duration) time.Time {
	if t == nil {
		return time.Time{}
	}
	bound := *t
	if s.options.ExclusiveTimeBounds {
		bound = bound.Add(inward)
	}
	if bound.IsZero() {
		bound = bound.Add(time.Nanosecond)
	}
	return bound
}

// fill fills a page of a list.
func (s *Server) fill(page *listing, flow string, wanted fake.Range[*loop], behind *fake.Position, size int, filter string) {
	index := s.store.byFlow[flow]
	if index == nil {
		return
	}
	wanted.Keep = func(l *loop) bool { return !s.store.deleted(l) }
	loops, last := index.Page(wanted, behind, size)
	page.HumanLoopSummaries = slices.Grow(page.HumanLoopSummaries, len(loops))
	for _, l := range loops {
		s.store.settle(l)
		page.HumanLoopSummaries = append(page.HumanLoopSummaries, summary{
			HumanLoopName:     l.HumanLoopName,
			HumanLoopStatus:   l.HumanLoopStatus,
			CreationTime:      s.timestamp(l.CreationTime),
			FailureReason:     l.FailureReason,
			FlowDefinitionArn: l.FlowDefinitionArn,
		})
	}
	if last != nil {
		page.NextToken = s.store.tokens.Encode(*last, filter)
	}
}

func (s *Server) checkedName(r *fake.Request, name *string) (string, error) {
	if err := r.Check(func(c *model.Checker) { s.options.checkLoopName(c, name) }); err != nil {
		return "", err
	}
	return *name, nil
}

// checkLoopName checks the name of a loop.
func (o *Options) checkLoopName(c *model.Checker, name *string) {
	c.String("HumanLoopName", name)
	if o.AllowUpperCaseLoopNames && name != nil && model.HumanLoopName.Match(strings.Map(asciiLower, *name)) {
		c.Violations = slices.DeleteFunc(c.Violations, func(v model.Violation) bool {
			return v.Member == "HumanLoopName" && v.Rule == model.RulePattern
		})
	}
}

func asciiLower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r - 'A' + 'a'
	}
	return r
}

func pathName(r *fake.Request) *string {
	name := r.PathLabel("HumanLoopName")
	return &name
}

// timestamp returns a time in the form that the options select.
func (s *Server) timestamp(t time.Time) any {
	return fake.Timestamp(t, s.options.EpochTimestamps)
}
