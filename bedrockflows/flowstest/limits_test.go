package flowstest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

const (
	flowPattern  = "Member must satisfy regular expression pattern: ^(arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:flow/[0-9a-zA-Z]{10})|([0-9a-zA-Z]{10})$"
	aliasPattern = `Member must satisfy regular expression pattern: ^(arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:flow/[0-9a-zA-Z]{10}/alias/[0-9a-zA-Z]{10})|(\bTSTALIASID\b|[0-9a-zA-Z]+)$`
	tokenPattern = `Member must satisfy regular expression pattern: ^\S*$`
	most2048     = "Member must have length less than or equal to 2048"
)

// Inputs of a client that leaves the limits to the server.
func TestLimits(t *testing.T) {
	in := func(change func(*bedrockflows.ListFlowExecutionsInput)) bedrockflows.ListFlowExecutionsInput {
		composed := bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(flow)}
		change(&composed)
		return composed
	}
	identifier := func(v string) bedrockflows.ListFlowExecutionsInput {
		return in(func(i *bedrockflows.ListFlowExecutionsInput) { i.FlowIdentifier = &v })
	}
	alias := func(v string) bedrockflows.ListFlowExecutionsInput {
		return in(func(i *bedrockflows.ListFlowExecutionsInput) { i.FlowAliasIdentifier = &v })
	}
	maxResults := func(v int32) bedrockflows.ListFlowExecutionsInput {
		return in(func(i *bedrockflows.ListFlowExecutionsInput) { i.MaxResults = &v })
	}
	token := func(v string) bedrockflows.ListFlowExecutionsInput {
		return in(func(i *bedrockflows.ListFlowExecutionsInput) { i.NextToken = &v })
	}
	long := func(n int) string { return strings.Repeat("f", n) }
	notFound := func(id string) refusal {
		return refusal{"ResourceNotFoundException", 404, "The flow " + id + " was not found."}
	}
	badToken := refusal{"ValidationException", 400, "The nextToken is not valid for this list."}

	tests := []struct {
		name  string
		input bedrockflows.ListFlowExecutionsInput
		want  refusal
	}{
		{"flow of 10", identifier(flow), refusal{}},
		{"flow of 9", identifier(flow[:9]), broken("flowIdentifier", flow[:9], flowPattern)},
		{"flow with a hyphen", identifier("FLOW-12345"), broken("flowIdentifier", "FLOW-12345", flowPattern)},
		{"flow with a line break at the end", identifier(flow + "\n"), broken("flowIdentifier", flow+"\n", flowPattern)},
		{"flow of 2048", identifier(long(2048)), notFound(long(2048))},
		{"flow of 2049", identifier(long(2049)), broken("flowIdentifier", long(2049), most2048)},
		{"flow of 2049, wrong", identifier("-" + long(2039) + "---------"), broken("flowIdentifier", "-"+long(2039)+"---------", most2048, flowPattern)},
		{"ARN of 11 digits", identifier("arn:aws:bedrock:us-east-1:12345678901:flow/FLOW-"), broken("flowIdentifier", "arn:aws:bedrock:us-east-1:12345678901:flow/FLOW-", flowPattern)},

		{"alias of 10", alias("ALIAS12345"), refusal{}},
		{"alias of 1", alias("a"), refusal{}},
		{"alias empty", alias(""), broken("flowAliasIdentifier", "", aliasPattern)},
		{"alias of hyphens", alias("--"), broken("flowAliasIdentifier", "--", aliasPattern)},
		{"alias of 2048", alias(long(2048)), refusal{}},
		{"alias of 2049", alias(long(2049)), broken("flowAliasIdentifier", long(2049), most2048)},

		{"maxResults -1", maxResults(-1), broken("maxResults", "-1", "Member must have value greater than or equal to 1")},
		{"maxResults 0", maxResults(0), broken("maxResults", "0", "Member must have value greater than or equal to 1")},
		{"maxResults 1", maxResults(1), refusal{}},
		{"maxResults 1000", maxResults(1000), refusal{}},
		{"maxResults 1001", maxResults(1001), broken("maxResults", "1001", "Member must have value less than or equal to 1000")},

		{"token of 2048", token(long(2048)), badToken},
		{"token of 2049", token(long(2049)), broken("nextToken", long(2049), most2048)},
		{"token with a space", token("a b"), broken("nextToken", "a b", tokenPattern)},
		{"token with a line break", token("a\n"), broken("nextToken", "a\n", tokenPattern)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newClient(newServer(t), skipInputValidation).ListFlowExecutions(context.Background(), &tt.input)
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.want.Code == "ValidationException" && !is[*types.ValidationException](err) {
				t.Errorf("got %T, want a *types.ValidationException in it", err)
			}
		})
	}
}

