package awsclient_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/auth"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// customEndpoints is a custom EndpointResolverV2.
type customEndpoints struct {
	endpoint smithyendpoints.Endpoint
	err      error
	asked    []a2iruntime.EndpointParameters
}

func (r *customEndpoints) ResolveEndpoint(_ context.Context, p a2iruntime.EndpointParameters) (smithyendpoints.Endpoint, error) {
	r.asked = append(r.asked, p)
	return r.endpoint, r.err
}

// A custom resolver is called for each attempt. The request uses its URL, headers and
// signing properties.
func TestCustomEndpointResolver(t *testing.T) {
	option := &auth.Option{SchemeID: auth.SchemeIDSigV4}
	smithyhttp.SetSigV4SigningRegion(&option.SignerProperties, "eu-south-2")
	r := &customEndpoints{endpoint: smithyendpoints.Endpoint{
		URI:     url.URL{Scheme: "https", Host: "custom.example", Path: "/base"},
		Headers: http.Header{"X-Own": {"header"}},
	}}
	auth.SetAuthOptions(&r.endpoint.Properties, []*auth.Option{option})
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Status: 503}, {Body: "{}"}}}
	c := newClient(exchange, retryWithoutDelay, a2iruntime.WithEndpointResolverV2(r), func(o *a2iruntime.Options) { o.BaseEndpoint = aws.String("https://base.example") })
	if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Fatal(err)
	}
	for i, request := range exchange.Requests() {
		if got := request.URL.String(); got != "https://custom.example/base/human-loops/loop" {
			t.Errorf("attempt %d went to %s", i+1, got)
		}
		if request.Header.Get("X-Own") != "header" || !strings.Contains(request.Header.Get("Authorization"), "/eu-south-2/sagemaker/") {
			t.Errorf("attempt %d lacks the endpoint's header or signing region: %v", i+1, request.Header)
		}
	}
	if len(r.asked) != 2 || aws.ToString(r.asked[0].Region) != "us-east-1" || aws.ToString(r.asked[0].Endpoint) != "https://base.example" {
		t.Errorf("called %d times, first with %+v", len(r.asked), r.asked)
	}
	r.err = errors.New("no endpoint today")
	if _, err := c.DescribeHumanLoop(context.Background(), loop); !errors.Is(err, r.err) {
		t.Errorf("got %v, want the resolver's error", err)
	}
}

func TestEndpointParameters(t *testing.T) {
	var p a2iruntime.EndpointParameters
	if err := p.ValidateRequired(); err == nil {
		t.Error("parameters without flags are valid")
	}
	if p = p.WithDefaults(); p.ValidateRequired() != nil || *p.UseFIPS || *p.UseDualStack {
		t.Errorf("defaults %+v, want two false flags", p)
	}
	p.Region = aws.String("us-gov-east-1")
	if e, err := a2iruntime.NewDefaultEndpointResolverV2().ResolveEndpoint(context.Background(), p); err != nil || e.URI.Host != "a2i-runtime.sagemaker.us-gov-east-1.amazonaws.com" {
		t.Errorf("default resolver: %v, %v", e.URI.Host, err)
	}
}

// The deprecated resolvers of aws.Config return an error. They are not ignored.
func TestDeprecatedResolversAreRefused(t *testing.T) {
	cfg := aws.Config{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: okExchange()}
	//nolint:staticcheck // SA1019: this is what must be refused
	cfg.EndpointResolverWithOptions = aws.EndpointResolverWithOptionsFunc(func(string, string, ...any) (aws.Endpoint, error) { return aws.Endpoint{}, nil })
	if _, err := a2iruntime.NewFromConfig(cfg).DescribeHumanLoop(context.Background(), loop); !contains(err, "not supported: set BaseEndpoint") {
		t.Errorf("got %v", err)
	}
	cfg = aws.Config{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: okExchange(), ServiceOptions: []func(string, any){nil}}
	if _, err := a2iruntime.NewFromConfig(cfg).DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Errorf("nil service option: %v", err)
	}
}
