package a2iruntime_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

const flowArn = "arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/re+view s/ü&x=1"

var (
	after  = time.Date(2020, 2, 24, 9, 30, 0, 123456789, time.FixedZone("CET", 3600))
	before = time.Date(2020, 2, 25, 0, 0, 0, 123456789, time.UTC)
)

// wireCases lists calls with a distinct value in each member of each operation.
var wireCases = []struct {
	name                      string
	call                      func(context.Context, *a2iruntime.Client) error
	method, path, query, body string
}{
	{
		name: "StartHumanLoop with every member",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
				HumanLoopName:     aws.String("loop-1"),
				FlowDefinitionArn: aws.String(flowArn),
				HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String("{\"a\":\"<b>&\\\"\u00fc\u2028\U0001f600\",\n\t\"n\":1}")},
				DataAttributes: &types.HumanLoopDataAttributes{ContentClassifiers: []types.ContentClassifier{
					types.ContentClassifierFreeOfAdultContent, types.ContentClassifierFreeOfPersonallyIdentifiableInformation,
				}},
			})
			return err
		},
		method: http.MethodPost, path: "/human-loops",
		body: `{"DataAttributes":{"ContentClassifiers":["FreeOfAdultContent","FreeOfPersonallyIdentifiableInformation"]},` +
			`"FlowDefinitionArn":"` + flowArn + `",` +
			`"HumanLoopInput":{"InputContent":"{\"a\":\"<b>&\\\"ü` + "\u2028" + `😀\",\n\t\"n\":1}"},"HumanLoopName":"loop-1"}`,
	},
	{
		name: "StartHumanLoop with required members only",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
				HumanLoopName:     aws.String("loop-2"),
				FlowDefinitionArn: aws.String("arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/f"),
				HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String("null")},
			})
			return err
		},
		method: http.MethodPost, path: "/human-loops",
		body: `{"FlowDefinitionArn":"arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/f","HumanLoopInput":{"InputContent":"null"},"HumanLoopName":"loop-2"}`,
	},
	{
		name: "StartHumanLoop with no classifiers",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
				HumanLoopName:     aws.String("loop-3"),
				FlowDefinitionArn: aws.String("arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/f"),
				HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String("1")},
				DataAttributes:    &types.HumanLoopDataAttributes{ContentClassifiers: []types.ContentClassifier{}},
			})
			return err
		},
		method: http.MethodPost, path: "/human-loops",
		body: `{"DataAttributes":{"ContentClassifiers":[]},"FlowDefinitionArn":"arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/f","HumanLoopInput":{"InputContent":"1"},"HumanLoopName":"loop-3"}`,
	},
	{
		name: "DescribeHumanLoop",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("0a-z9")})
			return err
		},
		method: http.MethodGet, path: "/human-loops/0a-z9",
	},
	{
		name: "DescribeHumanLoop with a name that only the service refuses",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("a/b%2f c?d#e:ü")}, skipInputValidation)
			return err
		},
		method: http.MethodGet, path: "/human-loops/a%2Fb%252f%20c%3Fd%23e%3A%C3%BC",
	},
	{
		name: "ListHumanLoops with every member",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn:  aws.String(flowArn),
				CreationTimeAfter:  &after,
				CreationTimeBefore: &before,
				MaxResults:         aws.Int32(37),
				NextToken:          aws.String(" !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~ü"),
				SortOrder:          types.SortOrderDescending,
			})
			return err
		},
		method: http.MethodGet, path: "/human-loops",
		query: "CreationTimeAfter=2020-02-24T08%3A30%3A00.123Z&CreationTimeBefore=2020-02-25T00%3A00%3A00.124Z" +
			"&FlowDefinitionArn=arn%3Aaws%3Asagemaker%3Aeu-west-1%3A123456789012%3Aflow-definition%2Fre%2Bview%20s%2F%C3%BC%26x%3D1" +
			"&MaxResults=37&NextToken=%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F09%3A%3B%3C%3D%3E%3F%40AZ%5B%5C%5D%5E_%60az%7B%7C%7D~%C3%BC&SortOrder=Descending",
	},
	{
		name: "ListHumanLoops never sends an empty token or order",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: aws.String("arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/f"), NextToken: aws.String(""),
			})
			return err
		},
		method: http.MethodGet, path: "/human-loops",
		query: "FlowDefinitionArn=arn%3Aaws%3Asagemaker%3Aeu-west-1%3A123456789012%3Aflow-definition%2Ff",
	},
	{
		name: "StopHumanLoop",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.StopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("stop")})
			return err
		},
		method: http.MethodPost, path: "/human-loops/stop", body: `{"HumanLoopName":"stop"}`,
	},
	{
		name: "DeleteHumanLoop",
		call: func(ctx context.Context, c *a2iruntime.Client) error {
			_, err := c.DeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("stop")})
			return err
		},
		method: http.MethodDelete, path: "/human-loops/stop",
	},
}

func skipInputValidation(o *a2iruntime.Options) { o.SkipInputValidation = true }

// exchangeClient returns a client that sends to exchange and signs with a fixed time.
func exchangeClient(exchange *clienttest.Exchange, optFns ...func(*a2iruntime.Options)) *a2iruntime.Client {
	return a2iruntime.New(a2iruntime.Options{
		Region: "eu-west-1", Credentials: clienttest.Provider, HTTPClient: exchange, HTTPSignerV4: clienttest.NewFixedSigner(),
	}, optFns...)
}

func TestWire(t *testing.T) {
	for _, tc := range wireCases {
		t.Run(tc.name, func(t *testing.T) {
			exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
			if err := tc.call(context.Background(), exchangeClient(exchange)); err != nil {
				t.Fatal(err)
			}
			requests := exchange.Requests()
			if len(requests) != 1 {
				t.Fatalf("got %d requests, want 1", len(requests))
			}
			r := requests[0]
			got := map[string]string{
				"method": r.Method, "path": r.URL.EscapedPath(), "query": r.URL.RawQuery, "body": string(r.Body), "host": r.URL.Scheme + "://" + r.URL.Host,
			}
			want := map[string]string{
				"method": tc.method, "path": tc.path, "query": tc.query, "body": tc.body, "host": "https://a2i-runtime.sagemaker.eu-west-1.amazonaws.com",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
			if r.ContentLength != int64(len(tc.body)) {
				t.Errorf("ContentLength = %d, want %d", r.ContentLength, len(tc.body))
			}
			wantHeader := http.Header{"X-Amz-Date": {"20260304T050607Z"}, "X-Amz-Security-Token": {clienttest.Credentials.SessionToken}, "Amz-Sdk-Request": {"attempt=1; max=3"}}
			if tc.body != "" {
				wantHeader.Set("Content-Type", "application/json")
			}
			if diff := cmp.Diff(wantHeader, withoutVolatile(t, r.Header)); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

// withoutVolatile checks that the headers that vary between calls or machines are
// present, and returns the others.
func withoutVolatile(t *testing.T, h http.Header) http.Header {
	t.Helper()
	rest := h.Clone()
	for _, name := range []string{"Amz-Sdk-Invocation-Id", "Authorization", "User-Agent"} {
		if h.Get(name) == "" {
			t.Errorf("header %s is missing", name)
		}
		rest.Del(name)
	}
	return rest
}
