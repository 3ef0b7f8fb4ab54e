package awsclient_test

import (
	"context"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"
)

// allStages is an interceptor that records the stages at which it is called.
type allStages struct{ seen *[]string }

func (i allStages) note(stage string) error {
	*i.seen = append(*i.seen, stage)
	return nil
}

func (i allStages) BeforeExecution(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("BeforeExecution")
}
func (i allStages) BeforeSerialization(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("BeforeSerialization")
}
func (i allStages) AfterSerialization(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("AfterSerialization")
}
func (i allStages) BeforeRetryLoop(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("BeforeRetryLoop")
}
func (i allStages) BeforeAttempt(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("BeforeAttempt")
}
func (i allStages) BeforeSigning(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("BeforeSigning")
}
func (i allStages) AfterSigning(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("AfterSigning")
}
func (i allStages) BeforeTransmit(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("BeforeTransmit")
}
func (i allStages) AfterTransmit(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("AfterTransmit")
}
func (i allStages) BeforeDeserialization(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("BeforeDeserialization")
}
func (i allStages) AfterDeserialization(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("AfterDeserialization")
}
func (i allStages) AfterAttempt(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("AfterAttempt")
}
func (i allStages) AfterExecution(context.Context, *smithyhttp.InterceptorContext) error {
	return i.note("AfterExecution")
}

// Each of the thirteen kinds of interceptors is called at its stage.
func TestInterceptors(t *testing.T) {
	var seen []string
	c := newClient(okExchange(), func(o *a2iruntime.Options) {
		stages := allStages{&seen}
		o.Interceptors.AddBeforeExecution(stages)
		o.Interceptors.AddBeforeSerialization(stages)
		o.Interceptors.AddAfterSerialization(stages)
		o.Interceptors.AddBeforeRetryLoop(stages)
		o.Interceptors.AddBeforeAttempt(stages)
		o.Interceptors.AddBeforeSigning(stages)
		o.Interceptors.AddAfterSigning(stages)
		o.Interceptors.AddBeforeTransmit(stages)
		o.Interceptors.AddAfterTransmit(stages)
		o.Interceptors.AddBeforeDeserialization(stages)
		o.Interceptors.AddAfterDeserialization(stages)
		o.Interceptors.AddAfterAttempt(stages)
		o.Interceptors.AddAfterExecution(stages)
	})
	if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"BeforeExecution",
		"BeforeSerialization",
		"AfterSerialization",
		"BeforeRetryLoop",
		"BeforeAttempt",
		"BeforeSigning",
		"AfterSigning",
		"BeforeTransmit",
		"AfterTransmit",
		"BeforeDeserialization",
		"AfterDeserialization",
		"AfterAttempt",
		"AfterExecution",
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}
}
