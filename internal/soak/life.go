package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

const flowDefinition = "reviews"

// soak is what all callers share.
type soak struct {
	srv    *a2itest.Server
	client *a2iruntime.Client

	started, answered, failed, lost atomic.Int64

	err atomic.Pointer[error] // the first that no fault explains
}

func (s *soak) noteError(err error) {
	if err != nil {
		s.err.CompareAndSwap(nil, &err)
	}
}

// until calls again and again, as an application would, until it is answered.
func (s *soak) until(ctx context.Context, call func() error) error {
	for {
		s.started.Add(1)
		err := call()
		if err == nil {
			s.answered.Add(1)
			return nil
		}
		s.failed.Add(1)
		var gone *types.ResourceNotFoundException
		var conflict *types.ConflictException
		var invalid *types.ValidationException
		if ctx.Err() != nil || errors.As(err, &gone) || errors.As(err, &conflict) || errors.As(err, &invalid) {
			return err
		}
	}
}

// life is that of one loop: started, described, stopped, described, deleted.
func (s *soak) life(ctx context.Context, name string) {
	err := s.until(ctx, func() error {
		_, err := s.client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
			HumanLoopName: &name, FlowDefinitionArn: aws.String(s.srv.FlowDefinitionArn(flowDefinition)),
			HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{"text":"` + name + `"}`)},
		})
		return err
	})
	if err == nil {
		err = s.expect(ctx, name, types.HumanLoopStatusInProgress)
	}
	if err == nil {
		err = s.until(ctx, func() error {
			_, err := s.client.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: &name})
			return err
		})
	}
	if err == nil {
		err = s.expect(ctx, name, types.HumanLoopStatusStopped)
	}
	if err == nil {
		err = s.until(ctx, func() error {
			_, err := s.client.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: &name})
			return err
		})
		var gone *types.ResourceNotFoundException
		if errors.As(err, &gone) {
			err = nil // the answer of an earlier delete was lost
		}
	}
	if err != nil && ctx.Err() == nil {
		s.noteError(fmt.Errorf("loop %s: %w", name, err))
	}
}

// expect describes a loop that is there.
func (s *soak) expect(ctx context.Context, name string, status types.HumanLoopStatus) error {
	var out *a2iruntime.DescribeHumanLoopOutput
	err := s.until(ctx, func() (err error) {
		out, err = s.client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
		return err
	})
	var gone *types.ResourceNotFoundException
	if errors.As(err, &gone) {
		s.lost.Add(1)
	}
	if err == nil && (aws.ToString(out.HumanLoopName) != name || out.HumanLoopStatus != status) {
		s.lost.Add(1)
		return fmt.Errorf("it is %s as %q, want %s", out.HumanLoopStatus, aws.ToString(out.HumanLoopName), status)
	}
	return err
}
