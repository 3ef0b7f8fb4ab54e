package a2itest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// signAs makes a client sign with these credentials.
func signAs(c aws.Credentials) func(*a2iruntime.Options) {
	return func(o *a2iruntime.Options) {
		o.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return c, nil })
	}
}

const mismatch = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."

func TestCredentials(t *testing.T) {
	past, future := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	lasting := aws.Credentials{AccessKeyID: "AKIDLASTING", SecretAccessKey: "one"}
	session := aws.Credentials{AccessKeyID: "ASIASESSION", SecretAccessKey: "two", SessionToken: "token/with+chars=="}
	current := aws.Credentials{AccessKeyID: "ASIACURRENT", SecretAccessKey: "three", SessionToken: "current", CanExpire: true, Expires: future}
	expired := aws.Credentials{AccessKeyID: "ASIAEXPIRED", SecretAccessKey: "four", SessionToken: "old", CanExpire: true, Expires: past}
	with := func(c aws.Credentials, change func(*aws.Credentials)) aws.Credentials {
		change(&c)
		return c
	}
	unknown := refusal{"UnrecognizedClientException", 403, "The security token included in the request is invalid."}
	invalid := func(message string) refusal { return refusal{"InvalidSignatureException", 403, message} }

	tests := []struct {
		name   string
		client func(*a2iruntime.Options)
		want   refusal
		isType func(error) bool
	}{
		{name: "the first credentials", client: signAs(lasting)},
		{name: "other accepted credentials", client: signAs(session)},
		{name: "a valid session", client: signAs(current)},
		{name: "unknown key", client: signAs(aws.Credentials{AccessKeyID: "AKIDNOBODY", SecretAccessKey: "one"}), want: unknown, isType: is[*types.UnrecognizedClientException]},
		{name: "key in lower case", client: signAs(with(lasting, func(c *aws.Credentials) { c.AccessKeyID = "akidlasting" })), want: unknown, isType: is[*types.UnrecognizedClientException]},
		{name: "wrong secret", client: signAs(with(lasting, func(c *aws.Credentials) { c.SecretAccessKey = "two" })), want: invalid(mismatch), isType: is[*types.InvalidSignatureException]},
		{name: "wrong session token", client: signAs(with(session, func(c *aws.Credentials) { c.SessionToken = "other" })), want: unknown, isType: is[*types.UnrecognizedClientException]},
		{name: "no session token", client: signAs(with(session, func(c *aws.Credentials) { c.SessionToken = "" })), want: unknown, isType: is[*types.UnrecognizedClientException]},
		{name: "an unexpected session token", client: signAs(with(lasting, func(c *aws.Credentials) { c.SessionToken = "x" })), want: unknown, isType: is[*types.UnrecognizedClientException]},
		{
			// The client does not know that they are expired.
			name: "expired session", client: signAs(with(expired, func(c *aws.Credentials) { c.CanExpire = false })),
			want:   refusal{"ExpiredTokenException", 403, "The security token included in the request is expired"},
			isType: is[*types.ExpiredTokenException],
		},
		{
			name:   "unsigned",
			client: func(o *a2iruntime.Options) { o.Credentials = aws.AnonymousCredentials{} },
			want:   refusal{"MissingAuthenticationTokenException", 403, "Missing Authentication Token"},
			isType: is[*types.MissingAuthenticationTokenException],
		},
		{
			name: "signed for another Region", client: a2iruntime.WithSigV4SigningRegion("eu-west-1"),
			want: invalid("Credential should be scoped to a valid region, not 'eu-west-1'. This service is in 'us-east-1'."), isType: is[*types.InvalidSignatureException],
		},
		{
			name: "signed for another service", client: a2iruntime.WithSigV4SigningName("bedrock"),
			want: invalid("Credential should be scoped to correct service: 'sagemaker'."), isType: is[*types.InvalidSignatureException],
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, func(o *a2itest.Options) { o.Credentials = []aws.Credentials{lasting, session, current, expired} })
			_, err := newClient(srv, tt.client).StartHumanLoop(context.Background(), input("loop"))
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
			if tt.isType != nil && !tt.isType(err) {
				t.Errorf("got %T, want the type of %s in it", err, tt.want.Code)
			}
			// The client does not retry, and a rejected call changes nothing.
			calls := srv.Calls()
			if len(calls) != 1 {
				t.Errorf("attempts: got %d, want 1", len(calls))
			}
			want := "InProgress"
			if tt.want.Code != "" {
				want = "ResourceNotFoundException"
			}
			if got := status(newClient(srv), "loop"); got != want {
				t.Errorf("the loop is %s, want %s", got, want)
			}
		})
	}
}

