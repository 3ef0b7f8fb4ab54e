package flowstest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

func TestFlowIdentifiers(t *testing.T) {
	notFound := func(id string) refusal {
		return refusal{"ResourceNotFoundException", 404, "The flow " + id + " was not found."}
	}
	namedFlow := func(o *flowstest.Options) { o.Flows = []string{flow} }
	anyFlow := func(*flowstest.Options) {}
	const foreign = "arn:aws:bedrock:us-east-1:999999999999:flow/" + flow
	const elsewhere = "arn:aws:bedrock:eu-west-1:123456789012:flow/" + flow
	tests := []struct {
		name       string
		options    func(*flowstest.Options)
		identifier string
		executions []string
		want       refusal
	}{
		{"identifier", anyFlow, flow, []string{"mine"}, refusal{}},
		{"ARN", anyFlow, flowArn, []string{"mine"}, refusal{}},
		{"identifier, flows named", namedFlow, flow, []string{"mine"}, refusal{}},
		{"ARN, flows named", namedFlow, flowArn, []string{"mine"}, refusal{}},
		{"a flow without executions", anyFlow, otherFlow, []string{}, refusal{}},
		{"unknown flow", namedFlow, otherFlow, nil, notFound(otherFlow)},
		{"unknown flow's ARN", namedFlow, "arn:aws:bedrock:us-east-1:123456789012:flow/" + otherFlow, nil, notFound("arn:aws:bedrock:us-east-1:123456789012:flow/" + otherFlow)},
		{"identifiers mind the case", namedFlow, strings.ToLower(flow), nil, notFound(strings.ToLower(flow))},
		{"ARN of another account", anyFlow, foreign, nil, notFound(foreign)},
		{"ARN of another Region", anyFlow, elsewhere, nil, notFound(elsewhere)},
		// These match the documented pattern, but no flow has such an identifier.
		{"text before an identifier", anyFlow, "x/" + flow, nil, notFound("x/" + flow)},
		{"text behind an ARN", anyFlow, flowArn + "/alias/ALIAS12345", nil, notFound(flowArn + "/alias/ALIAS12345")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, tt.options)
			_, err := srv.Start(flowstest.Execution{Flow: flow, Name: "mine"})
			must(t, err)
			out, err := list(newClient(srv), tt.identifier)
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Fatalf("%s (-want +got):\n%s", tt.identifier, diff)
			}
			if err == nil && !slices.Equal(names(out), tt.executions) {
				t.Errorf("%s: got %v, want %v", tt.identifier, names(out), tt.executions)
			}
		})
	}
}

func TestAliasFilter(t *testing.T) {
	now := newClock()
	srv := newServer(t, now.at)
	for name, alias := range map[string]string{"one": "ALIAS11111", "two": "ALIAS22222", "test": ""} {
		_, err := srv.Start(flowstest.Execution{Flow: flow, Alias: alias, Name: name})
		must(t, err)
	}
	notFound := func(id string) refusal {
		return refusal{"ResourceNotFoundException", 404, "The alias " + id + " of the flow FLOW123456 was not found."}
	}
	const (
		ofOther = "arn:aws:bedrock:us-east-1:123456789012:flow/" + otherFlow + "/alias/ALIAS11111"
		foreign = "arn:aws:bedrock:us-east-1:999999999999:flow/" + flow + "/alias/ALIAS11111"
	)
	tests := []struct {
		name       string
		alias      *string
		executions []string
		want       refusal
	}{
		{"none", nil, []string{"one", "test", "two"}, refusal{}},
		{"identifier", aws.String("ALIAS11111"), []string{"one"}, refusal{}},
		{"ARN", aws.String(flowArn + "/alias/ALIAS22222"), []string{"two"}, refusal{}},
		{"the test alias", aws.String("TSTALIASID"), []string{"test"}, refusal{}},
		{"an alias without executions", aws.String("ALIAS33333"), []string{}, refusal{}},
		{"part of an identifier", aws.String("ALIAS1111"), []string{}, refusal{}},
		{"text before an identifier", aws.String("x/ALIAS11111"), []string{}, refusal{}},
		{"ARN of another flow's alias", aws.String(ofOther), nil, notFound(ofOther)},
		{"ARN of another account's alias", aws.String(foreign), nil, notFound(foreign)},
	}
	for _, tt := range tests {
		for _, identifier := range []string{flow, flowArn} {
			t.Run(tt.name+" of "+identifier, func(t *testing.T) {
				out, err := newClient(srv).ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{
					FlowIdentifier: &identifier, FlowAliasIdentifier: tt.alias,
				})
				if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
					t.Fatalf("alias %v (-want +got):\n%s", aws.ToString(tt.alias), diff)
				}
				if err != nil {
					return
				}
				got := names(out)
				slices.Sort(got)
				if !slices.Equal(got, tt.executions) {
					t.Errorf("alias %v: got %v, want %v", aws.ToString(tt.alias), got, tt.executions)
				}
			})
		}
	}
}

