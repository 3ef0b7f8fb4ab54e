package bedrockflows_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

var wireCases = []struct {
	name        string
	in          bedrockflows.ListFlowExecutionsInput
	path, query string
}{
	{
		name: "every member, flow given by ID",
		in: bedrockflows.ListFlowExecutionsInput{
			FlowIdentifier: aws.String("FLOW123456"), FlowAliasIdentifier: aws.String("ALIAS12345"),
			MaxResults: aws.Int32(1000), NextToken: aws.String("a+/=&b"),
		},
		path: "/flows/FLOW123456/executions", query: "flowAliasIdentifier=ALIAS12345&maxResults=1000&nextToken=a%2B%2F%3D%26b",
	},
	{
		name: "flow and alias given by ARN",
		in: bedrockflows.ListFlowExecutionsInput{
			FlowIdentifier:      aws.String("arn:aws:bedrock:eu-west-1:123456789012:flow/FLOW123456"),
			FlowAliasIdentifier: aws.String("arn:aws:bedrock:eu-west-1:123456789012:flow/FLOW123456/alias/ALIAS12345"),
		},
		path:  "/flows/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Aflow%2FFLOW123456/executions",
		query: "flowAliasIdentifier=arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Aflow%2FFLOW123456%2Falias%2FALIAS12345",
	},
	{
		name: "an identifier of every class of character",
		in:   bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("a/../%2e\r\n\x00 ü~_-.:?#[]@!$&'()*+,;=")},
		path: "/flows/a%2F..%2F%252e%0D%0A%00%20%C3%BC~_-.%3A%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D/executions",
	},
	{
		name: "an empty token is never sent",
		in:   bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("FLOW123456"), NextToken: aws.String("")},
		path: "/flows/FLOW123456/executions",
	},
}

func exchangeClient(exchange *clienttest.Exchange) *bedrockflows.Client {
	return bedrockflows.New(bedrockflows.Options{
		Region: "eu-west-1", Credentials: clienttest.Provider, HTTPClient: exchange, HTTPSignerV4: clienttest.NewFixedSigner(),
	})
}

func TestWire(t *testing.T) {
	for _, tc := range wireCases {
		t.Run(tc.name, func(t *testing.T) {
			exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"flowExecutionSummaries":[]}`}}}
			if _, err := exchangeClient(exchange).ListFlowExecutions(context.Background(), &tc.in); err != nil {
				t.Fatal(err)
			}
			r := exchange.Requests()[0]
			got := []string{r.Method, r.URL.Scheme + "://" + r.URL.Host, r.URL.EscapedPath(), r.URL.RawQuery, string(r.Body)}
			want := []string{http.MethodGet, "https://bedrock-agent-runtime.eu-west-1.amazonaws.com", tc.path, tc.query, ""}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
			if scope := "/20260304/eu-west-1/bedrock/aws4_request"; !strings.Contains(r.Header.Get("Authorization"), scope) {
				t.Errorf("Authorization %q does not have the scope %s", r.Header.Get("Authorization"), scope)
			}
		})
	}
}
