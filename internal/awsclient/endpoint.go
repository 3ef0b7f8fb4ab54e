package awsclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// defaultEndpoints applies the endpoint rules of both services, which differ
// in nothing but the host's prefix.
type defaultEndpoints struct{ hostPrefix string }

// NewEndpointResolver returns the default resolver of a service.
func NewEndpointResolver(s *Service) EndpointResolverV2 {
	return defaultEndpoints{s.Model.HostPrefix}
}

func (r defaultEndpoints) ResolveEndpoint(_ context.Context, p EndpointParameters) (smithyendpoints.Endpoint, error) {
	fips, dualStack := aws.ToBool(p.UseFIPS), aws.ToBool(p.UseDualStack)
	if p.Endpoint != nil {
		switch {
		case fips:
			return smithyendpoints.Endpoint{}, finalErrorf("endpoint rule error, Invalid Configuration: FIPS and custom endpoint are not supported together: unset one of UseFIPSEndpoint (AWS_USE_FIPS_ENDPOINT) and BaseEndpoint (AWS_ENDPOINT_URL)")
		case dualStack:
			return smithyendpoints.Endpoint{}, finalErrorf("endpoint rule error, Invalid Configuration: Dualstack and custom endpoint are not supported together: unset one of UseDualStackEndpoint (AWS_USE_DUALSTACK_ENDPOINT) and BaseEndpoint (AWS_ENDPOINT_URL)")
		}
		return customEndpoint(*p.Endpoint)
	}
	region := aws.ToString(p.Region)
	if region == "" {
		return smithyendpoints.Endpoint{}, finalErrorf("endpoint rule error, Invalid Configuration: Missing Region: set Options.Region, AWS_REGION or the profile's region")
	}
	if err := checkRegion(region); err != nil {
		return smithyendpoints.Endpoint{}, err
	}
	part := partitionOf(region)
	if fips && !part.supportsFIPS || dualStack && !part.supportsDualStack {
		return smithyendpoints.Endpoint{}, finalErrorf("endpoint rule error, partition %s does not support what UseFIPSEndpoint or UseDualStackEndpoint asks for", part.id)
	}
	host := r.hostPrefix
	if fips {
		host += "-fips"
	}
	suffix := part.dnsSuffix
	if dualStack {
		suffix = part.dualStackDNSSuffix
	}
	host += "." + region + "." + suffix
	return smithyendpoints.Endpoint{URI: url.URL{Scheme: "https", Host: host}, Headers: http.Header{}}, nil
}

// customEndpoint reads BaseEndpoint. Its errors never show a password.
func customEndpoint(endpoint string) (smithyendpoints.Endpoint, error) {
	u, err := url.Parse(endpoint)
	shown, _, _ := strings.Cut(endpoint, "?")
	shown, _, _ = strings.Cut(shown, "#")
	if strings.Contains(endpoint, "@") {
		shown, err = "...", hideIfAny(err)
	}
	if err != nil {
		if inner, ok := err.(*url.Error); ok {
			err = inner.Err // the outer one shows the whole URL
		}
		return smithyendpoints.Endpoint{}, finalErrorf("BaseEndpoint %q is no URL such as https://host:port: %w", shown, err)
	}
	wrong := ""
	port, portErr := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case u.Port() != "" && (portErr != nil || port == 0):
		wrong = "must have a port from 1 to 65535, or none"
	case u.Scheme != "http" && u.Scheme != "https":
		wrong = "must begin with http:// or https://"
	case u.Hostname() == "":
		wrong = "has no host"
	case u.User != nil:
		wrong = "must not carry a user name or password"
	case u.RawQuery != "" || u.Fragment != "":
		wrong = "must not carry a query or fragment"
	}
	if wrong != "" {
		return smithyendpoints.Endpoint{}, finalErrorf("BaseEndpoint %q %s", shown, wrong)
	}
	return smithyendpoints.Endpoint{URI: *u, Headers: http.Header{}}, nil
}

// hideIfAny replaces an error about a URL that holds a user name: the error may
// quote the password.
func hideIfAny(err error) error {
	if err == nil {
		return nil
	}
	return errors.New("it must not carry a user name or password")
}

var defaultPorts = map[string]string{"http": ":80", "https": ":443"}

// dropDefaultPort takes the scheme's own port out of a URL: it is not part of the Host
// header that is signed.
func dropDefaultPort(u *url.URL) { u.Host = strings.TrimSuffix(u.Host, defaultPorts[u.Scheme]) }

// checkRegion refuses what could make another host of the endpoint: a Region
// is one DNS label.
func checkRegion(region string) error {
	if !smithyhttp.ValidHostLabel(region) || region[0] == '-' || region[len(region)-1] == '-' {
		if len(region) > 64 {
			region = region[:64] + "..."
		}
		return finalErrorf("invalid region %q: a region is 1 to 63 letters, digits and hyphens, such as us-east-1", region)
	}
	return nil
}

// splitFIPSRegion turns a pseudo Region such as fips-us-east-1 or
// us-east-1-fips into the Region and the wish for FIPS.
func splitFIPSRegion(region string) (string, bool) {
	if !strings.Contains(region, "fips-") && !strings.Contains(region, "-fips") {
		return region, false
	}
	return strings.NewReplacer("-fips-", "-", "fips-", "", "-fips", "").Replace(region), true
}

// endpointParameters is what the options say to a resolver.
func (o *Options) endpointParameters() (EndpointParameters, error) {
	p := EndpointParameters{
		UseDualStack: aws.Bool(o.EndpointOptions.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled),
		UseFIPS:      aws.Bool(o.EndpointOptions.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled),
		Endpoint:     o.BaseEndpoint,
	}
	if o.Region == "" {
		return p, nil
	}
	p.Region = aws.String(o.Region)
	return p, checkRegion(o.Region)
}