// Config returns the first of the server's credentials, and its Region.
func TestConfigUsesFirstCredentials(t *testing.T) {
	first := aws.Credentials{AccessKeyID: "AKIDFIRST", SecretAccessKey: "s", SessionToken: "t"}
	srv := newServer(t, func(o *a2itest.Options) {
		o.Region, o.Credentials = "eu-central-1", []aws.Credentials{first, {AccessKeyID: "AKIDSECOND", SecretAccessKey: "s"}}
	})
	cfg := srv.Config()
	got, err := cfg.Credentials.Retrieve(context.Background())
	must(t, err)
	if cfg.Region != "eu-central-1" || *cfg.BaseEndpoint != srv.URL() || got.AccessKeyID != "AKIDFIRST" {
		t.Errorf("got Region %s, endpoint %s, key %s, want eu-central-1, %s, AKIDFIRST", cfg.Region, *cfg.BaseEndpoint, got.AccessKeyID, srv.URL())
	}
	if got := status(newClient(srv), "loop"); got != "ResourceNotFoundException" {
		t.Errorf("describe: got %s, want ResourceNotFoundException", got)
	}
}

// Signatures that no client creates.
func TestMalformedSignatures(t *testing.T) {
	replace := func(old, with string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, with, 1))
		}
	}
	incomplete := func(message string) refusal { return refusal{"IncompleteSignature", 400, message} }
	invalid := refusal{"InvalidSignatureException", 403, mismatch}
	tests := []struct {
		name   string
		change func(*http.Request) // of a signed request
		want   refusal
	}{
		{"unchanged", func(*http.Request) {}, refusal{}},
		{"no Authorization", func(r *http.Request) { r.Header.Del("Authorization") }, refusal{"MissingAuthenticationTokenException", 403, "Missing Authentication Token"}},
		{"another scheme", func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }, incomplete("Authorization header requires the algorithm AWS4-HMAC-SHA256.")},
		{"another algorithm", replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), incomplete("Authorization header requires the algorithm AWS4-HMAC-SHA256.")},
		{"no Credential", replace("Credential=", "Nothing="), incomplete("Authorization header requires 'Credential' parameter.")},
		{"no SignedHeaders", replace("SignedHeaders=", "Nothing="), incomplete("Authorization header requires 'SignedHeaders' parameter.")},
		{"no Signature", replace("Signature=", "Nothing="), incomplete("Authorization header requires 'Signature' parameter.")},
		{"no date", func(r *http.Request) { r.Header.Del("X-Amz-Date") }, incomplete("Authorization requires existence of either a 'X-Amz-Date' or a 'Date' header in the form 20060102T150405Z.")},
		{"truncated scope", replace("/sagemaker/aws4_request", ""), incomplete("Credential must have the form access-key/date/region/service/aws4_request.")},
		{"host not signed", replace("host;", ""), refusal{"InvalidSignatureException", 403, "'Host' must be a 'SignedHeader' in the AWS Authorization."}},
		{"one digit of the signature", func(r *http.Request) {
			text := r.Header.Get("Authorization")
			last := byte('0')
			if text[len(text)-1] == '0' {
				last = '1'
			}
			r.Header.Set("Authorization", text[:len(text)-1]+string(last))
		}, invalid},
		{"another method", func(r *http.Request) { r.Method = http.MethodDelete }, invalid},
		{"another path", func(r *http.Request) { r.URL.Path = "/human-loops/pool" }, invalid},
		{"a parameter added", func(r *http.Request) { r.URL.RawQuery = "x=1" }, invalid},
		{"another host", func(r *http.Request) { r.Host = "a2i-runtime.sagemaker.us-east-1.amazonaws.com" }, invalid},
		{"another date", func(r *http.Request) {
			at, _ := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
			shift := time.Second
			if at.Second() == 59 {
				shift = -time.Second // the day must not change, because the scope contains it
			}
			r.Header.Set("X-Amz-Date", at.Add(shift).Format("20060102T150405Z"))
		}, invalid},
		{"a header added", func(r *http.Request) { r.Header.Set("X-Trace", "1") }, refusal{}},
		{"a wrong payload hash", func(r *http.Request) { r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD") }, refusal{"InvalidSignatureException", 403, "The value of the header x-amz-content-sha256 does not match the payload."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			start(t, newClient(srv), "loop")
			r := request(t, srv, http.MethodGet, "/human-loops/loop", "")
			sign(t, srv, r, time.Now())
			tt.change(r)
			if diff := cmp.Diff(tt.want, send(t, r).refusal(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("another body", func(t *testing.T) {
		srv := newServer(t)
		signed := request(t, srv, http.MethodPost, "/human-loops/stop", `{"HumanLoopName":"loop"}`)
		sign(t, srv, signed, time.Now())
		r := request(t, srv, http.MethodPost, "/human-loops/stop", `{"HumanLoopName":"pool"}`)
		r.Header = signed.Header
		if diff := cmp.Diff(invalid, send(t, r).refusal(t)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
