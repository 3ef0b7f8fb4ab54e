package a2itest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// flowDefinitionName is the pattern of a flow definition's name, which has at most 63
// characters, as SageMaker's CreateFlowDefinition documents it.
var flowDefinitionName = regexp.MustCompile(`^[a-z0-9](-*[a-z0-9])*$`)

const maxFlowDefinitionName = 63

func isFlowDefinitionName(s string) bool {
	return len(s) <= maxFlowDefinitionName && flowDefinitionName.MatchString(s)
}

// FlowDefinitionArn returns the ARN of the flow definition with this name, in this
// server's account and Region. A valid name has 1 to 63 lower-case letters, digits and
// hyphens. FlowDefinitionArn returns an ARN, or any other string, unchanged. A call with
// an invalid string returns an error.
func (s *Server) FlowDefinitionArn(name string) string {
	if !isFlowDefinitionName(name) {
		return name
	}
	return s.options.arn("flow-definition/" + name)
}

// flowDefinitionArn is like FlowDefinitionArn, but returns an error for a string that is
// neither a name nor an ARN.
func (o *Options) flowDefinitionArn(nameOrArn string) (string, error) {
	switch {
	case isFlowDefinitionName(nameOrArn):
		return o.arn("flow-definition/" + nameOrArn), nil
	case model.FlowDefinitionArn.Match(nameOrArn):
		return nameOrArn, nil
	}
	return "", fmt.Errorf("%q is neither the name of a flow definition, 1 to %d lower-case letters, digits and hyphens, nor an ARN such as %s",
		nameOrArn, maxFlowDefinitionName, o.arn("flow-definition/reviews"))
}

// flowExists reports whether a flow definition exists, by its ARN.
func (o *Options) flowExists(arn string) bool {
	name, isLocal := strings.CutPrefix(arn, o.arn("flow-definition/"))
	return isLocal && isFlowDefinitionName(name) &&
		(o.FlowDefinitions == nil || slices.Contains(o.FlowDefinitions, name) || slices.Contains(o.FlowDefinitions, arn))
}

// checkFlowDefinitions returns what is wrong with FlowDefinitions.
func (o *Options) checkFlowDefinitions() (wrong []error) {
	for _, flow := range o.FlowDefinitions {
		arn, err := o.flowDefinitionArn(flow)
		if err == nil && !o.flowExists(arn) {
			err = fmt.Errorf("%q is not the ARN of a flow definition of this account and Region", flow)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("Options.FlowDefinitions: %w", err))
		}
	}
	return wrong
}

// flowName returns the name at the end of a flow definition's ARN.
func flowName(arn string) string {
	_, name, _ := strings.Cut(arn, ":flow-definition/")
	return name
}
