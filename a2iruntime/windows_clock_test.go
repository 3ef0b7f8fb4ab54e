package a2iruntime_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// listedInputs records the inputs of the windows' list calls.
type listedInputs []a2iruntime.ListHumanLoopsInput

func (l *listedInputs) ListHumanLoops(_ context.Context, in *a2iruntime.ListHumanLoopsInput, _ ...func(*a2iruntime.Options)) (*a2iruntime.ListHumanLoopsOutput, error) {
	*l = append(*l, *in)
	return &a2iruntime.ListHumanLoopsOutput{}, nil
}

// The bounds contain no monotonic clock reading. With one, a window that was written as
// JSON and read back would not have the same bounds as its neighbors.
func TestWindowsDropMonotonicClock(t *testing.T) {
	now := time.Now()
	windows, err := a2iruntime.ListHumanLoopsWindows(&a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f"),
		CreationTimeAfter: &now, CreationTimeBefore: aws.Time(now.Add(time.Hour)),
	}, 3)
	if err != nil {
		t.Fatal(err)
	}
	var inputs listedInputs
	for _, window := range windows {
		if _, err := window.Paginator(&inputs).NextPage(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for i, in := range inputs {
		if bounds := in.CreationTimeAfter.String() + " " + in.CreationTimeBefore.String(); strings.Contains(bounds, "m=") {
			t.Errorf("window %d is %s", i, bounds)
		}
	}
}
