package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// until calls again and again, as an application would, until it is answered, or fails in
// a way that no fault explains. It tells whether a call that failed may have done its
// work.
func (s *soak) until(ctx context.Context, call func() error) (mayHaveSucceeded bool, err error) {
	for {
		s.started.Add(1)
		err := call()
		if err == nil {
			s.answered.Add(1)
			return mayHaveSucceeded, nil
		}
		s.failed.Add(1)
		mayHaveSucceeded = mayHaveSucceeded || types.MayHaveSucceeded(err)
		if ctx.Err() != nil || !s.noteFailure(err) {
			return mayHaveSucceeded, err
		}
	}
}

// life is that of one loop: started, described, stopped, described, deleted.
func (s *soak) life(ctx context.Context, name string) {
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
			err = nil // the answer of an earlier attempt was lost
			s.failed.Add(-1)
			s.answered.Add(1)
		}
	}
	if err != nil && ctx.Err() == nil {
		s.noteError(fmt.Errorf("loop %s: %w", name, err))
	}
}

// expect describes a loop that is there.
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
		return fmt.Errorf("it is %s as %q, want %s", out.HumanLoopStatus, aws.ToString(out.HumanLoopName), status)
	}
	return err
}
