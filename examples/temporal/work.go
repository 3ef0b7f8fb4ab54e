package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/examples/temporal/export"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/examples/temporal/gateway"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/a2iflows/a2iflows-go/examples/temporal/sweep"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
)

// defaultQueue is where workers find their work.
const defaultQueue = "a2i"

// stopTimeout is how long short activities may take after the worker was told to end.
const stopTimeout = 10 * time.Second

// work runs workflows and activities until ctx ends, or until standard input does. A
// worker that was started by hand says what it does, and logs errors.
func work(ctx context.Context, s settings, stderr io.Writer) error {
	if s.untilEOF {
		stderr = io.Discard
	}
	logger := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	cfg, err := cli.AWS(ctx)
	if err != nil {
		return causeOr(ctx, err)
	}
	temporal, err := dial(ctx, s.temporal, log.NewStructuredLogger(logger))
	if err != nil {
		return causeOr(ctx, err)
	}
	defer temporal.Close()
	if s.gateway != "" {
		server, url, err := listen(s.gateway, &gateway.Gateway{Temporal: temporal, Logger: logger})
		if err != nil {
			return fmt.Errorf("-gateway: %w", err)
		}
		defer func() { _ = server.Close() }()
		fmt.Fprintf(stderr, "temporal: POST events to %s\n", url)
	}
	w := worker.New(temporal, s.taskQueue, worker.Options{
		Interceptors:                       []interceptor.WorkerInterceptor{&failures.Interceptor{}, &handover{}},
		MaxConcurrentActivityExecutionSize: s.activities,
		WorkerStopTimeout:                  stopTimeout,
	})
	a2i := a2iruntime.NewFromConfig(cfg)
	documents := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	w.RegisterWorkflow(review.Review)
	w.RegisterWorkflow(export.Export)
	w.RegisterWorkflow(sweep.Sweep)
	w.RegisterActivity(&review.Activities{Client: a2i, Documents: documentsIn(documents)})
	w.RegisterActivity(&export.Activities{Client: a2i})
	w.RegisterActivity(&sweep.Activities{Client: a2i, Reviews: &sweep.TemporalReviews{Client: temporal}})
	stop := make(chan any, 1)
	defer context.AfterFunc(ctx, func() {
		fmt.Fprintf(stderr, "temporal: ending the worker: its calls have %v\n", stopTimeout)
		stop <- ctx.Err()
	})()
	if s.untilEOF {
		go func() { // ends with the process
			_, err := io.Copy(io.Discard, os.Stdin)
			stop <- err
		}()
	}
	fmt.Fprintf(stderr, "temporal: working on task queue %s of %s\n", s.taskQueue, s.temporal)
	return w.Run(stop)
}

func documentsIn(client *s3.Client) answers.ObjectGetter {
	return answers.ObjectGetterFunc(func(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
		out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
		if err != nil {
			return nil, err
		}
		return out.Body, nil
	})
}
