package main

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// newService returns a client, the flow definition to use, a function to call
// after starting each loop, and a function to call at the end.
func newService(ctx context.Context, s settings) (client *a2iruntime.Client, flow string, onStart func(name string), done func(), err error) {
	if s.aws {
		cfg, err := cli.AWS(ctx)
		if err != nil {
			return nil, "", nil, nil, err
		}
		return a2iruntime.NewFromConfig(cfg), s.flowDefinition, func(string) {}, func() {}, nil
	}
	srv := a2itest.NewServer()
	client = a2iruntime.NewFromConfig(srv.Config())
	team := &reviewers{srv: srv, client: client}
	team.ctx, team.cancel = context.WithCancel(ctx)
	done = func() {
		team.cancel()
		team.working.Wait()
		srv.Close()
	}
	return client, srv.FlowDefinitionArn("numbers"), team.review, done, srv.Err()
}

// reviewers answer the loops of a local service.
type reviewers struct {
	srv     *a2itest.Server
	client  *a2iruntime.Client
	ctx     context.Context // canceled when the program ends
	cancel  context.CancelFunc
	working sync.WaitGroup
}

// review answers a loop within two seconds. One loop in ten fails instead, and one
// in ten is stopped.
func (r *reviewers) review(name string) {
	after, outcome := time.Duration(rand.Int64N(int64(2*time.Second))), rand.IntN(10)
	r.working.Add(1)
	go func() {
		defer r.working.Done()
		timer := time.NewTimer(after)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.ctx.Done():
			return
		}
		// Errors are ignored: the waiter reports how the loop ended.
		switch outcome {
		case 0:
			_ = r.srv.Fail(name, "InternalError", "The reviewer's screen went dark.")
		case 1:
			_, _ = r.client.StopHumanLoop(r.ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String(name)})
		default:
			_ = r.srv.Complete(name, map[string]bool{"yes": true})
		}
	}()
}
