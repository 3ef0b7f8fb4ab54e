package a2iruntime

import (
	"context"
	"errors"
	"slices"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Waiters that poll one loop with DescribeHumanLoop.
type (
	// HumanLoopCompletedWaiter waits until a loop is Completed. See package waiters for
	// Wait, WaitForOutput, their options and errors.
	HumanLoopCompletedWaiter = waiters.Waiter[Options, DescribeHumanLoopInput, DescribeHumanLoopOutput]

	// HumanLoopStoppedWaiter waits until a loop is Stopped. See package waiters for
	// Wait, WaitForOutput, their options and errors.
	HumanLoopStoppedWaiter = waiters.Waiter[Options, DescribeHumanLoopInput, DescribeHumanLoopOutput]

	// HumanLoopDeletedWaiter waits until a loop does not exist. See package waiters for
	// Wait, WaitForOutput, their options and errors.
	HumanLoopDeletedWaiter = waiters.Waiter[Options, DescribeHumanLoopInput, DescribeHumanLoopOutput]
)

// NewHumanLoopCompletedWaiter returns a waiter that waits until a loop is Completed. If
// the loop is Failed or Stopped, or does not exist, it returns a *waiters.FailureError.
// The wait continues while the loop is InProgress, Stopping, or has an unknown status.
func NewHumanLoopCompletedWaiter(client DescribeHumanLoopAPIClient, optFns ...func(*waiters.Options)) *HumanLoopCompletedWaiter {
	return newHumanLoopWaiter("HumanLoopCompleted", client, optFns,
		onStatus(waiters.Success, types.HumanLoopStatusCompleted),
		onStatus(waiters.Failure, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped),
		onNotFound(waiters.Failure))
}

// NewHumanLoopStoppedWaiter returns a waiter that waits until a loop is Stopped. If the
// loop is Completed or Failed, or does not exist, it returns a *waiters.FailureError. The
// wait continues while the loop is InProgress, Stopping, or has an unknown status.
func NewHumanLoopStoppedWaiter(client DescribeHumanLoopAPIClient, optFns ...func(*waiters.Options)) *HumanLoopStoppedWaiter {
	return newHumanLoopWaiter("HumanLoopStopped", client, optFns,
		onStatus(waiters.Success, types.HumanLoopStatusStopped),
		onStatus(waiters.Failure, types.HumanLoopStatusFailed, types.HumanLoopStatusCompleted),
		onNotFound(waiters.Failure))
}

// NewHumanLoopDeletedWaiter returns a waiter that waits until a loop does not
// exist. The wait continues whatever the loop's status.
func NewHumanLoopDeletedWaiter(client DescribeHumanLoopAPIClient, optFns ...func(*waiters.Options)) *HumanLoopDeletedWaiter {
	return newHumanLoopWaiter("HumanLoopDeleted", client, optFns, onNotFound(waiters.Success))
}

type humanLoopAcceptor = waiters.Acceptor[DescribeHumanLoopOutput]

func newHumanLoopWaiter(name string, client DescribeHumanLoopAPIClient, optFns []func(*waiters.Options), acceptors ...humanLoopAcceptor) *HumanLoopCompletedWaiter {
	if client == nil {
		client = (*Client)(nil) // its calls return a clear error
	}
	return waiters.New(waiters.Definition[Options, DescribeHumanLoopInput, DescribeHumanLoopOutput]{
		Name:      name,
		Acceptors: acceptors,
		Poll: func(ctx context.Context, in *DescribeHumanLoopInput, optFns ...func(*Options)) (*DescribeHumanLoopOutput, error) {
			return client.DescribeHumanLoop(awsclient.WithCaller(ctx, awsclient.Waiter), in, optFns...)
		},
		Describe: func(out *DescribeHumanLoopOutput) (status, code, reason string) {
			return string(out.HumanLoopStatus), aws.ToString(out.FailureCode), aws.ToString(out.FailureReason)
		},
	}, optFns...)
}

func onStatus(state waiters.State, statuses ...types.HumanLoopStatus) humanLoopAcceptor {
	return humanLoopAcceptor{State: state, Match: func(out *DescribeHumanLoopOutput, err error) bool {
		return err == nil && slices.Contains(statuses, out.HumanLoopStatus)
	}}
}

func onNotFound(state waiters.State) humanLoopAcceptor {
	return humanLoopAcceptor{State: state, Match: func(_ *DescribeHumanLoopOutput, err error) bool { return isNotFound(err) }}
}

func isNotFound(err error) bool {
	var notFound *types.ResourceNotFoundException
	return errors.As(err, &notFound)
}
