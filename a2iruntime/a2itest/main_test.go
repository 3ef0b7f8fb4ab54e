package a2itest_test

import (
	"context"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

const (
	reviews = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
	audits  = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/audits"
)

// input returns a valid StartHumanLoop input.
func input(name string) *a2iruntime.StartHumanLoopInput {
	return &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String(name),
		FlowDefinitionArn: aws.String(reviews),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": 41.5}`)},
	}
}

func start(t *testing.T, c *a2iruntime.Client, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := c.StartHumanLoop(context.Background(), input(name)); err != nil {
			t.Fatalf("start %s: %v", name, err)
		}
	}
}

func stop(c *a2iruntime.Client, name string) error {
	_, err := c.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: &name})
	return err
}

func remove(c *a2iruntime.Client, name string) error {
	_, err := c.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: &name})
	return err
}

func describe(c *a2iruntime.Client, name string) (*a2iruntime.DescribeHumanLoopOutput, error) {
	return c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
}

// status returns a loop's status, or the error's code.
func status(c *a2iruntime.Client, name string) string {
	out, err := describe(c, name)
	if err != nil {
		return refused(err).Code
	}
	return string(out.HumanLoopStatus)
}
