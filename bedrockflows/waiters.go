package bedrockflows

import (
	"context"
	"slices"
	"strings"

	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// FlowExecutionWaiterInput says which execution to wait for.
type FlowExecutionWaiterInput struct {
	// FlowIdentifier is the unique identifier of the flow, or its ARN.
	//
	// This member is required.
	FlowIdentifier *string

	// ExecutionIdentifier is the execution's ARN, or the last part of it.
	//
	// This member is required.
	ExecutionIdentifier *string

	// FlowAliasIdentifier is the flow alias's identifier or ARN. It shortens the list
	// that each poll reads.
	FlowAliasIdentifier *string
}

// FlowExecutionSucceededWaiter waits until a flow execution has Succeeded. See
// package waiters for Wait, WaitForOutput, their options and errors.
type FlowExecutionSucceededWaiter = waiters.Waiter[Options, FlowExecutionWaiterInput, types.FlowExecutionSummary]

// NewFlowExecutionSucceededWaiter returns a waiter that waits until an execution has
// Succeeded. A poll calls ListFlowExecutions until it finds the execution. If the execution
// is Failed, TimedOut or Aborted, the waiter returns a *waiters.FailureError. The wait
// continues while the execution is Running, has an unknown status, or is not listed; in the
// last case, the output has no members.
func NewFlowExecutionSucceededWaiter(client ListFlowExecutionsAPIClient, optFns ...func(*waiters.Options)) *FlowExecutionSucceededWaiter {
	return waiters.New(waiters.Definition[Options, FlowExecutionWaiterInput, types.FlowExecutionSummary]{
		Name: "FlowExecutionSucceeded",
		Poll: func(ctx context.Context, in *FlowExecutionWaiterInput, optFns ...func(*Options)) (*types.FlowExecutionSummary, error) {
			return findExecution(awsclient.WithCaller(ctx, awsclient.Waiter), client, in, optFns)
		},
		Acceptors: []waiters.Acceptor[types.FlowExecutionSummary]{
			onStatus(waiters.Success, types.FlowExecutionStatusSucceeded),
			onStatus(waiters.Failure, types.FlowExecutionStatusFailed, types.FlowExecutionStatusTimedOut, types.FlowExecutionStatusAborted),
		},
		Describe: func(out *types.FlowExecutionSummary) (status, code, reason string) {
			if out.ExecutionArn == nil {
				return "not listed", "", ""
			}
			return string(out.Status), "", ""
		},
	}, optFns...)
}

// findExecution lists executions until it finds the wanted one.
func findExecution(ctx context.Context, client ListFlowExecutionsAPIClient, in *FlowExecutionWaiterInput, optFns []func(*Options)) (*types.FlowExecutionSummary, error) {
	wanted := aws.ToString(in.ExecutionIdentifier)
	if wanted == "" {
		invalid := smithy.InvalidParamsError{Context: "FlowExecutionWaiterInput"}
		invalid.Add(smithy.NewErrParamRequired("ExecutionIdentifier"))
		return nil, invalid
	}
	pages := NewListFlowExecutionsPaginator(client, &ListFlowExecutionsInput{
		FlowIdentifier: in.FlowIdentifier, FlowAliasIdentifier: in.FlowAliasIdentifier,
	})
	for execution, err := range pages.Items(ctx, optFns...) {
		if err != nil {
			return nil, err
		}
		if arn := aws.ToString(execution.ExecutionArn); arn == wanted || strings.HasSuffix(arn, "/execution/"+wanted) {
			return &execution, nil
		}
	}
	return new(types.FlowExecutionSummary), nil
}

func onStatus(state waiters.State, statuses ...types.FlowExecutionStatus) waiters.Acceptor[types.FlowExecutionSummary] {
	return waiters.Acceptor[types.FlowExecutionSummary]{State: state, Match: func(out *types.FlowExecutionSummary, err error) bool {
		return err == nil && slices.Contains(statuses, out.Status)
	}}
}
