package a2itest

import "github.com/a2iflows/a2iflows-go/a2iruntime/types"

// The bodies of responses. Members without a value are omitted, as AWS does.
type (
	description struct {
		CreationTime      any
		FailureReason     string `json:",omitempty"`
		FailureCode       string `json:",omitempty"`
		HumanLoopStatus   types.HumanLoopStatus
		HumanLoopName     string
		HumanLoopArn      string
		FlowDefinitionArn string
		HumanLoopOutput   *output `json:",omitempty"`
	}

	output struct{ OutputS3Uri string }

	listing struct {
		HumanLoopSummaries []summary
		NextToken          string `json:",omitempty"`
	}

	summary struct {
		HumanLoopName     string
		HumanLoopStatus   types.HumanLoopStatus
		CreationTime      any
		FailureReason     string `json:",omitempty"`
		FlowDefinitionArn string
	}
)
