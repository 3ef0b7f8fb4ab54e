package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// until repeats a call, as an application would, until it succeeds or fails in a way that no
// injected fault explains. It reports whether a failed call may have succeeded.
func (s *soak) until(ctx context.Context, call func() error) (mayHaveSucceeded bool, err error) {
	for {
		s.started.Add(1)
		err := call()
		if err == nil {
			s.succeeded.Add(1)
			return mayHaveSucceeded, nil
		}
		s.failed.Add(1)
		mayHaveSucceeded = mayHaveSucceeded || types.MayHaveSucceeded(err)
		if ctx.Err() != nil || !s.noteFailure(err) {
			return mayHaveSucceeded, err
		}
	}
}

// lifecycle starts, describes, stops, describes and deletes a loop.
func (s *soak) lifecycle(ctx context.Context, name string) {
	_, err := s.until(ctx, func() error {
		_, err := s.client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
			HumanLoopName: &name, FlowDefinitionArn: &s.flow,
			HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{"text":"` + name + `"}`)},
		})
		return err
	})
	if err == nil {
		err = s.expect(ctx, name, types.HumanLoopStatusInProgress)
	}
	if err == nil {
		_, err = s.until(ctx, func() error {
			_, err := s.client.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: &name})
			return err
		})
	}
	if err == nil {
		err = s.expect(ctx, name, types.HumanLoopStatusStopped)
	}
	if err == nil {
		var deleted bool
		deleted, err = s.until(ctx, func() error {
			_, err := s.client.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: &name})
			return err
		})
		var notFound *types.ResourceNotFoundException
		if errors.As(err, &notFound) && deleted {
			err = nil // an earlier call succeeded, but its response was lost
			s.failed.Add(-1)
			s.succeeded.Add(1)
		}
	}
	if err != nil && ctx.Err() == nil {
		s.noteError(fmt.Errorf("loop %s: %w", name, err))
	}
}

// expect describes a loop that must exist, and checks its status.
func (s *soak) expect(ctx context.Context, name string, status types.HumanLoopStatus) error {
	var out *a2iruntime.DescribeHumanLoopOutput
	_, err := s.until(ctx, func() (err error) {
		out, err = s.client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
		return err
	})
	var notFound *types.ResourceNotFoundException
	if errors.As(err, &notFound) {
		s.lost.Add(1)
	}
	if err == nil && (aws.ToString(out.HumanLoopName) != name || out.HumanLoopStatus != status) {
		s.lost.Add(1)
		return fmt.Errorf("the service describes loop %q with status %s, want status %s", aws.ToString(out.HumanLoopName), out.HumanLoopStatus, status)
	}
	return err
}