// A page has at most 10 executions, whatever maxResults is.
func TestPageSizes(t *testing.T) {
	tests := []struct {
		name       string
		options    func(*flowstest.Options)
		maxResults *int32
		size       int
	}{
		{"no maxResults", func(*flowstest.Options) {}, nil, 10},
		{"1", func(*flowstest.Options) {}, aws.Int32(1), 1},
		{"9", func(*flowstest.Options) {}, aws.Int32(9), 9},
		{"10", func(*flowstest.Options) {}, aws.Int32(10), 10},
		{"11", func(*flowstest.Options) {}, aws.Int32(11), 10},
		{"1000", func(*flowstest.Options) {}, aws.Int32(1000), 10},
		{"MaxPageSize 3, maxResults 1000", func(o *flowstest.Options) { o.MaxPageSize = 3 }, aws.Int32(1000), 3},
		{"MaxPageSize 3, maxResults 2", func(o *flowstest.Options) { o.MaxPageSize = 3 }, aws.Int32(2), 2},
	}
	for _, tt := range tests {
		for _, ascending := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, Ascending %t", tt.name, ascending), func(t *testing.T) {
				now := newClock()
				srv := newServer(t, now.at, tt.options, func(o *flowstest.Options) { o.Ascending = ascending })
				want := startMany(t, srv, now, 30)
				if ascending {
					slices.Reverse(want)
				}
				got := pages(t, newClient(srv), bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(flow), MaxResults: tt.maxResults})
				if diff := cmp.Diff(slices.Collect(slices.Chunk(want, tt.size)), got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

// The filter applies before the page size: pages are full, and the last has no token.
func TestPagesFilteredByAlias(t *testing.T) {
	now := newClock()
	srv := newServer(t, now.at)
	for i := range 26 {
		alias := "ALIAS1111" + string(rune('0'+i%2))
		_, err := srv.Start(flowstest.Execution{Flow: flow, Alias: alias, Name: string(rune('a' + i))})
		must(t, err)
	}
	got := pages(t, newClient(srv), bedrockflows.ListFlowExecutionsInput{
		FlowIdentifier: aws.String(flow), FlowAliasIdentifier: aws.String("ALIAS11111"), MaxResults: aws.Int32(5),
	})
	want := [][]string{{"z", "x", "v", "t", "r"}, {"p", "n", "l", "j", "h"}, {"f", "d", "b"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// While the newest executions are listed first, new ones are not listed, because they
// precede the first page. No execution is listed twice.
func TestListWhileExecutionsStart(t *testing.T) {
	for _, ascending := range []bool{false, true} {
		now := newClock()
		srv := newServer(t, now.at, func(o *flowstest.Options) { o.Ascending = ascending })
		want := startMany(t, srv, now, 12)
		if ascending {
			slices.Reverse(want)
			want = append(want, "late-1", "late-2")
		}
		client := newClient(srv)
		in := bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(flow), MaxResults: aws.Int32(6)}
		var got []string
		for _, late := range []string{"late-1", "late-2", ""} {
			out, err := client.ListFlowExecutions(context.Background(), &in)
			must(t, err)
			got = append(got, names(out)...)
			if in.NextToken = out.NextToken; in.NextToken == nil {
				break
			}
			_, err = srv.Start(flowstest.Execution{Flow: flow, Name: late})
			must(t, err)
			now.add(1_000_000)
		}
		if !slices.Equal(got, want) {
			t.Errorf("ascending %t: got %v, want %v", ascending, got, want)
		}
	}
}

// A token is valid for the list that it came from, with either name of the flow, and for
// no other list.
func TestTokens(t *testing.T) {
	now := newClock()
	srv := newServer(t, now.at)
	startMany(t, srv, now, 5)
	client := newClient(srv)
	token := func(c *bedrockflows.Client, alias *string) string {
		out, err := c.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{
			FlowIdentifier: aws.String(flow), FlowAliasIdentifier: alias, MaxResults: aws.Int32(2),
		})
		must(t, err)
		if out.NextToken == nil {
			t.Fatal("a page of 2 of 5 executions has no token")
		}
		return *out.NextToken
	}
	alike := newClock()
	stranger := newServer(t, alike.at)
	startMany(t, stranger, alike, 5)
	alias := aws.String("TSTALIASID")
	unfiltered, filtered := token(client, nil), token(client, alias)
	bad := refusal{"ValidationException", 400, "The nextToken is not valid for this list."}
	last := byte('A')
	if unfiltered[len(unfiltered)-1] == last {
		last = 'B'
	}
	tests := []struct {
		name       string
		identifier string
		alias      *string
		token      string
		want       refusal
	}{
		{"the same list", flow, nil, unfiltered, refusal{}},
		{"the same list by ARN", flowArn, nil, unfiltered, refusal{}},
		{"the same list, filtered", flow, alias, filtered, refusal{}},
		{"the same list, filtered by ARN", flow, aws.String(flowArn + "/alias/TSTALIASID"), filtered, refusal{}},
		{"without the filter", flow, nil, filtered, bad},
		{"with a filter", flow, alias, unfiltered, bad},
		{"with another filter", flow, aws.String("ALIAS11111"), filtered, bad},
		{"another flow", otherFlow, nil, unfiltered, bad},
		{"from another server with the same executions", flow, nil, token(newClient(stranger), nil), refusal{}},
		{"first character", flow, nil, "_" + unfiltered[1:], bad},
		{"last character", flow, nil, unfiltered[:len(unfiltered)-1] + string(last), bad},
		{"truncated", flow, nil, unfiltered[:20], bad},
		{"no base64", flow, nil, "***", bad},
		{"2048 characters", flow, nil, strings.Repeat("t", 2048), bad},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := client.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{
				FlowIdentifier: &tt.identifier, FlowAliasIdentifier: tt.alias, NextToken: &tt.token,
			})
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Fatalf("token %q (-want +got):\n%s", tt.token, diff)
			}
			if err == nil && !slices.Equal(names(out), []string{"02", "01", "00"}) {
				t.Errorf("got %v, want [02 01 00]", names(out))
			}
		})
	}
}
