package sweep_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
)

// waiting are reviews that wait. Each poll of a sweep asks for them, so script decides
// what happens before each.
type waiting struct {
	mu     sync.Mutex
	polls  int
	script func(poll int) (names []string, err error)
	refuse string // the name of the loop whose workflow cannot be told before poll 4
	ended  map[string]int
}

func (w *waiting) Waiting(context.Context, string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.polls++
	return w.script(w.polls)
}

func (w *waiting) Ended(_ context.Context, event answers.StatusChangeEvent) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if *event.Detail.HumanLoopName == w.refuse && w.polls < 4 {
		return errEnough
	}
	w.ended[*event.Detail.HumanLoopName+" "+string(event.Detail.HumanLoopStatus)]++
	return nil
}

// heartbeats counts what an activity records. Temporal's own listener hears of the first
// and the last one only.
type heartbeats struct {
	interceptor.WorkerInterceptorBase
	interceptor.ActivityInboundInterceptorBase
	interceptor.ActivityOutboundInterceptorBase
	n atomic.Int64
}

func (h *heartbeats) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	h.ActivityInboundInterceptorBase.Next = next
	return h
}

func (h *heartbeats) Init(outbound interceptor.ActivityOutboundInterceptor) error {
	h.ActivityOutboundInterceptorBase.Next = outbound
	return h.ActivityInboundInterceptorBase.Init(h)
}

func (h *heartbeats) RecordHeartbeat(ctx context.Context, details ...any) {
	h.n.Add(1)
	h.ActivityOutboundInterceptorBase.RecordHeartbeat(ctx, details...)
}

func watch(t *testing.T, srv *a2itest.Server, reviews *waiting, during time.Duration, more ...interceptor.WorkerInterceptor) error {
	t.Helper()
	reviews.ended = map[string]int{}
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestActivityEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: append(more, &failures.Interceptor{})})
	activities := &sweep.Activities{Client: a2iruntime.NewFromConfig(srv.Config()), Reviews: reviews}
	env.RegisterActivity(activities)
	_, err := env.ExecuteActivity(activities.Watch, sweep.Request{FlowDefinitionArn: srv.FlowDefinitionArn("reviews"), Poll: time.Millisecond, For: during})
	return err
}

var errEnough = errors.New("enough")

func newEnvironment() *testsuite.TestWorkflowEnvironment {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: []interceptor.WorkerInterceptor{&failures.Interceptor{}}})
	return env
}
