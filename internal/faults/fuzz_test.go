package faults

import (
	"context"
	"errors"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// FuzzResponse gives every operation any response. It has an output or an error, never
// both and never a panic; an error outside 2xx has a code and the status, and none is
// longer than what it may show of a response.
func FuzzResponse(f *testing.F) {
	for _, body := range []string{loopDocument, `{"HumanLoopSummaries":[{}],"NextToken":"a"}`, `{"flowExecutionSummaries":[{"createdAt":1}]}`, html, `{"message":"m","__type":"a#b:c"}`, ""} {
		f.Add(200, "", body)
		f.Add(400, "ValidationException:http://x/", body)
		f.Add(503, "a#ThrottlingException", body)
	}
	f.Fuzz(func(t *testing.T, status int, code, body string) {
		if status = 100 + int(uint(status)%500); status < 200 {
			return // no answer yet
		}
		exchange := &clienttest.Exchange{Answers: []clienttest.Answer{{Status: status, Body: body, Header: map[string]string{"X-Amzn-Errortype": code}}}}
		loops := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, Retryer: aws.NopRetryer{}})
		flows := bedrockflows.New(bedrockflows.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, Retryer: aws.NopRetryer{}})
		ctx, name, arn := context.Background(), aws.String("loop"), aws.String(flowDefinition)
		outputs := map[string]func() (bool, error){
			"StartHumanLoop": func() (bool, error) {
				out, err := loops.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{HumanLoopName: name, FlowDefinitionArn: arn, HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String("{}")}})
				return out != nil, err
			},
			"DescribeHumanLoop": func() (bool, error) {
				out, err := loops.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: name})
				return out != nil, err
			},
			"ListHumanLoops": func() (bool, error) {
				out, err := loops.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: arn})
				return out != nil, err
			},
			"StopHumanLoop": func() (bool, error) {
				out, err := loops.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: name})
				return out != nil, err
			},
			"DeleteHumanLoop": func() (bool, error) {
				out, err := loops.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: name})
				return out != nil, err
			},
			"ListFlowExecutions": func() (bool, error) {
				out, err := flows.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: name})
				return out != nil, err
			},
		}
		for operation, call := range outputs {
			has, err := call()
			if has == (err != nil) {
				t.Errorf("%s: an output %t, %v", operation, has, err)
			}
			if err == nil {
				continue
			}
			if status/100 == 2 {
				var reading *smithy.DeserializationError
				if !errors.As(err, &reading) || len(err.Error()) > 3000 {
					t.Errorf("%s: %d bytes of %T %.300v", operation, len(err.Error()), err, err)
				}
				continue
			}
			var api smithy.APIError
			var response *awshttp.ResponseError
			if !errors.As(err, &api) || api.ErrorCode() == "" || !errors.As(err, &response) || response.HTTPStatusCode() != status {
				t.Errorf("%s: %v, want a code and status %d", operation, err, status)
			}
		}
	})
}
