// Package endpoint resolves the URL of a service from a custom endpoint or by AWS's rules.
// The rules are the same for both services, except for the host's prefix.
package endpoint

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Request contains the parameters of an endpoint.
type Request struct {
	HostPrefix string // such as a2i-runtime.sagemaker
	Region     string
	FIPS       bool
	DualStack  bool
	Custom     *string // a custom endpoint, nil if there is none
}

// Resolve returns the URL to send requests to. Its errors describe mistakes in the
// configuration.
func Resolve(r Request) (*url.URL, error) {
	if r.Custom != nil {
		switch {
		case r.FIPS:
			return nil, errors.New("endpoint rule error, Invalid Configuration: FIPS and custom endpoint are not supported together: unset one of UseFIPSEndpoint (AWS_USE_FIPS_ENDPOINT) and BaseEndpoint (AWS_ENDPOINT_URL)")
		case r.DualStack:
			return nil, errors.New("endpoint rule error, Invalid Configuration: Dualstack and custom endpoint are not supported together: unset one of UseDualStackEndpoint (AWS_USE_DUALSTACK_ENDPOINT) and BaseEndpoint (AWS_ENDPOINT_URL)")
		}
		return parseCustom(*r.Custom)
	}
	if r.Region == "" {
		return nil, errors.New("endpoint rule error, Invalid Configuration: Missing Region: set Options.Region, AWS_REGION or the profile's region")
	}
	if err := CheckRegion(r.Region); err != nil {
		return nil, err
	}
	part := partitionOf(r.Region)
	if r.FIPS && !part.supportsFIPS || r.DualStack && !part.supportsDualStack {
		return nil, fmt.Errorf("endpoint rule error, partition %s does not support UseFIPSEndpoint or UseDualStackEndpoint: unset the one that is not supported", part.id)
	}
	host := r.HostPrefix
	if r.FIPS {
		host += "-fips"
	}
	suffix := part.dnsSuffix
	if r.DualStack {
		suffix = part.dualStackDNSSuffix
	}
	return &url.URL{Scheme: "https", Host: host + "." + r.Region + "." + suffix}, nil
}

// parseCustom parses a custom endpoint. Its errors never contain a password.
func parseCustom(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	shown, _, _ := strings.Cut(endpoint, "?")
	shown, _, _ = strings.Cut(shown, "#")
	if strings.Contains(endpoint, "@") {
		shown = "..."
		if err != nil {
			err = errors.New("it must not contain a user name or password")
		}
	}
	if err != nil {
		var parseError *url.Error
		if errors.As(err, &parseError) {
			err = parseError.Err // without the url.Error, which contains the whole URL
		}
		return nil, fmt.Errorf("BaseEndpoint %q is not a valid URL such as https://host:port: %w", shown, err)
	}
	if mistake := mistakeIn(u); mistake != "" {
		return nil, fmt.Errorf("BaseEndpoint %q %s", shown, mistake)
	}
	return u, nil
}

func mistakeIn(u *url.URL) string {
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case u.Port() != "" && (err != nil || port == 0):
		return "must have a port from 1 to 65535, or none"
	case u.Scheme != "http" && u.Scheme != "https":
		return "must begin with http:// or https://"
	case u.Hostname() == "":
		return "has no host"
	case u.User != nil:
		return "must not contain a user name or password"
	case u.RawQuery != "" || u.Fragment != "":
		return "must not contain a query or fragment"
	}
	return ""
}

// CheckRegion returns an error if a Region is not a single DNS label. Such a Region could
// send requests to another host.
func CheckRegion(region string) error {
	if smithyhttp.ValidHostLabel(region) && region[0] != '-' && region[len(region)-1] != '-' {
		return nil
	}
	if len(region) > 64 {
		region = region[:64] + "..."
	}
	return fmt.Errorf("invalid region %q: a region is 1 to 63 letters, digits and hyphens, such as us-east-1", region)
}

// SplitFIPS returns the Region of a pseudo Region such as fips-us-east-1 or us-east-1-fips,
// and reports whether it was one.
func SplitFIPS(region string) (string, bool) {
	if !strings.Contains(region, "fips-") && !strings.Contains(region, "-fips") {
		return region, false
	}
	return strings.NewReplacer("-fips-", "-", "fips-", "", "-fips", "").Replace(region), true
}

var defaultPorts = map[string]string{"http": ":80", "https": ":443"}

// DropDefaultPort removes the scheme's default port, because the signed Host header does not
// contain it.
func DropDefaultPort(u *url.URL) { u.Host = strings.TrimSuffix(u.Host, defaultPorts[u.Scheme]) }
