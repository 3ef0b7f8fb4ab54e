package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// existingLoop lists the calls that take the name of an existing loop.
var existingLoop = map[string]func(ctx context.Context, c *a2iruntime.Client, name string) error{
	"DescribeHumanLoop": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		_, err := c.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
		return err
	},
	"StopHumanLoop": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		_, err := c.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: &name})
		return err
	},
	"StopHumanLoopInput.RequestBody": func(_ context.Context, _ *a2iruntime.Client, name string) error {
		_, err := (&a2iruntime.StopHumanLoopInput{HumanLoopName: &name}).RequestBody()
		return err
	},
	"DeleteHumanLoop": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		_, err := c.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: &name})
		return err
	},
	"PresignDescribeHumanLoop": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		_, err := a2iruntime.NewPresignClient(c).PresignDescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
		return err
	},
	"PresignStopHumanLoop": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		_, err := a2iruntime.NewPresignClient(c).PresignStopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: &name})
		return err
	},
	"PresignDeleteHumanLoop": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		_, err := a2iruntime.NewPresignClient(c).PresignDeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: &name})
		return err
	},
	"HumanLoopCompletedWaiter": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		return a2iruntime.NewHumanLoopCompletedWaiter(c).Wait(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name}, time.Second)
	},
	"HumanLoopsWaiter": func(ctx context.Context, c *a2iruntime.Client, name string) error {
		in := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String(arnPrefix + "f"), HumanLoopNames: []string{name}}
		for _, err := range a2iruntime.NewHumanLoopsWaiter(c).Each(ctx, in, time.Second) {
			if err != nil {
				return err
			}
		}
		return nil
	},
}

// AWS has run loops whose names the documented pattern does not allow, such as the first
// one here. For existing loops, the client leaves the pattern to the service and checks
// only what the path needs.
func TestNamesOfExistingLoops(t *testing.T) {
	for _, tc := range []struct {
		value   string
		refused bool
	}{
		{"Loop-Review-1613668909838", false},
		{"loop_1", false},
		{"-loop-", false},
		{"a/../b", false},
		{"ü\r\n", false},
		{"...", false},
		{repeat("A", 63), false},
		{repeat("A", 64), true},
		{"\xff", true},
	} {
		for name, call := range existingLoop {
			t.Run(fmt.Sprintf("%s/%.30q", name, tc.value), func(t *testing.T) {
				exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"HumanLoopStatus":"Completed"}`}}}
				err := call(context.Background(), exchangeClient(exchange), tc.value)
				var invalid smithy.InvalidParamsError
				switch sent := len(exchange.Requests()); {
				case !tc.refused && err != nil:
					t.Errorf("refused: %v", err)
				case tc.refused && (!errors.As(err, &invalid) || sent > 0):
					t.Errorf("got %v after %d requests, want a smithy.InvalidParamsError before any", err, sent)
				case !tc.refused && sent != 1 && !strings.Contains(name, "Presign") && !strings.Contains(name, "RequestBody"):
					t.Errorf("%d requests, want 1", sent)
				}
			})
		}
	}
}

// A loop with upper-case letters in its name works like any other.
func TestUpperCaseLoopLifecycle(t *testing.T) {
	const name = "Loop-Review-1613668909838"
	srv := a2itest.NewServer(func(o *a2itest.Options) { o.AllowUpperCaseLoopNames = true })
	defer srv.Close()
	ctx, client := context.Background(), a2iruntime.NewFromConfig(srv.Config())
	if _, err := srv.Start(name, "f", "{}"); err != nil {
		t.Fatal(err)
	}
	if err := existingLoop["DescribeHumanLoop"](ctx, client, name); err != nil {
		t.Error(err)
	}
	if err := srv.Complete(name, "{}"); err != nil {
		t.Fatal(err)
	}
	for loop, err := range a2iruntime.NewListHumanLoopsPaginator(client, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("f"))}).Items(ctx) {
		if err != nil || aws.ToString(loop.HumanLoopName) != name {
			t.Errorf("listed %v, %v", aws.ToString(loop.HumanLoopName), err)
		}
	}
	in := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("f")), HumanLoopNames: []string{name}}
	for loop, err := range a2iruntime.NewHumanLoopsWaiter(client).Each(ctx, in, time.Second) {
		if err != nil || loop.HumanLoopStatus != types.HumanLoopStatusCompleted {
			t.Errorf("got the status %v, %v", loop.HumanLoopStatus, err)
		}
	}
	for _, call := range []string{"HumanLoopCompletedWaiter", "DeleteHumanLoop"} {
		if err := existingLoop[call](ctx, client, name); err != nil {
			t.Errorf("%s: %v", call, err)
		}
	}
	if _, err := srv.Start(name, "f", "{}"); err != nil {
		t.Fatal(err)
	}
	if err := existingLoop["StopHumanLoop"](ctx, client, name); err != nil {
		t.Error(err)
	}
}

// SkipInputValidation also applies to a waiter's calls.
func TestHumanLoopsWaiterSkipsInputValidation(t *testing.T) {
	long := repeat("A", 64)
	for _, tc := range []struct {
		name   string
		client a2iruntime.HumanLoopsAPIClient
		sent   bool
	}{
		{"checked", exchangeClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"HumanLoopStatus":"Completed"}`}}}), false},
		{"skipped", exchangeClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"HumanLoopStatus":"Completed"}`}}}, skipInputValidation), true},
		{"skipped by an embedded client", struct{ *a2iruntime.Client }{
			exchangeClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"HumanLoopStatus":"Completed"}`}}}, skipInputValidation),
		}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String("any"), HumanLoopNames: []string{long}}
			for _, err := range a2iruntime.NewHumanLoopsWaiter(tc.client).Each(context.Background(), in, time.Second) {
				if (err == nil) != tc.sent {
					t.Errorf("got %v, want the loop = %t", err, tc.sent)
				}
			}
		})
	}
}
