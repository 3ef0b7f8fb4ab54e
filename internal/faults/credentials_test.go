package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// errProvider is an error that a retryer would retry if an attempt returned it.
var errProvider error = timeoutError{errors.New("the metadata service does not answer")}

type timeoutError struct{ error }

func (timeoutError) Timeout() bool        { return true }
func (timeoutError) Temporary() bool      { return true }
func (timeoutError) RetryableError() bool { return true }

func keys(id, secret, token string) aws.Credentials {
	return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token}
}

// Credentials that cannot be retrieved or sent are an error before a request is sent.
// Nothing is sent unsigned, and nothing is retried.
func TestUnusableCredentials(t *testing.T) {
	countingProvider := func(c aws.Credentials, err error, calls *int) aws.CredentialsProvider {
		return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			*calls++
			return c, err
		})
	}
	for name, tc := range map[string]struct {
		credentials aws.Credentials
		err         error
		none        bool
		retrievals  int
		want        string
	}{
		"nil":                                 {none: true, want: "set Options.Credentials"},
		"empty":                               {retrievals: 1, want: "an empty access key or secret key"},
		"no secret key":                       {credentials: aws.Credentials{AccessKeyID: "AKIA"}, retrievals: 1, want: "an empty access key or secret key"},
		"a key ID that ends in a newline":     {credentials: keys("AKIA\n", "secret", ""), retrievals: 1, want: "AccessKeyID"},
		"a key ID that is not ASCII":          {credentials: keys("AKIÄ", "secret", ""), retrievals: 1, want: "AccessKeyID"},
		"a session token that ends in CR LF":  {credentials: keys("AKIA", "secret", "IQoJtoken\r\n"), retrievals: 1, want: "SessionToken"},
		"a session token with NUL":            {credentials: keys("AKIA", "secret", "IQoJ\x00token"), retrievals: 1, want: "SessionToken"},
		"a session token that is a space":     {credentials: keys("AKIA", "secret", " "), retrievals: 1, want: "SessionToken"},
		"a secret key that ends in a newline": {credentials: keys("AKIA", "hush-hush\n", ""), retrievals: 1, want: "SecretAccessKey"},
		"a secret key that ends in a space":   {credentials: keys("AKIA", "hush-hush ", ""), retrievals: 1, want: "SecretAccessKey"},
		"a secret key that is not ASCII":      {credentials: keys("AKIA", "hush-hüsh", ""), retrievals: 1, want: "SecretAccessKey"},
		"a key ID with DEL":                   {credentials: keys("AKIA\x7f", "secret", ""), retrievals: 1, want: "AccessKeyID"},
		"a failing provider":                  {err: errProvider, retrievals: 1, want: errProvider.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			s := newScene(t, nil)
			defer s.end()
			_, err := s.describe(context.Background(), func(o *a2iruntime.Options) {
				if o.Credentials = countingProvider(tc.credentials, tc.err, &calls); tc.none {
					o.Credentials = nil
				}
			})
			if err == nil || !strings.Contains(err.Error(), tc.want) || tc.err != nil && !errors.Is(err, tc.err) {
				t.Errorf("got %v, want an error that says %q", err, tc.want)
			}
			for _, value := range []string{tc.credentials.SecretAccessKey, tc.credentials.SessionToken} {
				if value := strings.TrimSpace(value); err != nil && len(value) > 6 && strings.Contains(err.Error(), value) {
					t.Errorf("the error shows a value: %v", err)
				}
			}
			if err != nil && strings.Contains(err.Error(), "attempts") {
				t.Errorf("got %v, want an error after one attempt", err)
			}
			if n := len(s.arrived()); n > 0 {
				t.Errorf("%d requests were sent", n)
			}
			if calls != tc.retrievals {
				t.Errorf("the provider was called %d times, want %d", calls, tc.retrievals)
			}
		})
	}
}

// Each attempt retrieves credentials, so it uses rotated ones. The client leaves it to
// the service to reject expired credentials, and does not retry then.
func TestRotatingCredentials(t *testing.T) {
	retrievals := 0
	provider := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		retrievals++
		return aws.Credentials{AccessKeyID: fmt.Sprintf("AKIA%d", retrievals), SecretAccessKey: "secret", CanExpire: true, Expires: time.Now().Add(-time.Hour)}, nil
	})
	s := newScene(t, []answer{respond(500, "", ""), respond(500, "", ""), healthy,
		respond(http.StatusForbidden, "X-Amzn-Errortype: ExpiredTokenException\r\n", `{"message":"The security token included in the request is expired"}`)},
		func(o *a2iruntime.Options) { o.Credentials = provider })
	defer s.end()
	if _, err := s.describe(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.wantAttempts(3)
	if _, err := s.describe(context.Background()); err == nil {
		t.Error("a call with expired credentials succeeded")
	}
	for i, r := range s.arrived() {
		if want := fmt.Sprintf("Credential=AKIA%d/", i+1); !strings.Contains(r.Header.Get("Authorization"), want) {
			t.Errorf("request %d is not signed with %s", i+1, want)
		}
	}
	if n := len(s.arrived()); n != 4 {
		t.Errorf("%d requests, want 4: the call with expired credentials was retried", n)
	}
}
