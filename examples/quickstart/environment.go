package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// environment contains the services that the tour calls: local ones, or AWS.
type environment struct {
	description    string
	onAWS          bool // loops keep running when this program ends
	a2i            *a2iruntime.Client
	flows          *bedrockflows.Client
	flowDefinition string
	flow           string // "" skips the executions
	prefix         string // of the loops' names

	// review answers a loop, or leaves it to a worker on AWS. It describes who answers.
	review func(name string) (string, error)

	// outputs contains the output documents of Completed loops.
	outputs answers.ObjectGetter

	close func()
}

func newEnvironment(ctx context.Context, s settings) (*environment, error) {
	if s.aws {
		return onAWS(ctx, s)
	}
	return locally()
}

// locally starts the local services. A reviewer answers each loop immediately, and a
// flow has three executions.
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
		description:    "the local service at " + a2i.URL(),
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
		outputs: a2i,
		close: func() {
			a2i.Close()
			flows.Close()
		},
	}, nil
}

// onAWS returns an environment with the default AWS configuration, which may name
// another endpoint.
func onAWS(ctx context.Context, s settings) (*environment, error) {
	cfg, err := cli.AWS(ctx)
	if err != nil {
		return nil, err
	}
	a2i, description := a2iruntime.NewFromConfig(cfg), "AWS in "+cfg.Region
	reviewer := "Waiting for a worker of the flow definition's work team to answer in the worker portal."
	if endpoint := a2i.Options().BaseEndpoint; endpoint != nil {
		description = fmt.Sprintf("the endpoint %s with Region %s", *endpoint, cfg.Region)
		reviewer = fmt.Sprintf("Waiting for a reviewer of %s to answer.", *endpoint)
	}
	return &environment{
		description:    description,
		onAWS:          true,
		a2i:            a2i,
		flows:          bedrockflows.NewFromConfig(cfg),
		flowDefinition: s.flowDefinition,
		flow:           s.flow,
		prefix:         fmt.Sprintf("quickstart-%d", time.Now().UnixNano()), // two runs must not share loops
		review:         func(string) (string, error) { return reviewer, nil },
		outputs:        s3Objects(cfg),
		close:          func() {},
	}, nil
}

// s3Objects adapts an *s3.Client for answers.Fetch.
func s3Objects(cfg aws.Config) answers.ObjectGetter {
	client := s3.NewFromConfig(cfg)
	return answers.ObjectGetterFunc(func(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
		out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
		if err != nil {
			return nil, err
		}
		return out.Body, nil
	})
}
