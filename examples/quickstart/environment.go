package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/examples/internal/cli"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// environment is where the tour runs: the local services, or AWS.
type environment struct {
	what           string
	a2i            *a2iruntime.Client
	flows          *bedrockflows.Client
	flowDefinition string
	flow           string // "" = list no executions
	prefix         string // of the loops' names

	// review has somebody answer a loop, and says who.
	review func(name string) (string, error)

	// output returns the document that a Completed loop left at uri.
	output func(ctx context.Context, name, uri string) ([]byte, error)

	close func()
}

func newEnvironment(ctx context.Context, s settings) (*environment, error) {
	if s.aws {
		return onAWS(ctx, s)
	}
	return locally()
}

// locally starts the local services, with a reviewer who needs no time and
// three flow executions.
func locally() (*environment, error) {
	a2i, flows := a2itest.NewServer(), flowstest.NewServer()
	const flow = "FLOW123456"
	for _, status := range []types.FlowExecutionStatus{types.FlowExecutionStatusSucceeded, types.FlowExecutionStatusFailed, ""} {
		arn, err := flows.Start(flowstest.Execution{Flow: flow})
		if err == nil && status != "" {
			err = flows.Finish(arn, status)
		}
		if err != nil {
			a2i.Close()
			flows.Close()
			return nil, err
		}
	}
	return &environment{
		what:           "the local service at " + a2i.URL(),
		a2i:            a2iruntime.NewFromConfig(a2i.Config()),
		flows:          bedrockflows.NewFromConfig(flows.Config()),
		flowDefinition: a2i.FlowDefinitionArn("invoice-review"),
		flow:           flow,
		prefix:         "quickstart",
		review: func(name string) (string, error) {
			return "A reviewer of the local service corrects two fields.", a2i.Complete(name, map[string]string{
				"totalAmount": "2,211.00",
				"iban":        "GB29 NWBK 6016 1331 9268 19",
			})
		},
		output: func(_ context.Context, name, _ string) ([]byte, error) { return a2i.Output(name) },
		close: func() {
			a2i.Close()
			flows.Close()
		},
	}, nil
}

// onAWS uses the default AWS configuration.
func onAWS(ctx context.Context, s settings) (*environment, error) {
	cfg, err := cli.AWS(ctx)
	if err != nil {
		return nil, err
	}
	return &environment{
		what:           "AWS in " + cfg.Region,
		a2i:            a2iruntime.NewFromConfig(cfg),
		flows:          bedrockflows.NewFromConfig(cfg),
		flowDefinition: s.flowDefinition,
		flow:           s.flow,
		prefix:         fmt.Sprintf("quickstart-%d", time.Now().Unix()),
		review: func(string) (string, error) {
			return "Now a worker of the flow definition's team answers in the worker portal.", nil
		},
		output: func(ctx context.Context, _, uri string) ([]byte, error) { return s3Object(ctx, cfg, uri) },
		close:  func() {},
	}, nil
}

// s3Object reads the object at an s3:// URI.
func s3Object(ctx context.Context, cfg aws.Config, uri string) ([]byte, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return nil, fmt.Errorf("the loop's output is at %q, which is no s3:// URI", uri)
	}
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = cfg.BaseEndpoint != nil })
	object, err := client.GetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String(u.Host),
		Key:    aws.String(strings.TrimPrefix(u.Path, "/")),
	})
	if err != nil {
		return nil, fmt.Errorf("read the loop's output: %w", err)
	}
	defer object.Body.Close()
	return io.ReadAll(object.Body)
}
