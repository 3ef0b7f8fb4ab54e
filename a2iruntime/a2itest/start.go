package a2itest

import (
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// Start starts a loop as StartHumanLoop does, but without a request, for tests that
// need many. flowDefinition is a name or an ARN; content must be a JSON document.
// Starting a loop again with the same name and input returns the ARN of the same loop. The
// limits and errors are the same as in StartHumanLoop. In addition to AWS's limits, the
// content may nest at most answers.MaxInputDepth deep.
func (s *Server) Start(name, flowDefinition, content string) (arn string, err error) {
	flow, err := s.options.flowDefinitionArn(flowDefinition)
	if err == nil {
		arn, err = s.start(startInput{name: &name, flow: &flow, hasInput: true, content: &content})
	}
	if err != nil {
		return "", fmt.Errorf("a2itest: start human loop %s: %w", name, err)
	}
	return arn, nil
}

func (s *Server) startHumanLoop(r *fake.Request) (any, error) {
	var in startInput
	if err := r.ReadBody(in.read); err != nil {
		return nil, err
	}
	arn, err := s.start(in)
	if err != nil {
		return nil, err
	}
	return struct{ HumanLoopArn string }{arn}, nil
}

// startInput is StartHumanLoop's input. A nil member is not set.
type startInput struct {
	name, flow    *string
	hasInput      bool
	content       *string
	hasAttributes bool
	classifiers   []string
}

func (in *startInput) read(d *restjson.Decoder, member string) {
	switch member {
	case "HumanLoopName":
		in.name = d.String()
	case "FlowDefinitionArn":
		in.flow = d.String()
	case "HumanLoopInput":
		if in.hasInput = !d.Null(); in.hasInput {
			readOne(d, "InputContent", func() { in.content = d.String() })
		}
	case "DataAttributes":
		if in.hasAttributes = !d.Null(); in.hasAttributes {
			readOne(d, "ContentClassifiers", func() { in.classifiers = fake.ReadStrings(d) })
		}
	default:
		d.Skip()
	}
}

// readOne reads one member of an object and skips the others.
func readOne(d *restjson.Decoder, member string, read func()) {
	for d.Object(); d.Next(); {
		if string(d.Key()) == member {
			read()
		} else {
			d.Skip()
		}
	}
}

func (in *startInput) check(o *Options, c *model.Checker) {
	o.checkLoopName(c, in.name)
	c.String("FlowDefinitionArn", in.flow)
	c.Present("HumanLoopInput", in.hasInput)
	if in.hasInput {
		c.String("HumanLoopInput.InputContent", in.content)
	}
	if in.hasAttributes {
		model.Strings(c, "DataAttributes.ContentClassifiers", in.classifiers)
	}
}

func (s *Server) start(in startInput) (arn string, err error) {
	if err := fake.Check(&model.StartHumanLoop, func(c *model.Checker) { in.check(&s.options, c) }); err != nil {
		return "", err
	}
	if depth := restjson.Depth(*in.content); depth > answers.MaxInputDepth {
		return "", fake.Errorf("ValidationException",
			"HumanLoopInput.InputContent is nested %d deep. The local service allows %d, so that the output document can be read.", depth, answers.MaxInputDepth)
	}
	if !s.options.flowExists(*in.flow) {
		return "", fake.Errorf("ValidationException", "Flow definition %s does not exist in this account and Region.", *in.flow)
	}
	err = s.store.do(func() (err error) {
		arn, err = s.store.start(Loop{HumanLoopName: *in.name, FlowDefinitionArn: *in.flow, InputContent: *in.content, ContentClassifiers: in.classifiers})
		return err
	})
	return arn, err
}
