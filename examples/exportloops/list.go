package main

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	a2itypes "github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	flowtypes "github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// list is the list to export, read with one or more paginators.
type list struct {
	description string // recorded in the checkpoint, so that no other list resumes from it
	columns     []string

	parts []part // each from its start

	// rows reads the rest of these parts. checkpoints returns how far each part was read.
	rows func(ctx context.Context, parts []part) (rows iter.Seq2[[]any, error], checkpoints func() []paginators.Checkpoint)
}

func newList(ctx context.Context, s settings) (*list, func(), error) {
	if !s.aws && s.flow != "" {
		srv, err := localExecutions(s.flow)
		if err != nil {
			return nil, nil, fmt.Errorf("-flow %s: %w", s.flow, err)
		}
		return executionList(bedrockflows.NewFromConfig(srv.Config()), "of the local service", s), srv.Close, nil
	}
	if !s.aws {
		srv, in, err := localLoops()
		if err != nil {
			return nil, nil, err
		}
		s.setTimeRange(in)
		loops, err := loopList(a2iruntime.NewFromConfig(srv.Config()), in, s)
		return loops, srv.Close, err
	}
	cfg, err := cli.AWS(ctx)
	if err != nil {
		return nil, nil, err
	}
	if s.flow != "" {
		return executionList(bedrockflows.NewFromConfig(cfg), "in "+cfg.Region, s), func() {}, nil
	}
	in := &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: &s.flowDefinition, SortOrder: a2itypes.SortOrderAscending}
	s.setTimeRange(in)
	loops, err := loopList(a2iruntime.NewFromConfig(cfg), in, s)
	return loops, func() {}, err
}

// setTimeRange sets the time range of the flags.
func (s settings) setTimeRange(in *a2iruntime.ListHumanLoopsInput) {
	if !s.after.IsZero() {
		in.CreationTimeAfter = &s.after
	}
	if !s.before.IsZero() {
		in.CreationTimeBefore = &s.before
	}
}

// localExecutions starts the local service with a hundred executions of a flow,
// created one minute apart.
func localExecutions(flow string) (*flowstest.Server, error) {
	const executions = 100
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	srv := flowstest.NewServer(func(o *flowstest.Options) { o.Now = func() time.Time { return now } })
	for i := range executions {
		now = now.Add(time.Minute)
		arn, err := srv.Start(flowstest.Execution{Flow: flow, Name: fmt.Sprintf("nightly-%03d", i)})
		if err == nil {
			err = srv.Finish(arn, flowtypes.FlowExecutionStatusSucceeded)
		}
		if err != nil {
			srv.Close()
			return nil, err
		}
	}
	return srv, nil
}

// localLoops starts the local service with a thousand loops, created one minute apart.
// It returns the input that lists them.
func localLoops() (*a2itest.Server, *a2iruntime.ListHumanLoopsInput, error) {
	const loops = 1000
	first := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	now := first
	srv := a2itest.NewServer(func(o *a2itest.Options) { o.Now = func() time.Time { return now } })
	for i := 0; i < loops; i++ {
		now = first.Add(time.Duration(i) * time.Minute)
		if _, err := srv.Start(fmt.Sprintf("invoice-%04d", i), "invoice-review", `{}`); err != nil {
			srv.Close()
			return nil, nil, err
		}
	}
	return srv, &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("invoice-review")), SortOrder: a2itypes.SortOrderAscending,
		CreationTimeAfter: &first, CreationTimeBefore: aws.Time(now.Add(time.Minute)),
	}, nil
}

// timeLimit returns a word and a time, or "" for nil.
func timeLimit(word string, t *time.Time) string {
	if t == nil {
		return ""
	}
	return word + t.UTC().Format(time.RFC3339Nano)
}

func loopList(client *a2iruntime.Client, in *a2iruntime.ListHumanLoopsInput, s settings) (*list, error) {
	size := s.pageSize
	if size == 0 {
		size = 100
	}
	l := &list{
		description: fmt.Sprintf("human loops of %s%s%s, -windows %d, to %s as %s", *in.FlowDefinitionArn,
			timeLimit(" after ", in.CreationTimeAfter), timeLimit(" before ", in.CreationTimeBefore), s.windows, filepath.Base(s.out), s.format),
		parts:   make([]part, 1),
		columns: []string{"HumanLoopName", "HumanLoopStatus", "CreationTime", "FailureReason", "FlowDefinitionArn"},
	}
	row := func(loop a2itypes.HumanLoopSummary) []any {
		return []any{loop.HumanLoopName, loop.HumanLoopStatus, loop.CreationTime, loop.FailureReason, loop.FlowDefinitionArn}
	}
	if s.windows > 1 {
		windows, err := a2iruntime.ListHumanLoopsWindows(in, s.windows)
		if err != nil {
			return nil, fmt.Errorf("-windows %d with -after and -before: %w", s.windows, err)
		}
		l.parts = nil
		for i := range windows {
			l.parts = append(l.parts, part{Window: &windows[i]})
		}
	}
	l.rows = func(ctx context.Context, parts []part) (iter.Seq2[[]any, error], func() []paginators.Checkpoint) {
		var sources []*a2iruntime.ListHumanLoopsPaginator
		for _, part := range parts {
			options := func(o *paginators.Options) {
				o.PageSize, o.StartFrom, o.Prefetch = int32(size), part.Checkpoint, true
			}
			if part.Window == nil {
				sources = append(sources, a2iruntime.NewListHumanLoopsPaginator(client, in, options))
			} else {
				sources = append(sources, part.Window.Paginator(client, options))
			}
		}
		return readAll(ctx, sources, row)
	}
	return l, nil
}

func executionList(client *bedrockflows.Client, where string, s settings) *list {
	l := &list{
		description: fmt.Sprintf("executions of %s %s, to %s as %s", s.flow, where, filepath.Base(s.out), s.format),
		parts:       make([]part, 1),
		columns:     []string{"executionArn", "status", "createdAt", "endedAt", "flowIdentifier", "flowAliasIdentifier", "flowVersion"},
	}
	row := func(x flowtypes.FlowExecutionSummary) []any {
		return []any{x.ExecutionArn, x.Status, x.CreatedAt, x.EndedAt, x.FlowIdentifier, x.FlowAliasIdentifier, x.FlowVersion}
	}
	l.rows = func(ctx context.Context, parts []part) (iter.Seq2[[]any, error], func() []paginators.Checkpoint) {
		p := bedrockflows.NewListFlowExecutionsPaginator(client, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: &s.flow},
			func(o *paginators.Options) {
				o.PageSize, o.StartFrom, o.Prefetch = int32(s.pageSize), parts[0].Checkpoint, true
			})
		return readAll(ctx, []*bedrockflows.ListFlowExecutionsPaginator{p}, row)
	}
	return l
}

// readAll reads the paginators, concurrently if there is more than one.
func readAll[O, P, I any](ctx context.Context, sources []*paginators.Paginator[O, P, I], row func(I) []any) (iter.Seq2[[]any, error], func() []paginators.Checkpoint) {
	items := paginators.Merge(ctx, len(sources), nil, sources...)
	if len(sources) == 1 {
		items = sources[0].Items(ctx)
	}
	rows := func(yield func([]any, error) bool) {
		for item, err := range items {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(row(item), nil) {
				return
			}
		}
	}
	checkpoints := func() (all []paginators.Checkpoint) {
		for _, p := range sources {
			all = append(all, p.Checkpoint())
		}
		return all
	}
	return rows, checkpoints
}
