package a2iruntime_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var ignoreMetadata = cmpopts.IgnoreTypes(middleware.Metadata{})

func answering(body string) *a2iruntime.Client {
	return exchangeClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: body, Header: map[string]string{"X-Amzn-Requestid": "request-1"}}}})
}

func TestDecodeDescribe(t *testing.T) {
	created := time.Date(2020, 2, 24, 9, 30, 0, 123456789, time.UTC)
	for _, tc := range []struct {
		name, body string
		want       a2iruntime.DescribeHumanLoopOutput
	}{
		{"every member", `{
			"CreationTime": "2020-02-24T09:30:00.123456789Z", "FailureReason": "reason", "FailureCode": "Expired",
			"HumanLoopStatus": "Failed", "HumanLoopName": "name", "HumanLoopArn": "arn", "FlowDefinitionArn": "flow",
			"HumanLoopOutput": {"OutputS3Uri": "s3://bucket/key", "More": 1}
		}`, a2iruntime.DescribeHumanLoopOutput{
			CreationTime: &created, FailureReason: aws.String("reason"), FailureCode: aws.String("Expired"), HumanLoopStatus: types.HumanLoopStatusFailed,
			HumanLoopName: aws.String("name"), HumanLoopArn: aws.String("arn"), FlowDefinitionArn: aws.String("flow"),
			HumanLoopOutput: &types.HumanLoopOutput{OutputS3Uri: aws.String("s3://bucket/key")},
		}},
		{"time as a number", `{"CreationTime": 1582536600.123456789}`, a2iruntime.DescribeHumanLoopOutput{CreationTime: &created}},
		{"time as a number with an exponent", `{"CreationTime": 1.582536600123456789E9}`, a2iruntime.DescribeHumanLoopOutput{CreationTime: &created}},
		{"time with an offset", `{"CreationTime": "2020-02-24T10:30:00.123456789+01:00"}`, a2iruntime.DescribeHumanLoopOutput{CreationTime: &created}},
		{"nulls", `{"CreationTime":null,"FailureReason":null,"HumanLoopStatus":null,"HumanLoopOutput":null}`, a2iruntime.DescribeHumanLoopOutput{}},
		{"unknown members and status", `{"HumanLoopStatus":"Deleting","New":{"a":[1,{"b":null}]}}`, a2iruntime.DescribeHumanLoopOutput{HumanLoopStatus: "Deleting"}},
		{"names in other case are other members", `{"humanLoopName":"x"}`, a2iruntime.DescribeHumanLoopOutput{}},
		{"the last of repeated members", `{"HumanLoopName":"a","HumanLoopName":"b"}`, a2iruntime.DescribeHumanLoopOutput{HumanLoopName: aws.String("b")}},
		{"escapes", `{"HumanLoopName":"\u00fc\ud83d\ude00\n\/"}`, a2iruntime.DescribeHumanLoopOutput{HumanLoopName: aws.String("ü😀\n/")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := answering(tc.body).DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("l")})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tc.want, out, ignoreMetadata); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
			if id, _ := awsmiddleware.GetRequestIDMetadata(out.ResultMetadata); id != "request-1" {
				t.Errorf("request ID = %q, want request-1", id)
			}
		})
	}
}

func TestDecodeList(t *testing.T) {
	created := time.Date(2020, 2, 24, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name, body string
		want       a2iruntime.ListHumanLoopsOutput
	}{
		{"every member", `{"HumanLoopSummaries":[
			{"HumanLoopName":"a","HumanLoopStatus":"InProgress","CreationTime":"2020-02-24T00:00:00Z","FailureReason":"r","FlowDefinitionArn":"f"},
			{"HumanLoopName":"b","New":true},
			null
		],"NextToken":"next"}`, a2iruntime.ListHumanLoopsOutput{
			HumanLoopSummaries: []types.HumanLoopSummary{
				{HumanLoopName: aws.String("a"), HumanLoopStatus: types.HumanLoopStatusInProgress, CreationTime: &created, FailureReason: aws.String("r"), FlowDefinitionArn: aws.String("f")},
				{HumanLoopName: aws.String("b")},
			},
			NextToken: aws.String("next"),
		}},
		{"empty", `{"HumanLoopSummaries":[],"NextToken":""}`, a2iruntime.ListHumanLoopsOutput{HumanLoopSummaries: []types.HumanLoopSummary{}, NextToken: aws.String("")}},
		{"null list", `{"HumanLoopSummaries":null,"NextToken":null}`, a2iruntime.ListHumanLoopsOutput{}},
		{"nothing", `{}`, a2iruntime.ListHumanLoopsOutput{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := answering(tc.body).ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(arnPrefix + "f")})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tc.want, out, ignoreMetadata); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// Operations without output members accept an empty body, as documented, and the {} or
// null that some servers send. Anything else is an error, as for other operations.
func TestDecodeNoContent(t *testing.T) {
	for body, ok := range map[string]bool{"": true, "{}": true, "null": true, `{"New":1}`: true, "<html>": false, "[]": false} {
		for name, call := range map[string]func(*a2iruntime.Client) error{
			"Stop": func(c *a2iruntime.Client) error {
				_, err := c.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("l")})
				return err
			},
			"Delete": func(c *a2iruntime.Client) error {
				_, err := c.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("l")})
				return err
			},
		} {
			if err := call(answering(body)); (err == nil) != ok {
				t.Errorf("%s with body %q: got %v, want success = %t", name, body, err, ok)
			}
		}
	}
}

// Operations with output members need a document. AWS's clients return an empty output
// instead.
func TestDecodeEmptyBody(t *testing.T) {
	for _, body := range []string{"", "null", " null\n"} {
		_, err := answering(body).DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("l")})
		var invalid *smithy.DeserializationError
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), "is empty or null: check the endpoint") {
			t.Errorf("body %q: got %v, want a smithy.DeserializationError that says that the body is empty", body, err)
		}
	}
}
