package model

import "net/http"

// Flows is the part of Agents for Amazon Bedrock Runtime that lists flow executions, from its
// API reference of version 2023-07-26.
var Flows = Service{
	ID:            "Bedrock Agent Runtime",
	APIVersion:    "2023-07-26",
	SigningName:   "bedrock",
	HostPrefix:    "bedrock-agent-runtime",
	Package:       "bedrockagentruntime",
	MessageMember: "message",
	Operations:    []*Operation{&ListFlowExecutions},
	Errors: []Error{
		{Code: "AccessDeniedException", Status: 403},
		{Code: "InternalServerException", Status: 500, Server: true},
		{Code: "ResourceNotFoundException", Status: 404},
		{Code: "ThrottlingException", Status: 429},
		{Code: "ValidationException", Status: 400},
	},
}

// ListFlowExecutions is the operation of Flows. Its string patterns are loose, so only the
// service checks them.
var ListFlowExecutions = Operation{
	Name: "ListFlowExecutions", Method: http.MethodGet, Path: "/flows/{flowIdentifier}/executions",
	Input: []Member{
		{Name: "flowIdentifier", Shape: &FlowIdentifier, In: InPath, Required: true},
		{Name: "flowAliasIdentifier", Shape: &FlowAliasIdentifier, In: InQuery},
		{Name: "maxResults", Shape: &executionsMaxResults, In: InQuery},
		{Name: "nextToken", Shape: &executionsToken, In: InQuery},
	},
	Output: []Member{
		{Name: "flowExecutionSummaries", Shape: &FlowExecutionSummaries, Required: true},
		{Name: "flowExecutionSummaries.createdAt", Shape: &timestamp, Required: true},
		{Name: "flowExecutionSummaries.endedAt", Shape: &timestamp},
		{Name: "flowExecutionSummaries.executionArn", Shape: &FlowExecutionIdentifier, Required: true},
		{Name: "flowExecutionSummaries.flowAliasIdentifier", Shape: &FlowAliasIdentifier, Required: true},
		{Name: "flowExecutionSummaries.flowIdentifier", Shape: &FlowIdentifier, Required: true},
		{Name: "flowExecutionSummaries.flowVersion", Shape: &FlowVersion, Required: true},
		{Name: "flowExecutionSummaries.status", Shape: &FlowExecutionStatus, Required: true},
		{Name: "nextToken", Shape: &executionsToken},
	},
	Errors: []string{"ResourceNotFoundException", "ValidationException", "InternalServerException", "ThrottlingException", "AccessDeniedException"},
}

// The shapes of Flows.
var (
	FlowIdentifier = Shape{
		Name: "FlowIdentifier", Max: 2048,
		Pattern: `^(arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:flow/[0-9a-zA-Z]{10})|([0-9a-zA-Z]{10})$`,
	}
	FlowAliasIdentifier = Shape{
		Name: "FlowAliasIdentifier", Max: 2048,
		Pattern: `^(arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:flow/[0-9a-zA-Z]{10}/alias/[0-9a-zA-Z]{10})|(\bTSTALIASID\b|[0-9a-zA-Z]+)$`,
	}
	FlowExecutionIdentifier = Shape{
		Name: "FlowExecutionIdentifier", Max: 2048,
		Pattern: `^[a-zA-Z0-9-]{1,36}$|^(arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:flow/[0-9a-zA-Z]{10}/alias/[0-9a-zA-Z]{10}/execution/[a-zA-Z0-9-]{1,36})$`,
	}
	FlowVersion            = Shape{Name: "Version", Min: 1, Max: 5, Pattern: `^(DRAFT|[0-9]{0,4}[1-9][0-9]{0,4})$`}
	FlowExecutionSummaries = Shape{Name: "FlowExecutionSummaries", Kind: List, Max: 10}
	FlowExecutionStatus    = Shape{
		Name: "FlowExecutionStatus",
		Enum: []string{"Running", "Succeeded", "Failed", "TimedOut", "Aborted"},
	}

	executionsToken      = Shape{Name: "NextToken", Min: 1, Max: 2048, Pattern: `^\S*$`}
	executionsMaxResults = Shape{Name: "MaxResults", Kind: Integer, Min: 1, Max: 1000}
)
