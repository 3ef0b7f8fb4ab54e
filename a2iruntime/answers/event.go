package answers

import (
	"fmt"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// The event's source and type. A rule of EventBridge matches these two members.
const (
	EventSource     = "aws.sagemaker"
	EventDetailType = "SageMaker A2I HumanLoop Status Change"
)

// StatusChangeEvent is the EventBridge event that reports that a loop is Completed, Failed
// or Stopped. encoding/json reads and writes it as AWS does, so a function of AWS Lambda
// can take it as its event. (Developer guide, "Use Amazon CloudWatch Events in
// Amazon Augmented AI".)
type StatusChangeEvent struct {
	Version    string             // 0
	Id         string             // of this delivery; see Key
	DetailType string             // EventDetailType
	Source     string             // EventSource
	Account    string             // the AWS account's ID
	Time       time.Time          // to the second
	Region     string             // the AWS Region
	Resources  []string           // the loop's ARN
	Detail     StatusChangeDetail // the loop and its status
}

// StatusChangeDetail describes the loop and its status.
type StatusChangeDetail struct {
	// CreationTime is when the loop was created.
	CreationTime *time.Time

	// FailureCode and FailureReason say why a loop Failed. They are nil for other loops.
	FailureCode, FailureReason *string

	// FlowDefinitionArn is the ARN of the flow definition.
	FlowDefinitionArn *string

	// HumanLoopArn and HumanLoopName are the ARN and the name of the loop.
	HumanLoopArn, HumanLoopName *string

	// HumanLoopOutput says where the loop's output document is. A Completed loop has
	// one.
	HumanLoopOutput *types.HumanLoopOutput

	// HumanLoopStatus is Completed, Failed or Stopped.
	HumanLoopStatus types.HumanLoopStatus
}

// OtherEventError reports an event of another source or type. The rule or subscription
// matches more than this event.
type OtherEventError struct {
	// Source and DetailType are the source and the type of the event.
	Source, DetailType string
}

// Error returns a message with the event's type and source, and with the expected ones.
func (e *OtherEventError) Error() string {
	return fmt.Sprintf("answers: the event's detail-type is %.128q and its source is %.128q, not %q and %q", e.DetailType, e.Source, EventDetailType, EventSource)
}

// ParseEvent reads an event. An event of another source or type returns an
// *OtherEventError. Other errors name the member that is invalid or missing.
func ParseEvent(data []byte) (*StatusChangeEvent, error) {
	event := new(StatusChangeEvent)
	if err := event.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	return event, nil
}

// UnmarshalJSON reads the same events as ParseEvent. After an error, the event is
// unchanged.
func (e *StatusChangeEvent) UnmarshalJSON(data []byte) error {
	var read StatusChangeEvent
	if err := readWhole(data, read.read); err != nil {
		return fmt.Errorf("answers: read an event: %w", err)
	}
	if err := read.check(); err != nil {
		return err
	}
	*e = read
	return nil
}

// check returns an error if the event is another one, or does not say which loop has
// ended and how.
func (e *StatusChangeEvent) check() error {
	if e.Source != EventSource || e.DetailType != EventDetailType {
		return &OtherEventError{Source: e.Source, DetailType: e.DetailType}
	}
	var missing []string
	for _, member := range []struct{ name, value string }{
		{"humanLoopName", aws.ToString(e.Detail.HumanLoopName)},
		{"humanLoopArn", aws.ToString(e.Detail.HumanLoopArn)},
		{"humanLoopStatus", string(e.Detail.HumanLoopStatus)},
	} {
		if member.value == "" {
			missing = append(missing, "detail."+member.name)
		}
	}
	if missing != nil {
		return fmt.Errorf("answers: the event has no %s", strings.Join(missing, ", "))
	}
	return nil
}

// UnmarshalJSON reads only the detail, which a target of EventBridge receives if its
// input path is $.detail.
func (detail *StatusChangeDetail) UnmarshalJSON(data []byte) error {
	var read StatusChangeDetail
	if err := readWhole(data, func(d *restjson.Decoder) { read = readDetail(d) }); err != nil {
		return fmt.Errorf("answers: read an event's detail: %w", err)
	}
	*detail = read
	return nil
}

func (e *StatusChangeEvent) read(d *restjson.Decoder) {
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "version":
			e.Version = d.Text()
		case "id":
			e.Id = d.Text()
		case "detail-type":
			e.DetailType = d.Text()
		case "source":
			e.Source = d.Text()
		case "account":
			e.Account = d.Text()
		case "time":
			e.Time = aws.ToTime(d.Time())
		case "region":
			e.Region = d.Text()
		case "resources":
			e.Resources = nil
			for d.Array(); d.NextItem(); {
				e.Resources = append(e.Resources, d.Text())
			}
		case "detail":
			e.Detail = readDetail(d)
		default:
			d.Skip()
		}
	}
}

