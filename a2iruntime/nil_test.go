package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// firstError returns the first error of a range, which must end with it.
func firstError[T any](items func(func(T, error) bool)) error {
	for _, err := range items {
		return err
	}
	return nil
}

func loopsInput(names ...string) *a2iruntime.HumanLoopsWaiterInput {
	return &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f"), HumanLoopNames: names,
	}
}

// dayWindow is the second half of a day.
func dayWindow() a2iruntime.ListHumanLoopsWindow {
	windows, err := a2iruntime.ListHumanLoopsWindows(&a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn:  loopsInput().FlowDefinitionArn,
		CreationTimeAfter:  aws.Time(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)),
		CreationTimeBefore: aws.Time(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)),
	}, 2)
	if err != nil {
		panic(err)
	}
	return windows[1]
}

// clientUses lists everything that uses a client.
var clientUses = map[string]func(ctx context.Context, client *a2iruntime.Client) error{
	"call": func(ctx context.Context, client *a2iruntime.Client) error {
		_, err := client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("l")})
		return err
	},
	"presigned call": func(ctx context.Context, client *a2iruntime.Client) error {
		_, err := a2iruntime.NewPresignClient(client).PresignDescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("l")})
		return err
	},
	"NextPage": func(ctx context.Context, client *a2iruntime.Client) error {
		_, err := a2iruntime.NewListHumanLoopsPaginator(client, nil).NextPage(ctx)
		return err
	},
	"Pages": func(ctx context.Context, client *a2iruntime.Client) error {
		return firstError(a2iruntime.NewListHumanLoopsPaginator(client, nil).Pages(ctx))
	},
	"Items of a window": func(ctx context.Context, client *a2iruntime.Client) error {
		return firstError(dayWindow().Paginator(client).Items(ctx))
	},
	"completed": func(ctx context.Context, client *a2iruntime.Client) error {
		return a2iruntime.NewHumanLoopCompletedWaiter(client).Wait(ctx, nil, time.Second)
	},
	"stopped": func(ctx context.Context, client *a2iruntime.Client) error {
		return a2iruntime.NewHumanLoopStoppedWaiter(client).Wait(ctx, nil, time.Second)
	},
	"deleted": func(ctx context.Context, client *a2iruntime.Client) error {
		return a2iruntime.NewHumanLoopDeletedWaiter(client).Wait(ctx, nil, time.Second)
	},
	"many": func(ctx context.Context, client *a2iruntime.Client) error {
		return firstError(a2iruntime.NewHumanLoopsWaiter(client).Each(ctx, loopsInput("l"), time.Second))
	},
}

// Everything that uses a client returns the same error for a nil client and a zero
// client.
func TestNilClient(t *testing.T) {
	const want = "the client is not initialized: use New or NewFromConfig"
	ctx := context.Background()
	check := func(name string, err error) {
		t.Helper()
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
	for name, use := range clientUses {
		check(name+" with a nil *Client", use(ctx, nil))
		check(name+" with a zero Client", use(ctx, new(a2iruntime.Client)))
	}
	for name, err := range map[string]error{
		"paginator": firstError(a2iruntime.NewListHumanLoopsPaginator(nil, nil).Items(ctx)),
		"window":    firstError(dayWindow().Paginator(nil).Items(ctx)),
		"completed": a2iruntime.NewHumanLoopCompletedWaiter(nil).Wait(ctx, nil, time.Second),
		"stopped":   a2iruntime.NewHumanLoopStoppedWaiter(nil).Wait(ctx, nil, time.Second),
		"deleted":   a2iruntime.NewHumanLoopDeletedWaiter(nil).Wait(ctx, nil, time.Second),
		"many":      firstError(a2iruntime.NewHumanLoopsWaiter(nil).Each(ctx, nil, time.Second)),
		"many, with a nil pointer that embeds a client,": firstError(a2iruntime.NewHumanLoopsWaiter((*struct{ *a2iruntime.Client })(nil)).Each(ctx, loopsInput("l"), time.Second)),
		"zero many": firstError(new(a2iruntime.HumanLoopsWaiter).Each(ctx, loopsInput("l"), time.Second)),
	} {
		check(name+" with nil", err)
	}
	var presign *a2iruntime.PresignClient
	for _, c := range []*a2iruntime.PresignClient{presign, new(a2iruntime.PresignClient)} {
		_, err := c.PresignStopHumanLoop(ctx, nil)
		check("PresignClient", err)
	}
	if o := new(a2iruntime.Client).Options(); o.Region != "" {
		t.Errorf("the options of a zero Client have Region %q", o.Region)
	}
}

// Other nil pointers, and a nil context, are errors before any call.
func TestNilReceiverAndContext(t *testing.T) {
	ctx := context.Background()
	var none context.Context
	exchange := &clienttest.Exchange{}
	client := exchangeClient(exchange)
	for name, use := range clientUses {
		if err := use(none, client); err == nil || !strings.Contains(err.Error(), "the context is nil: pass context.Background()") {
			t.Errorf("%s with a nil context: %v", name, err)
		}
	}
	var many *a2iruntime.HumanLoopsWaiter
	if err := firstError(many.Each(ctx, nil, time.Second)); err == nil || !strings.Contains(err.Error(), "use NewHumanLoopsWaiter") {
		t.Errorf("a nil HumanLoopsWaiter: %v", err)
	}
	var completed *a2iruntime.HumanLoopCompletedWaiter
	if err := completed.WithClientOptions().Wait(ctx, nil, time.Second); err == nil || !strings.Contains(err.Error(), "use a New function") {
		t.Errorf("a nil HumanLoopCompletedWaiter: %v", err)
	}
	if n := len(exchange.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// Waiting for no loops is an error.
func TestWaitForNoLoops(t *testing.T) {
	exchange := &clienttest.Exchange{}
	client := exchangeClient(exchange)
	for name, in := range map[string]*a2iruntime.HumanLoopsWaiterInput{
		"nil input": nil, "nil names": loopsInput(), "empty names": loopsInput([]string{}...), "zero input": {},
	} {
		err := firstError(a2iruntime.NewHumanLoopsWaiter(client).Each(context.Background(), in, time.Second))
		var invalid smithy.InvalidParamsError
		if !errors.As(err, &invalid) || !strings.Contains(fmt.Sprint(err), "missing required field, HumanLoopsWaiterInput.HumanLoopNames.") {
			t.Errorf("%s: got %v, want an InvalidParamsError that names HumanLoopNames", name, err)
		}
	}
	if n := len(exchange.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}
