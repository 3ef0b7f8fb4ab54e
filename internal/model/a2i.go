package model

import "net/http"

// A2I is Amazon Augmented AI Runtime, from its API reference of version 2019-11-07.
var A2I = Service{
	ID:            "SageMaker A2I Runtime",
	APIVersion:    "2019-11-07",
	SigningName:   "sagemaker",
	HostPrefix:    "a2i-runtime.sagemaker",
	Package:       "sagemakera2iruntime",
	MessageMember: "Message",
	Operations:    []*Operation{&DeleteHumanLoop, &DescribeHumanLoop, &ListHumanLoops, &StartHumanLoop, &StopHumanLoop},
	Errors: []Error{
		{Code: "ConflictException", Status: 409},
		{Code: "InternalServerException", Status: 500, Server: true},
		{Code: "ResourceNotFoundException", Status: 404},
		{Code: "ServiceQuotaExceededException", Status: 402},
		{Code: "ThrottlingException", Status: 429},
		{Code: "ValidationException", Status: 400},
	},
}

// The operations of A2I.
var (
	DeleteHumanLoop = Operation{
		Name: "DeleteHumanLoop", Method: http.MethodDelete, Path: "/human-loops/{HumanLoopName}",
		Input:  []Member{{Name: "HumanLoopName", Shape: &existingHumanLoopName, In: InPath, Required: true}},
		Errors: []string{"ValidationException", "ResourceNotFoundException", "ThrottlingException", "InternalServerException"},
	}

	DescribeHumanLoop = Operation{
		Name: "DescribeHumanLoop", Method: http.MethodGet, Path: "/human-loops/{HumanLoopName}",
		Input: []Member{{Name: "HumanLoopName", Shape: &existingHumanLoopName, In: InPath, Required: true}},
		Output: []Member{
			{Name: "CreationTime", Shape: &timestamp, Required: true},
			{Name: "FailureReason", Shape: &text},
			{Name: "FailureCode", Shape: &text},
			{Name: "HumanLoopStatus", Shape: &HumanLoopStatus, Required: true},
			{Name: "HumanLoopName", Shape: &HumanLoopName, Required: true},
			{Name: "HumanLoopArn", Shape: &HumanLoopArn, Required: true},
			{Name: "FlowDefinitionArn", Shape: &FlowDefinitionArn, Required: true},
			{Name: "HumanLoopOutput", Shape: &structure},
			{Name: "HumanLoopOutput.OutputS3Uri", Shape: &text, Required: true},
		},
		Errors: []string{"ValidationException", "ResourceNotFoundException", "ThrottlingException", "InternalServerException"},
	}

	ListHumanLoops = Operation{
		Name: "ListHumanLoops", Method: http.MethodGet, Path: "/human-loops",
		Input: []Member{
			{Name: "CreationTimeAfter", Shape: &timestamp, In: InQuery},
			{Name: "CreationTimeBefore", Shape: &timestamp, In: InQuery},
			{Name: "FlowDefinitionArn", Shape: &FlowDefinitionArn, In: InQuery, Required: true},
			{Name: "SortOrder", Shape: &SortOrder, In: InQuery},
			{Name: "NextToken", Shape: &humanLoopsToken, In: InQuery},
			{Name: "MaxResults", Shape: &humanLoopsMaxResults, In: InQuery},
		},
		Output: []Member{
			{Name: "HumanLoopSummaries", Shape: &list, Required: true},
			{Name: "HumanLoopSummaries.HumanLoopName", Shape: &HumanLoopName},
			{Name: "HumanLoopSummaries.HumanLoopStatus", Shape: &HumanLoopStatus},
			{Name: "HumanLoopSummaries.CreationTime", Shape: &timestamp},
			{Name: "HumanLoopSummaries.FailureReason", Shape: &FailureReason},
			{Name: "HumanLoopSummaries.FlowDefinitionArn", Shape: &FlowDefinitionArn},
			{Name: "NextToken", Shape: &humanLoopsToken},
		},
		Errors: []string{"ValidationException", "ResourceNotFoundException", "ThrottlingException", "InternalServerException"},
	}

	StartHumanLoop = Operation{
		Name: "StartHumanLoop", Method: http.MethodPost, Path: "/human-loops",
		Input: []Member{
			{Name: "HumanLoopName", Shape: &HumanLoopName, Required: true},
			{Name: "FlowDefinitionArn", Shape: &FlowDefinitionArn, Required: true},
			{Name: "HumanLoopInput", Shape: &structure, Required: true},
			{Name: "HumanLoopInput.InputContent", Shape: &InputContent, Required: true},
			{Name: "DataAttributes", Shape: &structure},
			{Name: "DataAttributes.ContentClassifiers", Shape: &ContentClassifiers, Required: true},
		},
		Output: []Member{{Name: "HumanLoopArn", Shape: &HumanLoopArn}},
		Errors: []string{"ValidationException", "ThrottlingException", "ServiceQuotaExceededException", "InternalServerException", "ConflictException"},
	}

	StopHumanLoop = Operation{
		Name: "StopHumanLoop", Method: http.MethodPost, Path: "/human-loops/stop",
		Input:  []Member{{Name: "HumanLoopName", Shape: &existingHumanLoopName, Required: true}},
		Errors: []string{"ValidationException", "ResourceNotFoundException", "ThrottlingException", "InternalServerException"},
	}
)

// The shapes of A2I.
var (
	HumanLoopName = Shape{
		Name: "HumanLoopName", Min: 1, Max: 63,
		Pattern: `^[a-z0-9](-*[a-z0-9])*$`, Match: isHumanLoopName,
	}
	// AWS has run loops with names that the documented pattern does not allow, so a client
	// does not check the name of an existing loop against the pattern.
	existingHumanLoopName = Shape{Name: HumanLoopName.Name, Min: HumanLoopName.Min, Max: HumanLoopName.Max, Pattern: HumanLoopName.Pattern}

	FlowDefinitionArn = Shape{
		Name: "FlowDefinitionArn", Max: 1024,
		Pattern: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:flow-definition/.*`, Match: isFlowDefinitionArn,
	}
	HumanLoopArn = Shape{
		Name: "HumanLoopArn", Max: 1024,
		Pattern: `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:human-loop/.*`,
	}
	InputContent       = Shape{Name: "InputContent", Max: 3_145_728, JSON: true}
	ContentClassifiers = Shape{
		Name: "ContentClassifiers", Kind: List, Max: 256,
		Enum: []string{"FreeOfPersonallyIdentifiableInformation", "FreeOfAdultContent"},
	}
	FailureReason   = Shape{Name: "FailureReason", Max: 1024}
	HumanLoopStatus = Shape{
		Name: "HumanLoopStatus",
		Enum: []string{"InProgress", "Failed", "Completed", "Stopped", "Stopping"},
	}
	SortOrder = Shape{Name: "SortOrder", Enum: []string{"Ascending", "Descending"}}

	humanLoopsToken      = Shape{Name: "NextToken", Max: 8192, Pattern: `.*`, Match: isOneLine}
	humanLoopsMaxResults = Shape{Name: "MaxResults", Kind: Integer, Min: 1, Max: 100}

	text      = Shape{Name: "String"}
	timestamp = Shape{Name: "Timestamp", Kind: Timestamp}
	structure = Shape{Name: "Structure", Kind: Structure}
	list      = Shape{Name: "List", Kind: List}
)
