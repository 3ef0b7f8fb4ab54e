package types

import "time"

// FlowExecutionStatus is the status of a flow execution. Flow executions time
// out after 24 hours. Treat a value you do not know as not ended.
type FlowExecutionStatus string

// The values of FlowExecutionStatus.
const (
	FlowExecutionStatusRunning   FlowExecutionStatus = "Running"
	FlowExecutionStatusSucceeded FlowExecutionStatus = "Succeeded"
	FlowExecutionStatusFailed    FlowExecutionStatus = "Failed"
	FlowExecutionStatusTimedOut  FlowExecutionStatus = "TimedOut"
	FlowExecutionStatusAborted   FlowExecutionStatus = "Aborted"
)

// Values returns all known values. The service may know more.
func (FlowExecutionStatus) Values() []FlowExecutionStatus {
	return []FlowExecutionStatus{
		FlowExecutionStatusRunning,
		FlowExecutionStatusSucceeded,
		FlowExecutionStatusFailed,
		FlowExecutionStatusTimedOut,
		FlowExecutionStatusAborted,
	}
}

// FlowExecutionSummary is summary information about a flow execution. Flow
// executions are in preview release for Amazon Bedrock and subject to change.
type FlowExecutionSummary struct {
	// CreatedAt is when the flow execution was created.
	//
	// This member is required.
	CreatedAt *time.Time

	// ExecutionArn is the Amazon Resource Name (ARN) that uniquely identifies
	// the flow execution.
	//
	// This member is required.
	ExecutionArn *string

	// FlowAliasIdentifier is the unique identifier of the flow alias used for
	// the execution.
	//
	// This member is required.
	FlowAliasIdentifier *string

	// FlowIdentifier is the unique identifier of the flow.
	//
	// This member is required.
	FlowIdentifier *string

	// FlowVersion is the version of the flow used for the execution: DRAFT or a
	// number of at most five digits.
	//
	// This member is required.
	FlowVersion *string

	// Status is the current status of the flow execution.
	//
	// This member is required.
	Status FlowExecutionStatus

	// EndedAt is when the flow execution ended. It is set only when the
	// execution has completed, failed, timed out, or been aborted.
	EndedAt *time.Time
}
