package answers_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const (
	loopArn = "arn:aws:sagemaker:us-west-2:111122223333:human-loop/loop"

	completed = `{"version":"0","id":"12345678-1111-2222-3333-123456789012","detail-type":"SageMaker A2I HumanLoop Status Change",` +
		`"source":"aws.sagemaker","account":"111122223333","time":"2019-11-14T17:49:25Z","region":"us-west-2","resources":["` + loopArn + `"],` +
		`"detail":{"creationTime":"2019-11-14T17:37:36.740Z","failureCode":null,"failureReason":null,"flowDefinitionArn":"` + flow + `",` +
		`"humanLoopArn":"` + loopArn + `","humanLoopName":"loop","humanLoopOutput":{"outputS3Uri":"s3://bucket/reviews/2019/11/14/17/37/36/loop/output.json"},"humanLoopStatus":"Completed"}}`
)

func TestParseEvent(t *testing.T) {
	created := time.Date(2019, 11, 14, 17, 37, 36, 740_000_000, time.UTC)
	event, err := answers.ParseEvent([]byte(completed))
	if err != nil {
		t.Fatal(err)
	}
	output := &types.HumanLoopOutput{OutputS3Uri: aws.String("s3://bucket/reviews/2019/11/14/17/37/36/loop/output.json")}
	want := &answers.StatusChangeEvent{
		Version: "0", Id: "12345678-1111-2222-3333-123456789012", DetailType: answers.EventDetailType, Source: answers.EventSource,
		Account: "111122223333", Time: time.Date(2019, 11, 14, 17, 49, 25, 0, time.UTC), Region: "us-west-2", Resources: []string{loopArn},
		Detail: answers.StatusChangeDetail{
			CreationTime: &created, FlowDefinitionArn: aws.String(flow), HumanLoopArn: aws.String(loopArn), HumanLoopName: aws.String("loop"),
			HumanLoopOutput: output, HumanLoopStatus: types.HumanLoopStatusCompleted,
		},
	}
	if diff := cmp.Diff(want, event); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text, err := event.MarshalJSON(); err != nil || string(text) != completed {
		t.Errorf("written again:\n%s (%v), want\n%s", text, err, completed)
	}
	if diff := cmp.Diff(&a2iruntime.DescribeHumanLoopOutput{
		CreationTime: &created, FlowDefinitionArn: aws.String(flow), HumanLoopArn: aws.String(loopArn), HumanLoopName: aws.String("loop"),
		HumanLoopOutput: output, HumanLoopStatus: types.HumanLoopStatusCompleted,
	}, event.HumanLoop(), cmpopts.IgnoreFields(a2iruntime.DescribeHumanLoopOutput{}, "ResultMetadata")); diff != "" {
		t.Errorf("HumanLoop (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(types.HumanLoopSummary{
		CreationTime: &created, FlowDefinitionArn: aws.String(flow), HumanLoopName: aws.String("loop"), HumanLoopStatus: types.HumanLoopStatusCompleted,
	}, event.Summary()); diff != "" {
		t.Errorf("Summary (-want +got):\n%s", diff)
	}
	if got, want := event.Key(), loopArn+" 2019-11-14T17:37:36.74Z Completed"; got != want {
		t.Errorf("Key() = %s, want %s", got, want)
	}
	if err := event.Err(); err != nil {
		t.Errorf("Err() = %v, want nil: the loop is Completed", err)
	}
}

func TestEventOfFailedLoop(t *testing.T) {
	failed := strings.NewReplacer(`"failureCode":null`, `"failureCode":"Expired"`, `"failureReason":null`, `"failureReason":"Nobody came."`, `"Completed"`, `"Failed"`).Replace(completed)
	var event answers.StatusChangeEvent // as AWS Lambda decodes it
	if err := json.Unmarshal([]byte(failed), &event); err != nil {
		t.Fatal(err)
	}
	var failure *waiters.FailureError
	if !errors.As(event.Err(), &failure) || failure.Status != "Failed" || failure.Code != "Expired" || failure.Reason != "Nobody came." {
		t.Errorf("Err() = %v", event.Err())
	}
	if got := aws.ToString(event.Summary().FailureReason); got != "Nobody came." {
		t.Errorf("the summary's FailureReason is %q", got)
	}
}