// All violations are reported together.
func TestAllViolationsTogether(t *testing.T) {
	_, err := newClient(newServer(t), skipInputValidation).ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{
		FlowIdentifier: aws.String("short"), FlowAliasIdentifier: aws.String("-"), MaxResults: aws.Int32(0), NextToken: aws.String(" "),
	})
	want := refusal{"ValidationException", 400, "4 validation errors detected: " +
		"Value 'short' at 'flowIdentifier' failed to satisfy constraint: " + flowPattern + "; " +
		"Value '-' at 'flowAliasIdentifier' failed to satisfy constraint: " + aliasPattern + "; " +
		"Value ' ' at 'nextToken' failed to satisfy constraint: " + tokenPattern + "; " +
		"Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"}
	if diff := cmp.Diff(want, refused(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Requests that no client creates.
func TestMalformedRequests(t *testing.T) {
	const none = `{"flowExecutionSummaries":[]}`
	unknown := func(method, path string) refusal {
		return refusal{"UnknownOperationException", 404, "There is no operation " + method + " " + path + "."}
	}
	tests := []struct {
		method, target string
		want           refusal
	}{
		{"GET", "/flows/FLOW123456/executions", refusal{}},
		{"GET", "/flows/FLOW123456/executions?unknown=1&MaxResults=0", refusal{}},
		{"GET", "/flows/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aflow%2FFLOW123456/executions", refusal{}},
		{"GET", "/flows/FLOW123456/executions?maxResults=ten", refusal{"SerializationException", 400, `"ten" is not a valid integer for the parameter maxResults.`}},
		{"GET", "/flows/FLOW123456/executions?maxResults=", refusal{"SerializationException", 400, `"" is not a valid integer for the parameter maxResults.`}},
		{"GET", "/flows/FLOW123456/executions?maxResults=4294967297", refusal{"SerializationException", 400, `"4294967297" is not a valid integer for the parameter maxResults.`}},
		{"GET", "/flows/FLOW123456/executions?nextToken=", broken("nextToken", "", "Member must have length greater than or equal to 1")},
		{"GET", "/flows//executions", unknown("GET", "/flows//executions")},
		{"GET", "/flows/FLOW123456", unknown("GET", "/flows/FLOW123456")},
		{"GET", "/flows/a/b/executions", unknown("GET", "/flows/a/b/executions")},
		{"POST", "/flows/FLOW123456/executions", unknown("POST", "/flows/FLOW123456/executions")},
		{"GET", "/human-loops", unknown("GET", "/human-loops")},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			got := raw(t, newServer(t), tt.method, tt.target, "")
			if got.Header.Get("X-Amzn-Requestid") == "" || got.Header.Get("Content-Type") != "application/json" {
				t.Errorf("headers: got %v, want X-Amzn-Requestid, and application/json", got.Header)
			}
			if tt.want.Code == "" {
				if got.Status != 200 || got.Body != none || got.Header.Get("X-Amzn-Errortype") != "" {
					t.Errorf("got %d %q %s, want 200 without an error type, %s", got.Status, got.Header.Get("X-Amzn-Errortype"), got.Body, none)
				}
				return
			}
			// The service's member names are in lower case, also in its errors.
			if !strings.HasPrefix(got.Body, `{"message":`) {
				t.Errorf("error body: got %s, want an object with the message", got.Body)
			}
			if diff := cmp.Diff(tt.want, got.refusal(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