func readDetail(d *restjson.Decoder) (detail StatusChangeDetail) {
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "creationTime":
			detail.CreationTime = d.Time()
		case "failureCode":
			detail.FailureCode = d.String()
		case "failureReason":
			detail.FailureReason = d.String()
		case "flowDefinitionArn":
			detail.FlowDefinitionArn = d.String()
		case "humanLoopArn":
			detail.HumanLoopArn = d.String()
		case "humanLoopName":
			detail.HumanLoopName = d.String()
		case "humanLoopOutput":
			detail.HumanLoopOutput = readOutput(d)
		case "humanLoopStatus":
			detail.HumanLoopStatus = types.HumanLoopStatus(d.Text())
		default:
			d.Skip()
		}
	}
	return detail
}

func readOutput(d *restjson.Decoder) *types.HumanLoopOutput {
	if d.Null() {
		return nil
	}
	output := new(types.HumanLoopOutput)
	for d.Object(); d.Next(); {
		if string(d.Key()) == "outputS3Uri" {
			output.OutputS3Uri = d.String()
		} else {
			d.Skip()
		}
	}
	return output
}

// HumanLoop returns what DescribeHumanLoop would have returned at the time of the event.
// Its ResultMetadata is empty.
func (e *StatusChangeEvent) HumanLoop() *a2iruntime.DescribeHumanLoopOutput {
	return &a2iruntime.DescribeHumanLoopOutput{
		CreationTime:      e.Detail.CreationTime,
		FailureCode:       e.Detail.FailureCode,
		FailureReason:     e.Detail.FailureReason,
		FlowDefinitionArn: e.Detail.FlowDefinitionArn,
		HumanLoopArn:      e.Detail.HumanLoopArn,
		HumanLoopName:     e.Detail.HumanLoopName,
		HumanLoopOutput:   e.Detail.HumanLoopOutput,
		HumanLoopStatus:   e.Detail.HumanLoopStatus,
	}
}

// Summary returns the loop as ListHumanLoops would have listed it.
func (e *StatusChangeEvent) Summary() types.HumanLoopSummary {
	return types.HumanLoopSummary{
		CreationTime:      e.Detail.CreationTime,
		FailureReason:     e.Detail.FailureReason,
		FlowDefinitionArn: e.Detail.FlowDefinitionArn,
		HumanLoopName:     e.Detail.HumanLoopName,
		HumanLoopStatus:   e.Detail.HumanLoopStatus,
	}
}

// Key identifies the change: it consists of the loop's ARN, its creation time to the
// millisecond and its status. It is the same each time the event is delivered, and for
// EventFromSummary. The ARN alone is not enough, because the name of a deleted loop can be
// used again.
func (e *StatusChangeEvent) Key() string {
	created := aws.ToTime(e.Detail.CreationTime).Truncate(time.Millisecond).UTC()
	return fmt.Sprintf("%s %s %s", aws.ToString(e.Detail.HumanLoopArn), created.Format(time.RFC3339Nano), e.Detail.HumanLoopStatus)
}

// Err returns nil for a Completed loop. For any other loop it returns the same error as a
// HumanLoopCompletedWaiter: a *waiters.FailureError with the status, the
// failure code and the reason.
func (e *StatusChangeEvent) Err() error {
	if e.Detail.HumanLoopStatus == types.HumanLoopStatusCompleted {
		return nil
	}
	return &waiters.FailureError{
		Waiter: "HumanLoopCompleted",
		Status: string(e.Detail.HumanLoopStatus),
		Code:   aws.ToString(e.Detail.FailureCode),
		Reason: aws.ToString(e.Detail.FailureReason),
	}
}
