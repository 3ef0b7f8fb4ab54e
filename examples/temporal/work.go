package main

import (
	"context"
	"fmt"
	"io"
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
	"go.temporal.io/sdk/worker"
)

// defaultQueue is where workers find their work.
const defaultQueue = "a2i"

// stopTimeout is how long a worker's activities may take after the worker was told to end.
// What they have recorded goes to another worker.
const stopTimeout = 10 * time.Second

// work runs workflows and activities until ctx ends.
func work(ctx context.Context, s settings, stderr io.Writer) error {
	cfg, err := cli.AWS(ctx)
	if err != nil {
		return err
	}
	temporal, err := dial(ctx, s.temporal)
	if err != nil {
		return err
	}
	defer temporal.Close()
	if s.gateway != "" {
		server, _, err := listen(s.gateway, &gateway.Gateway{Temporal: temporal})
		if err != nil {
			return fmt.Errorf("-gateway %s: %w", s.gateway, err)
		}
		defer func() { _ = server.Close() }()
	}
	w := worker.New(temporal, s.taskQueue, worker.Options{
		Interceptors:                       []interceptor.WorkerInterceptor{&failures.Interceptor{}},
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
		if !s.untilEOF { // else the program that started the worker says so
			fmt.Fprintf(stderr, "temporal: ending the worker: its activities have %v\n", stopTimeout)
		}
		stop <- ctx.Err()
	})()
	if s.untilEOF {
		go func() { // ends with the process
			_, err := io.Copy(io.Discard, os.Stdin)
			stop <- err
		}()
	}
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
