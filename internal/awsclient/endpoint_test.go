package awsclient_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
)

// hosts lists the suffixes of each partition's endpoints, with one of its Regions.
var hosts = []struct{ region, suffix, dualStackSuffix string }{
	{"us-east-1", "amazonaws.com", "api.aws"},
	{"eu-central-2", "amazonaws.com", "api.aws"},
	{"ap-southeast-7", "amazonaws.com", "api.aws"},
	{"sa-east-1", "amazonaws.com", "api.aws"},
	{"ca-west-1", "amazonaws.com", "api.aws"},
	{"me-south-1", "amazonaws.com", "api.aws"},
	{"af-south-1", "amazonaws.com", "api.aws"},
	{"il-central-1", "amazonaws.com", "api.aws"},
	{"mx-central-1", "amazonaws.com", "api.aws"},
	{"aws-global", "amazonaws.com", "api.aws"},
	{"xx-unknown-9", "amazonaws.com", "api.aws"},
	{"cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
	{"cn-future-12", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
	{"aws-cn-global", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
	{"eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"},
	{"us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"},
	{"aws-iso-global", "c2s.ic.gov", "api.aws.ic.gov"},
	{"us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"},
	{"aws-iso-b-global", "sc2s.sgov.gov", "api.aws.scloud"},
	{"eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
	{"aws-iso-e-global", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
	{"us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
	{"aws-iso-f-global", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
	{"us-gov-west-1", "amazonaws.com", "api.aws"},
	{"aws-us-gov-global", "amazonaws.com", "api.aws"},
}

// targets sends one call of each service and returns the URLs that they were sent to.
func targets(region string, endpoint *string, fips, dualStack bool) (a2i, flows string, err error) {
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
	options := a2iruntime.Options{Region: region, BaseEndpoint: endpoint, Credentials: clienttest.Provider, HTTPClient: exchange}
	if fips {
		options.EndpointOptions.UseFIPSEndpoint = aws.FIPSEndpointStateEnabled
	}
	if dualStack {
		options.EndpointOptions.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled
	}
	_, errA2I := a2iruntime.New(options).DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
	_, errFlows := bedrockflows.New(bedrockflows.Options(options)).ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("a/b")})
	if (errA2I == nil) != (errFlows == nil) {
		return "", "", fmt.Errorf("the services differ: %w", errors.Join(errA2I, errFlows))
	}
	requests := exchange.Requests()
	if errA2I != nil {
		if len(requests) > 0 {
			return "", "", fmt.Errorf("the call failed, but %d requests were sent", len(requests))
		}
		return "", "", errA2I
	}
	return requests[0].URL.String(), requests[1].URL.String(), nil
}

func TestEndpoints(t *testing.T) {
	for _, h := range hosts {
		for _, fips := range []bool{false, true} {
			for _, dualStack := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/fips=%t/dualstack=%t", h.region, fips, dualStack), func(t *testing.T) {
					infix, suffix := "", h.suffix
					if fips {
						infix = "-fips"
					}
					if dualStack {
						suffix = h.dualStackSuffix
					}
					a2i, flows, err := targets(h.region, nil, fips, dualStack)
					if err != nil {
						t.Fatal(err)
					}
					if want := "https://a2i-runtime.sagemaker" + infix + "." + h.region + "." + suffix + "/human-loops/loop"; a2i != want {
						t.Errorf("A2I: got %s, want %s", a2i, want)
					}
					if want := "https://bedrock-agent-runtime" + infix + "." + h.region + "." + suffix + "/flows/a%2Fb/executions"; flows != want {
						t.Errorf("Flows: got %s, want %s", flows, want)
					}
				})
			}
		}
	}
}

func TestPseudoRegions(t *testing.T) {
	for region, real := range map[string]string{"fips-us-east-1": "us-east-1", "us-east-1-fips": "us-east-1", "us-fips-east-1": "us-east-1"} {
		a2i, _, err := targets(region, nil, false, false)
		if want := "https://a2i-runtime.sagemaker-fips." + real + ".amazonaws.com/human-loops/loop"; err != nil || a2i != want {
			t.Errorf("%s: got %s, %v; want %s", region, a2i, err, want)
		}
	}
}

func TestCustomEndpoints(t *testing.T) {
	for _, tc := range []struct{ name, endpoint, want, wantErr string }{
		{"host", "https://a2i.example", "https://a2i.example/human-loops/loop", ""},
		{"port", "http://localhost:4610", "http://localhost:4610/human-loops/loop", ""},
		{"path", "https://proxy.example/aws/a2i", "https://proxy.example/aws/a2i/human-loops/loop", ""},
		{"path with a slash at its end", "https://proxy.example/aws/", "https://proxy.example/aws/human-loops/loop", ""},
		{"escaped path", "https://proxy.example/a%2Fb", "https://proxy.example/a%2Fb/human-loops/loop", ""},
		{"IPv6", "http://[::1]:4610", "http://[::1]:4610/human-loops/loop", ""},
		{"IPv6 with the default port", "http://[::1]:80", "http://[::1]/human-loops/loop", ""},
		{"default port", "https://a2i.example:443/", "https://a2i.example/human-loops/loop", ""},
		{"empty", "", "", "must begin with http:// or https://"},
		{"no scheme", "a2i.example", "", "must begin with http:// or https://"},
		{"other scheme", "ftp://a2i.example", "", "must begin with http:// or https://"},
		{"no host", "https:///path", "", "has no host"},
		{"port too large", "https://a2i.example:65536", "", "port from 1 to 65535"},
		{"port 0", "https://a2i.example:0", "", "port from 1 to 65535"},
		{"user and password", "https://me:secret@a2i.example", "", "must not contain a user name or password"},
		{"query", "https://a2i.example/?token=secret", "", "must not contain a query or fragment"},
		{"fragment", "https://a2i.example/#secret", "", "must not contain a query or fragment"},
		{"password with a slash", "http://me:secret/x@a2i.example", "", "must not contain a user name or password"},
		{"password with a number sign", "http://me:secret#x@a2i.example", "", "must not contain a user name or password"},
		{"no URL", "https://a2i.example:port", "", "is not a valid URL"},
		{"control character", "https://a2i.example/\n", "", "is not a valid URL"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a2i, _, err := targets("us-east-1", &tc.endpoint, false, false)
			if tc.wantErr == "" {
				if err != nil || a2i != tc.want {
					t.Errorf("got %s, %v; want %s", a2i, err, tc.want)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.wantErr) {
				t.Fatalf("got %v, want an error that says %q", err, tc.wantErr)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
}

func TestInvalidRegions(t *testing.T) {
	long := strings.Repeat("x", 300)
	for _, tc := range []struct {
		name, region    string
		endpoint        *string
		fips, dualStack bool
		want            string
	}{
		{"no region", "", nil, false, false, "Missing Region: set Options.Region"},
		{"no region with FIPS", "", nil, true, false, "Missing Region: set Options.Region"},
		{"user info", "x@evil", nil, false, false, `invalid region "x@evil"`},
		{"path", "a.b/c", nil, false, false, `invalid region "a.b/c"`},
		{"another domain", "us-east-1.evil", nil, false, false, `invalid region "us-east-1.evil"`},
		{"query", "us-east-1?x", nil, false, false, "invalid region"},
		{"fragment", "us-east-1#", nil, false, false, "invalid region"},
		{"port", "us-east-1:80", nil, false, false, "invalid region"},
		{"line feed", "us-east-1\r\nx", nil, false, false, "invalid region"},
		{"space", " us-east-1", nil, false, false, "invalid region"},
		{"leading hyphen", "-us-east-1", nil, false, false, "invalid region"},
		{"not ASCII", "üs-east-1", nil, false, false, "invalid region"},
		{"300 characters", long, nil, false, false, "invalid region"},
		{"hostile with a custom endpoint", "x@evil", aws.String("https://a2i.example"), false, false, "invalid region"},
		{"custom and FIPS", "us-east-1", aws.String("https://a2i.example"), true, false, "FIPS and custom endpoint are not supported"},
		{"custom and dual-stack", "us-east-1", aws.String("https://a2i.example"), false, true, "Dualstack and custom endpoint are not supported"},
		{"custom without a region to sign for", "", aws.String("https://a2i.example"), false, false, "no region to sign for: set Options.Region"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := targets(tc.region, tc.endpoint, tc.fips, tc.dualStack)
			var operation *smithy.OperationError
			if !errors.As(err, &operation) || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want an OperationError that says %q", err, tc.want)
			}
			if strings.Contains(err.Error(), long) {
				t.Errorf("the error contains the whole region: %v", err)
			}
		})
	}
}

func TestAnonymousNeedsNoRegion(t *testing.T) {
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
	c := a2iruntime.New(a2iruntime.Options{BaseEndpoint: aws.String("http://localhost:1"), Credentials: aws.AnonymousCredentials{}, HTTPClient: exchange})
	if _, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}); err != nil {
		t.Fatal(err)
	}
	if got := exchange.Requests()[0].Header.Get("Authorization"); got != "" {
		t.Errorf("Authorization = %q, want none", got)
	}
}

// DisableHTTPS changes the scheme. A port in the endpoint stays, unless it is the
// scheme's default.
func TestDisableHTTPS(t *testing.T) {
	for _, tc := range []struct {
		endpoint *string
		want     string
	}{
		{nil, "http://a2i-runtime.sagemaker.us-east-1.amazonaws.com"},
		{aws.String("https://h"), "http://h"},
		{aws.String("https://h:443"), "http://h:443"},
		{aws.String("https://h:8443"), "http://h:8443"},
		{aws.String("https://h:80"), "http://h"},
		{aws.String("http://h:80"), "http://h"},
		{aws.String("http://h:443"), "http://h:443"},
		{aws.String("https://[::1]:443/path"), "http://[::1]:443/path"},
		{aws.String("https://[::1]:80"), "http://[::1]"},
	} {
		exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
		c := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, BaseEndpoint: tc.endpoint,
			EndpointOptions: a2iruntime.EndpointResolverOptions{DisableHTTPS: true}})
		if _, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}); err != nil {
			t.Fatal(err)
		}
		if got, want := exchange.Requests()[0].URL.String(), tc.want+"/human-loops/loop"; got != want {
			t.Errorf("%s: sent to %s, want %s", aws.ToString(tc.endpoint), got, want)
		}
	}
}

// otherScheme is a custom resolver that switches the default endpoint between HTTP and HTTPS.
type otherScheme struct{ a2iruntime.EndpointResolverV2 }

func (s otherScheme) ResolveEndpoint(ctx context.Context, p a2iruntime.EndpointParameters) (smithyendpoints.Endpoint, error) {
	endpoint, err := s.EndpointResolverV2.ResolveEndpoint(ctx, p)
	endpoint.URI.Scheme = "https"
	return endpoint, err
}

func TestResolverKeepsPort(t *testing.T) {
	for endpoint, want := range map[string]string{"http://h:80": "https://h:80", "http://h:443": "https://h", "http://h": "https://h"} {
		exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
		c := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, BaseEndpoint: &endpoint,
			EndpointResolverV2: otherScheme{a2iruntime.NewDefaultEndpointResolverV2()}})
		if _, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}); err != nil {
			t.Fatal(err)
		}
		if got := exchange.Requests()[0].URL.String(); got != want+"/human-loops/loop" {
			t.Errorf("%s: sent to %s, want %s", endpoint, got, want)
		}
	}
}
