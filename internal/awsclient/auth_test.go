package awsclient_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/auth"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var errProvider = errors.New("the vault is closed")

func provide(c aws.Credentials, err error) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return c, err })
}

// Nothing is sent unsigned unless the caller asks for it.
func TestCredentials(t *testing.T) {
	for _, tc := range []struct {
		name     string
		provider aws.CredentialsProvider
		want     string // in the error; "" = the call is sent
		signed   bool
	}{
		{"nil", nil, "no credentials: set Options.Credentials, or aws.AnonymousCredentials{} to send unsigned", false},
		{"no keys", provide(aws.Credentials{}, nil), "an empty access key or secret key", false},
		{"no secret", provide(aws.Credentials{AccessKeyID: "A"}, nil), "an empty access key or secret key", false},
		{"failing provider", provide(aws.Credentials{}, errProvider), "get credentials: the vault is closed", false},
		{"provider that fails like a connection", provide(aws.Credentials{}, &net.OpError{Op: "dial", Err: errProvider}), "get credentials: dial", false},
		{"anonymous", aws.AnonymousCredentials{}, "", false},
		{"anonymous in a cache", aws.NewCredentialsCache(aws.AnonymousCredentials{}), "", false},
		{"keys", clienttest.Provider, "", true},
		{"keys in a cache", aws.NewCredentialsCache(clienttest.Provider), "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			exchange := okExchange()
			c := newClient(exchange, retryWithoutDelay, func(o *a2iruntime.Options) { o.Credentials = tc.provider })
			_, err := c.DescribeHumanLoop(context.Background(), loop)
			requests := exchange.Requests()
			if tc.want != "" {
				if !contains(err, tc.want) || len(requests) > 0 {
					t.Errorf("got %v and %d requests, want an error that says %q and no request", err, len(requests), tc.want)
				}
				if contains(err, "exceeded maximum number of attempts") {
					t.Errorf("the provider was tried again: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if signed := requests[0].Header.Get("Authorization") != ""; signed != tc.signed {
				t.Errorf("signed = %t, want %t", signed, tc.signed)
			}
		})
	}
}

// schemes is an AuthSchemeResolver that always returns the same schemes.
type schemes []*auth.Option

func (s schemes) ResolveAuthSchemes(context.Context, *a2iruntime.AuthResolverParameters) ([]*auth.Option, error) {
	return s, nil
}

func sigV4Option(name, region string) *auth.Option {
	o := &auth.Option{SchemeID: auth.SchemeIDSigV4}
	if name != "" {
		smithyhttp.SetSigV4SigningName(&o.SignerProperties, name)
	}
	if region != "" {
		smithyhttp.SetSigV4SigningRegion(&o.SignerProperties, region)
	}
	return o
}

func TestAuthSchemes(t *testing.T) {
	anonymous := &auth.Option{SchemeID: auth.SchemeIDAnonymous}
	for _, tc := range []struct {
		name      string
		fn        func(*a2iruntime.Options)
		scope     string // of the signature; "" = unsigned
		wantError string
	}{
		{"default", func(*a2iruntime.Options) {}, "/us-east-1/sagemaker/aws4_request", ""},
		{"custom name and region", func(o *a2iruntime.Options) { o.AuthSchemeResolver = schemes{sigV4Option("other", "eu-west-3")} }, "/eu-west-3/other/aws4_request", ""},
		{"signing name", a2iruntime.WithSigV4SigningName("named"), "/us-east-1/named/aws4_request", ""},
		{"signing region", a2iruntime.WithSigV4SigningRegion("eu-north-1"), "/eu-north-1/sagemaker/aws4_request", ""},
		{"anonymous first", func(o *a2iruntime.Options) { o.AuthSchemeResolver = schemes{anonymous, sigV4Option("s", "r")} }, "", ""},
		{"SigV4 preferred", func(o *a2iruntime.Options) {
			o.AuthSchemeResolver = schemes{anonymous, sigV4Option("s", "r")}
			o.AuthSchemePreference = []string{"sigv4"}
		}, "/r/s/aws4_request", ""},
		{"unknown scheme", func(o *a2iruntime.Options) { o.AuthSchemeResolver = schemes{{SchemeID: "x#y"}} }, "", "none of the AuthSchemeResolver's auth schemes"},
		{"no name", func(o *a2iruntime.Options) { o.AuthSchemeResolver = schemes{sigV4Option("", "r")} }, "", "no signing name"},
		{"no scheme", func(o *a2iruntime.Options) { o.AuthSchemeResolver = schemes{} }, "", "none of the AuthSchemeResolver's auth schemes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			exchange := okExchange()
			_, err := newClient(exchange, tc.fn).DescribeHumanLoop(context.Background(), loop)
			if tc.wantError != "" {
				if !contains(err, tc.wantError) || len(exchange.Requests()) > 0 {
					t.Errorf("got %v, want an error that says %q before the network", err, tc.wantError)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := exchange.Requests()[0].Header.Get("Authorization")
			if tc.scope == "" && got != "" || !strings.Contains(got, tc.scope) {
				t.Errorf("Authorization %q, want the scope %q", got, tc.scope)
			}
		})
	}
}

// Nil and zero clients, contexts and inputs return errors. Nothing panics.
func TestNilArguments(t *testing.T) {
	var none *a2iruntime.Client
	for name, call := range map[string]func() error{
		"nil client": func() error { _, err := none.DescribeHumanLoop(context.Background(), loop); return err },
		"zero client": func() error {
			_, err := new(a2iruntime.Client).DescribeHumanLoop(context.Background(), loop)
			return err
		},
		"nil presign client": func() error {
			_, err := (*a2iruntime.PresignClient)(nil).PresignDescribeHumanLoop(context.Background(), loop)
			return err
		},
		"presign client of a nil client, with an expiry": func() error {
			_, err := a2iruntime.NewPresignClient(nil, func(o *a2iruntime.PresignOptions) { o.Expires = -1 }).PresignDescribeHumanLoop(context.Background(), loop)
			return err
		},
		"presign client of a nil client": func() error {
			_, err := a2iruntime.NewPresignClient(nil).PresignDescribeHumanLoop(context.Background(), loop)
			return err
		},
	} {
		if err := call(); !contains(err, "use New or NewFromConfig") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	_ = none.Options()
	_ = new(a2iruntime.Client).Options()
	var noContext context.Context
	if _, err := newClient(okExchange()).DescribeHumanLoop(noContext, loop); !contains(err, "the context is nil") {
		t.Errorf("nil context: got %v", err)
	}
	if _, err := newClient(okExchange(), nil).DescribeHumanLoop(context.Background(), nil, nil); !contains(err, "DescribeHumanLoopInput.HumanLoopName") {
		t.Errorf("nil input: got %v", err)
	}
}
