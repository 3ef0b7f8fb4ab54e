package bedrockflows_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestInputLimits(t *testing.T) {
	long := func(n int) *string { return aws.String(strings.Repeat("ü", n)) }
	flow := aws.String("FLOW123456")
	for _, tc := range []struct {
		name string
		in   bedrockflows.ListFlowExecutionsInput
		want []string
	}{
		{"nothing given", bedrockflows.ListFlowExecutionsInput{}, []string{"missing required field, ListFlowExecutionsInput.FlowIdentifier."}},
		{"flow empty", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("")}, []string{`"" is not a valid path segment: use a name or identifier, ListFlowExecutionsInput.FlowIdentifier.`}},
		{"flow ..", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("..")}, []string{`".." is not a valid path segment: use a name or identifier, ListFlowExecutionsInput.FlowIdentifier.`}},
		{"flow of 2048", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: long(2048)}, nil},
		{"flow of 2049", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: long(2049)}, []string{"2049 characters is over the maximum of 2048, ListFlowExecutionsInput.FlowIdentifier."}},
		{"alias of 2048", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: flow, FlowAliasIdentifier: long(2048)}, nil},
		{"alias of 2049", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: flow, FlowAliasIdentifier: long(2049)}, []string{"2049 characters is over the maximum of 2048, ListFlowExecutionsInput.FlowAliasIdentifier."}},
		{"maxResults 1", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: flow, MaxResults: aws.Int32(1)}, nil},
		{"maxResults 1000", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: flow, MaxResults: aws.Int32(1000)}, nil},
		{"all out of range", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("."), MaxResults: aws.Int32(0), NextToken: long(2049)}, []string{
			`"." is not a valid path segment: use a name or identifier, ListFlowExecutionsInput.FlowIdentifier.`,
			"0 is under the minimum of 1, ListFlowExecutionsInput.MaxResults.",
			"2049 characters is over the maximum of 2048, ListFlowExecutionsInput.NextToken.",
		}},
		{"maxResults 1001", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: flow, MaxResults: aws.Int32(1001)}, []string{"1001 is over the maximum of 1000, ListFlowExecutionsInput.MaxResults."}},
		{"token of 2048", bedrockflows.ListFlowExecutionsInput{FlowIdentifier: flow, NextToken: long(2048)}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
			_, err := exchangeClient(exchange).ListFlowExecutions(context.Background(), &tc.in)
			var got []string
			var invalid smithy.InvalidParamsError
			if errors.As(err, &invalid) {
				for _, e := range invalid.Errs() {
					got = append(got, e.Error())
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if sent := len(exchange.Requests()) > 0; sent != (tc.want == nil) {
				t.Errorf("sent = %t, want %t", sent, tc.want == nil)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	created, ended := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(2025, 1, 2, 3, 4, 6, 5e8, time.UTC)
	body := `{"flowExecutionSummaries":[
		{"createdAt":"2025-01-02T03:04:05Z","endedAt":1735787046.5,"executionArn":"x","flowAliasIdentifier":"a","flowIdentifier":"f","flowVersion":"7","status":"TimedOut","new":[]},
		null,
		{"status":"Paused","endedAt":null}
	],"nextToken":"next"}`
	want := &bedrockflows.ListFlowExecutionsOutput{
		FlowExecutionSummaries: []types.FlowExecutionSummary{
			{CreatedAt: &created, EndedAt: &ended, ExecutionArn: aws.String("x"), FlowAliasIdentifier: aws.String("a"), FlowIdentifier: aws.String("f"), FlowVersion: aws.String("7"), Status: types.FlowExecutionStatusTimedOut},
			{Status: "Paused"},
		},
		NextToken: aws.String("next"),
	}
	out, err := exchangeClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: body}}}).ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("f")})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out, cmpopts.IgnoreTypes(middleware.Metadata{})); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}
