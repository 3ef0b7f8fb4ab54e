package conformance

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// config returns the configuration of a client that uses an exchange.
func config(x *clienttest.Exchange) aws.Config {
	return aws.Config{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: x, Retryer: func() aws.Retryer { return aws.NopRetryer{} }}
}

// Unlisted returns the operations of a client that have no row.
func (s *Service) Unlisted() (problems []string) {
	client := s.NewClient(config(nil), false)
	for i, t := 0, reflect.TypeOf(client); i < t.NumMethod(); i++ {
		name := t.Method(i).Name
		if _, err := findCall(client, name); err == nil && s.Model.Operation(name) == nil {
			problems = append(problems, fmt.Sprintf("%T.%s has no row: add it to internal/model and to the service's Operations", client, name))
		}
	}
	return problems
}

// Check compares the implementation of an operation with its row: its method and
// presign method, the fields of its input and output, the request and the response
// on the wire, and the local service's handler. It returns a description of each problem.
func (s *Service) Check(op *model.Operation) []string {
	client := s.NewClient(config(nil), false)
	c, err := findCall(client, op.Name)
	if err != nil {
		return []string{fmt.Sprintf("%v: add it in %s/api_op_%s.go", err, s.Package, op.Name)}
	}
	in := newExample(op.Name+"Input", op.Input, c.in, wholeInput)
	out := newExample(op.Name+"Output", op.Output, c.out, wholeOutput)
	if problems := slices.Concat(in.problems, out.problems); len(problems) > 0 {
		return problems // the checks of the wire format need complete examples
	}
	problems := s.checkRequest(op, in, out)
	if !onlyRequired(op) {
		required := newExample(op.Name+"Input", op.Input, c.in, requiredInput)
		for _, p := range s.checkRequest(op, required, out) {
			problems = append(problems, "with only the required members: "+p)
		}
	}
	problems = append(problems, s.checkResponse(op, in, out)...)
	problems = append(problems, s.checkPresigned(op, in)...)
	return append(problems, s.checkHandler(op, in)...)
}

func onlyRequired(op *model.Operation) bool {
	return !slices.ContainsFunc(op.Input, func(m model.Member) bool { return !m.Required })
}

// checkResponse sends responses with every member to the client, and checks that the output
// contains each.
func (s *Service) checkResponse(op *model.Operation, in, out example) (problems []string) {
	whole := flat{}
	whole.flattenGo("", reflect.ValueOf(out.value))
	nulls := map[string]any{}
	for name := range out.wire {
		nulls[name] = nil
	}
	for _, document := range []struct {
		name string
		body any
		want flat
	}{
		{"the output", out.wire, whole},
		{"the output of a response with null members", nulls, flat{}},
	} {
		x := &clienttest.Exchange{Responses: []clienttest.Response{{Body: toJSON(document.body)}}}
		c, err := findCall(s.NewClient(config(x), false), op.Name)
		if err != nil {
			return []string{err.Error()}
		}
		value, err := c.invoke(in.value)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: the client rejects the response %s: %v", op.Name, toJSON(document.body), err))
			continue
		}
		got := flat{}
		got.flattenGo("", reflect.ValueOf(value))
		problems = append(problems, differences(op.Name+": "+document.name, document.want, got)...)
	}
	return problems
}

// checkHandler checks that the local service responds to a valid input with a success or
// with an error of the row.
func (s *Service) checkHandler(op *model.Operation, in example) []string {
	server := s.NewServer()
	defer server.Close()
	c, err := findCall(s.NewClient(server.Config(), false), op.Name)
	if err != nil {
		return []string{err.Error()}
	}
	_, err = c.invoke(in.value)
	if err == nil {
		return nil
	}
	var api smithy.APIError
	switch {
	case !errors.As(err, &api):
	case strings.Contains(api.ErrorMessage(), "has no handler"):
		return []string{fmt.Sprintf("%s has no handler for %s: add it to handlers in its service.go", s.Fake, op.Name)}
	case slices.Contains(op.Errors, api.ErrorCode()):
		return nil
	}
	return []string{fmt.Sprintf("%s: %s responds to a valid input with %v: want a success or an error of the row, %s", op.Name, s.Fake, err, strings.Join(op.Errors, ", "))}
}
