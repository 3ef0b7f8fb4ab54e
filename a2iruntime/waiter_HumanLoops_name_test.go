package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// If the service rejects a name, the error concerns only that name: the waiter still
// waits for the other loops.
func TestHumanLoopsWaiterInvalidName(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	_, err := srv.Start("good", "reviews", "{}")
	if err == nil {
		err = srv.Complete("good", "{}")
	}
	if err != nil {
		t.Fatal(err)
	}
	waiter := a2iruntime.NewHumanLoopsWaiter(a2iruntime.NewFromConfig(srv.Config()), func(o *waiters.Options) { o.MinDelay = time.Millisecond })
	var got []string
	for loop, err := range waiter.Each(context.Background(), &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")), HumanLoopNames: []string{"UPPER", "Bad Name!", "good"},
	}, time.Minute) {
		var refused *types.ValidationException
		got = append(got, fmt.Sprint(aws.ToString(loop.HumanLoopName), " ", loop.HumanLoopStatus, " ", errors.As(err, &refused)))
	}
	slices.Sort(got)
	if want := []string{"Bad Name!  true", "UPPER  true", "good Completed false"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
