package answers

import (
	"errors"
	"fmt"
	"strings"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
)

// EventFromSummary makes the event of a loop that has ended from what ListHumanLoops or a
// HumanLoopsWaiter returned, so that one handler serves both a sweep and EventBridge. Its
// Key is the same as the Key of EventBridge's event, so the handler knows that it has
// already processed the loop.
//
// A summary contains less than EventBridge's event. Detail.FailureCode and
// Detail.HumanLoopOutput are nil, and Err has no code: call DescribeHumanLoop for them.
// Id is "" and Time is zero. The loop's ARN, Account and Region are made from
// FlowDefinitionArn, because a loop belongs to the account and Region of its flow
// definition.
//
// An error says what is wrong: a status other than Completed, Failed and Stopped, no
// name, no creation time, or no valid FlowDefinitionArn.
func EventFromSummary(summary types.HumanLoopSummary) (*StatusChangeEvent, error) {
	name := aws.ToString(summary.HumanLoopName)
	if name == "" {
		return nil, errors.New("answers: make an event from a summary: it has no HumanLoopName")
	}
	switch summary.HumanLoopStatus {
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped:
	default:
		return nil, fmt.Errorf("answers: make an event from the summary of human loop %s: its status is %q, so it has not ended", name, summary.HumanLoopStatus)
	}
	if summary.CreationTime == nil {
		return nil, fmt.Errorf("answers: make an event from the summary of human loop %s: it has no CreationTime", name)
	}
	loop, err := arn.Parse(aws.ToString(summary.FlowDefinitionArn))
	if err != nil || !strings.HasPrefix(loop.Resource, "flow-definition/") {
		return nil, fmt.Errorf("answers: make an event from the summary of human loop %s: FlowDefinitionArn %q is not the ARN of a flow definition", name, aws.ToString(summary.FlowDefinitionArn))
	}
	loop.Resource = "human-loop/" + name
	return &StatusChangeEvent{
		Version:    "0",
		DetailType: EventDetailType,
		Source:     EventSource,
		Account:    loop.AccountID,
		Region:     loop.Region,
		Resources:  []string{loop.String()},
		Detail: StatusChangeDetail{
			CreationTime:      summary.CreationTime,
			FailureReason:     summary.FailureReason,
			FlowDefinitionArn: summary.FlowDefinitionArn,
			HumanLoopArn:      aws.String(loop.String()),
			HumanLoopName:     summary.HumanLoopName,
			HumanLoopStatus:   summary.HumanLoopStatus,
		},
	}, nil
}