// AWS ran loops with upper-case letters in their names, although its documentation does
// not allow them.
func TestEventWithUpperCaseLoopName(t *testing.T) {
	const name, uri = "Loop-Review-1613668909838", "s3://ABCD_Central_1/Flow_1/2021/02/18/loop/output.json"
	text := strings.NewReplacer(loopArn, strings.TrimSuffix(loopArn, "loop")+name, `"humanLoopName":"loop"`, `"humanLoopName":"`+name+`"`,
		"s3://bucket/reviews/2019/11/14/17/37/36/loop/output.json", uri).Replace(completed)
	event, err := answers.ParseEvent([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	loop := event.HumanLoop()
	if got := aws.ToString(loop.HumanLoopName); got != name || !strings.HasSuffix(aws.ToString(loop.HumanLoopArn), "/"+name) {
		t.Errorf("got an event of %s, %s, want %s", got, aws.ToString(loop.HumanLoopArn), name)
	}
	getter := answers.ObjectGetterFunc(func(_ context.Context, bucket, key string) (io.ReadCloser, error) {
		if got := "s3://" + bucket + "/" + key; got != uri {
			t.Errorf("got a request for %s, want %s", got, uri)
		}
		return io.NopCloser(strings.NewReader(`{"flowDefinitionArn":"arn:aws:sagemaker:us-east-1:123456789012:flow-definition/Flow_1","humanLoopName":"` + name + `"}`)), nil
	})
	document, err := answers.Fetch(context.Background(), getter, aws.ToString(loop.HumanLoopOutput.OutputS3Uri))
	if err != nil || document.HumanLoopName != name {
		t.Errorf("Fetch() = %+v, %v, want the document of %s", document, err, name)
	}
}

// The key is the same for each delivery of an event, and differs for another loop with
// the same name.
func TestEventKey(t *testing.T) {
	key := func(old, new string) string {
		event, err := answers.ParseEvent([]byte(strings.Replace(completed, old, new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		return event.Key()
	}
	first := key("", "")
	if again := key("12345678-", "99999999-"); again != first {
		t.Errorf("second delivery: got key %s, want %s", again, first)
	}
	if later := key("17:37:36.740", "18:37:36.740"); later == first {
		t.Errorf("a later loop has the same key %s", later)
	}
}

func TestMalformedEvents(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(completed, old, new, 1) }
	tests := []struct{ name, event, want string }{
		{"nothing", ``, "want an object, found the end"},
		{"truncated", completed[:len(completed)-1], "found the end"},
		{"two events", completed + completed, "want the end of the document"},
		{"other source", change("aws.sagemaker", "aws.s3"), `detail-type is "SageMaker A2I HumanLoop Status Change" and its source is "aws.s3", not`},
		{"other type", change("HumanLoop Status", "Other"), `detail-type is "SageMaker A2I Other Change" and its source is "aws.sagemaker", not`},
		{"null", `null`, `detail-type is "" and its source is "", not`},
		{"no detail", change(`"detail":{`, `"other":{`), "the event has no detail.humanLoopName, detail.humanLoopArn, detail.humanLoopStatus"},
		{"no status", change(`"humanLoopStatus"`, `"status"`), "the event has no detail.humanLoopStatus"},
		{"detail of a wrong type", change(`"detail":{`, `"detail":[],"other":{`), "member detail: want an object, found '['"},
		{"output of a wrong type", change(`{"outputS3Uri":`, `{"outputS3Uri":7,"x":`), "member detail.humanLoopOutput.outputS3Uri: want a string, found '7'"},
		{"resources of a wrong type", change(`["`+loopArn, `[{},"`+loopArn), "member resources[0]: want a string"},
		{"time of a wrong type", change("2019-11-14T17:49:25Z", "now"), `member time: "now" is not an ISO 8601 timestamp`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			event, err := answers.ParseEvent([]byte(tt.event))
			if event != nil || err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "answers: ") {
				t.Errorf("got %v and error %v, want %q", event, err, tt.want)
			}
		})
	}
	var other *answers.OtherEventError
	if _, err := answers.ParseEvent([]byte(`{"source":"aws.s3","detail-type":"Object Created"}`)); !errors.As(err, &other) || other.Source != "aws.s3" || other.DetailType != "Object Created" {
		t.Errorf("error %v is not an *OtherEventError with the event's source and type", err)
	}
}

// A value that could not be read back is not written. Both return the same error.
func TestMarshalInvalidEvent(t *testing.T) {
	other := answers.StatusChangeEvent{Source: "aws.s3", DetailType: "Object Created"}
	noLoop := answers.StatusChangeEvent{Source: answers.EventSource, DetailType: answers.EventDetailType}
	for _, tt := range []struct {
		name  string
		value any
		text  string // the same value as JSON
		read  any
	}{
		{"zero event", answers.StatusChangeEvent{}, `{}`, new(answers.StatusChangeEvent)},
		{"other event", other, `{"source":"aws.s3","detail-type":"Object Created"}`, new(answers.StatusChangeEvent)},
		{"event without a loop", noLoop, `{"source":"aws.sagemaker","detail-type":"SageMaker A2I HumanLoop Status Change"}`, new(answers.StatusChangeEvent)},
		{"zero document", answers.Document{}, `{}`, new(answers.Document)},
		{"document without a flow definition", answers.Document{HumanLoopName: "a"}, `{"humanLoopName":"a"}`, new(answers.Document)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, err := json.Marshal(tt.value)
			want := json.Unmarshal([]byte(tt.text), tt.read)
			if err == nil || want == nil || !strings.HasSuffix(err.Error(), want.Error()) {
				t.Errorf("got %s, %v; want %v, the error of reading it", text, err, want)
			}
			var otherEvent *answers.OtherEventError
			if errors.As(err, &otherEvent) != errors.As(want, &otherEvent) {
				t.Errorf("got the error type %T, want %T", err, want)
			}
		})
	}
}
