package compat

import (
	"context"
	"fmt"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// server is a server of both services for the other SDKs. It contains many loops of one
// flow definition and many executions of one flow.
type server interface {
	// env returns the environment variables with which AWS SDKs call the server.
	env() []string

	// complete answers a loop with a JSON document.
	complete(name, content string) error

	// s3 reports whether S3 clients can read the output documents.
	s3() bool

	flowDefinitionArn() string
	flow() string
}

// onEach runs a test on each kind of server.
func onEach(t *testing.T, test func(*testing.T, server)) {
	for name, start := range map[string]func(*testing.T) server{
		"in process": newInProcess,
		"program":    newProgram,
	} {
		t.Run(name, func(t *testing.T) { test(t, start(t)) })
	}
}

// The number of loops and executions at the start of a test.
const (
	loopCount      = 1000
	executionCount = 1000
)

// inProcess runs the local services in this process.
type inProcess struct {
	loops       *a2itest.Server
	executions  *flowstest.Server
	environment []string
}

func newInProcess(t *testing.T) server {
	t.Helper()
	s := &inProcess{loops: a2itest.NewServer(), executions: flowstest.NewServer()}
	t.Cleanup(s.loops.Close)
	t.Cleanup(s.executions.Close)
	must(t, s.loops.Err())
	must(t, s.executions.Err())
	client := a2iruntime.NewFromConfig(s.loops.Config())
	for i := range loopCount {
		_, err := client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
			HumanLoopName:     aws.String(fmt.Sprintf("earlier-%04d", i)),
			FlowDefinitionArn: aws.String(s.flowDefinitionArn()),
			HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String("{}")},
		})
		must(t, err)
	}
	for range executionCount {
		_, err := s.executions.Start(flowstest.Execution{Flow: s.flow()})
		must(t, err)
	}
	cfg := s.loops.Config()
	keys, err := cfg.Credentials.Retrieve(context.Background())
	must(t, err)
	s.environment = append(interop.Environment(t, cfg.Region, keys.AccessKeyID, keys.SecretAccessKey),
		"AWS_REGION="+cfg.Region,
		"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME="+s.loops.URL(),
		"AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME="+s.executions.URL())
	return s
}

func (s *inProcess) env() []string                       { return s.environment }
func (s *inProcess) complete(name, content string) error { return s.loops.Complete(name, content) }
func (s *inProcess) s3() bool                            { return false }
func (s *inProcess) flowDefinitionArn() string           { return s.loops.FlowDefinitionArn("reviews") }
func (s *inProcess) flow() string                        { return "FLOW123456" }
