package review_test

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
)

const name = "invoice-0117"

// scene is a review in Temporal's test environment, whose clock skips the time in which
// nothing happens, and a local A2I.
type scene struct {
	*testsuite.TestWorkflowEnvironment
	t   *testing.T
	srv *a2itest.Server
	id  string // of the workflow, if it is not the one of its loop
}

func newScene(t *testing.T) *scene {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	s := &scene{TestWorkflowEnvironment: suite.NewTestWorkflowEnvironment(), t: t, srv: a2itest.NewServer()}
	t.Cleanup(s.srv.Close)
	s.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&failures.Interceptor{}}})
	s.SetTestTimeout(time.Minute)
	s.RegisterWorkflow(review.Review)
	// One attempt a call: it is Temporal that tries again.
	a2i := a2iruntime.NewFromConfig(s.srv.Config(), func(o *a2iruntime.Options) { o.RetryMaxAttempts = 1 })
	s.RegisterActivity(&review.Activities{Client: a2i, Documents: s.srv})
	return s
}

// after has something happen at a time of the workflow's clock.
func (s *scene) after(d time.Duration, do func() error) {
	s.RegisterDelayedCallback(func() {
		if err := do(); err != nil {
			s.t.Errorf("after %v: %v", d, err)
		}
	}, d)
}

// tell sends the signal of the last event of the service, as it comes from EventBridge.
func (s *scene) tell() error {
	events, err := s.srv.Events()
	if err != nil {
		return err
	}
	body, err := json.Marshal(events[len(events)-1])
	if err != nil {
		return err
	}
	event, err := answers.ParseEvent(body)
	s.SignalWorkflow(review.SignalEnded, event)
	return err
}

// run runs the review until it ends.
func (s *scene) run(change func(*review.Request)) (*review.Result, error) {
	request := review.Request{Loop: a2iruntime.StartHumanLoopInput{
		HumanLoopName: aws.String(name), FlowDefinitionArn: aws.String(s.srv.FlowDefinitionArn("reviews")),
		HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
	}}
	if change != nil {
		change(&request)
	}
	if s.id == "" {
		s.id = review.WorkflowID(*request.Loop.FlowDefinitionArn, *request.Loop.HumanLoopName)
	}
	s.SetStartWorkflowOptions(client.StartWorkflowOptions{ID: s.id})
	s.ExecuteWorkflow(review.Review, request)
	if !s.IsWorkflowCompleted() {
		s.t.Fatal("the workflow has not ended")
	}
	if err := s.GetWorkflowError(); err != nil {
		return nil, err
	}
	var result *review.Result
	return result, s.GetWorkflowResult(&result)
}

// calls returns how often an operation was called.
func (s *scene) calls(operation string) (n int) {
	for _, call := range s.srv.Calls() {
		if call.Operation == operation {
			n++
		}
	}
	return n
}

const answer = `{"total":"2,211.00"}`

func (s *scene) complete() error { return s.srv.Complete(name, json.RawMessage(answer)) }
