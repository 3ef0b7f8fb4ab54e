package testenv_test

import (
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	a2itypes "github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	flowtypes "github.com/a2iflows/a2iflows-go/bedrockflows/types"
)

// jsonPackages lists the folders whose exported structs must be in jsonStructs or notJSON.
var jsonPackages = []string{
	"a2iruntime", "a2iruntime/types", "a2iruntime/answers", "a2iruntime/a2itest",
	"bedrockflows", "bedrockflows/types", "bedrockflows/flowstest",
}

// jsonStruct is a struct that is unchanged after it was written as JSON and read.
type jsonStruct struct {
	zero      any
	precision time.Duration // of its times in JSON; 0 means nanoseconds
	valid     func(any)     // makes a filled value valid, given its pointer; the zero value is not valid
}

var jsonStructs = []jsonStruct{
	{zero: a2iruntime.DeleteHumanLoopInput{}},
	{zero: a2iruntime.DeleteHumanLoopOutput{}},
	{zero: a2iruntime.DescribeHumanLoopInput{}},
	{zero: a2iruntime.DescribeHumanLoopOutput{}},
	{zero: a2iruntime.HumanLoopsProgress{}},
	{zero: a2iruntime.HumanLoopsWaiterInput{}},
	{zero: a2iruntime.ListHumanLoopsInput{}},
	{zero: a2iruntime.ListHumanLoopsOutput{}},
	{zero: a2iruntime.StartHumanLoopInput{}},
	{zero: a2iruntime.StartHumanLoopOutput{}},
	{zero: a2iruntime.StopHumanLoopInput{}},
	{zero: a2iruntime.StopHumanLoopOutput{}},

	{zero: a2itypes.HumanLoopDataAttributes{}},
	{zero: a2itypes.HumanLoopInput{}},
	{zero: a2itypes.HumanLoopOutput{}},
	{zero: a2itypes.HumanLoopSummary{}},

	{zero: answers.AIServiceInput{}},
	{zero: answers.ActivationCondition{}},
	{zero: answers.ActivationConditionResults{}},
	{zero: answers.Document{}, precision: time.Millisecond, valid: func(any) {}},
	{zero: answers.HumanAnswer{}, precision: time.Millisecond},
	{zero: answers.IdentityData{}},
	{zero: answers.OtherEventError{}},
	{zero: answers.S3URI{}},
	{zero: answers.StatusChangeDetail{}, precision: time.Millisecond},
	{zero: answers.StatusChangeEvent{}, precision: time.Second, valid: func(v any) {
		event := v.(*answers.StatusChangeEvent)
		event.Source, event.DetailType = answers.EventSource, answers.EventDetailType
	}},
	{zero: answers.WorkerMetadata{}},

	{zero: a2itest.Answer{}},
	{zero: a2itest.Call{}},
	{zero: a2itest.Change{}},
	{zero: a2itest.Fault{}},
	{zero: a2itest.Loop{}},
	{zero: a2itest.StatusError{}},

	{zero: bedrockflows.FlowExecutionWaiterInput{}},
	{zero: bedrockflows.ListFlowExecutionsInput{}},
	{zero: bedrockflows.ListFlowExecutionsOutput{}},
	{zero: flowtypes.FlowExecutionSummary{}},
	{zero: flowstest.Call{}},
	{zero: flowstest.Execution{}},
	{zero: flowstest.Fault{}},

	{zero: a2itypes.ConflictException{}},
	{zero: a2itypes.InternalServerException{}},
	{zero: a2itypes.ResourceNotFoundException{}},
	{zero: a2itypes.ServiceQuotaExceededException{}},
	{zero: a2itypes.ValidationException{}},
	{zero: flowtypes.InternalServerException{}},
	{zero: flowtypes.ResourceNotFoundException{}},
	{zero: flowtypes.ValidationException{}},

	// Both services' packages export these.
	{zero: a2itypes.AccessDeniedException{}},
	{zero: a2itypes.ExpiredTokenException{}},
	{zero: a2itypes.IncompleteSignature{}},
	{zero: a2itypes.InternalFailure{}},
	{zero: a2itypes.InvalidAction{}},
	{zero: a2itypes.InvalidClientTokenId{}},
	{zero: a2itypes.InvalidParameterCombination{}},
	{zero: a2itypes.InvalidParameterValue{}},
	{zero: a2itypes.InvalidQueryParameter{}},
	{zero: a2itypes.InvalidSignatureException{}},
	{zero: a2itypes.MalformedQueryString{}},
	{zero: a2itypes.MissingAction{}},
	{zero: a2itypes.MissingAuthenticationToken{}},
	{zero: a2itypes.MissingAuthenticationTokenException{}},
	{zero: a2itypes.MissingParameter{}},
	{zero: a2itypes.NotAuthorized{}},
	{zero: a2itypes.OptInRequired{}},
	{zero: a2itypes.RequestExpired{}},
	{zero: a2itypes.ServiceUnavailable{}},
	{zero: a2itypes.ThrottlingException{}},
	{zero: a2itypes.UnrecognizedClientException{}},
	{zero: a2itypes.ValidationError{}},
}

// notJSON lists the exported structs, and aliases of other packages' types, that are not
// written as JSON, with the reason.
var notJSON = map[string]string{
	"BodyReadError":           "contains an error",
	"CallError":               "contains errors",
	"ClientError":             "contains an error",
	"Client":                  "has connections and credentials",
	"HumanLoopsWaiter":        "has a client",
	"ListHumanLoopsWindow":    "has unexported fields only: package a2iruntime tests it",
	"Options":                 "has functions and credentials",
	"PresignClient":           "has a client",
	"PresignOptions":          "has functions and credentials",
	"Server":                  "has a listener",
	"AuthResolverParameters":  "is passed to a function of Options",
	"AuthSchemeResolver":      "is a part of Options",
	"EndpointParameters":      "is passed to a function of Options",
	"EndpointResolverOptions": "is a part of Options",
	"EndpointResolverV2":      "is a part of Options",
	"HTTPClient":              "is a part of Options",
	"HTTPPresigner":           "is a part of Options",
	"HTTPSignerV4":            "is a part of Options",
}
