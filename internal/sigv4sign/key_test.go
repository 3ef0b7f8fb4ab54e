package sigv4sign

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// One signer signs with keys, secrets, days, Regions and services that change in every
// call, and from many goroutines. It never signs with the key of another combination.
func TestKeysAreNotMixedUp(t *testing.T) {
	ours := New()
	calls := []struct {
		id, secret, token, region, service string
		at                                 time.Time
	}{
		{"AKIA1", "one", "", "us-east-1", "sagemaker", at},
		{"AKIA2", "two", "token", "us-east-1", "sagemaker", at},
		{"AKIA1", "rotated", "", "us-east-1", "sagemaker", at},
		{"AKIA1", "one", "", "eu-west-1", "sagemaker", at},
		{"AKIA1", "one", "", "us-east-1", "bedrock", at},
		{"AKIA1", "one", "", "us-east-1", "sagemaker", at.AddDate(0, 0, 1)},
		{"AKIA1", "one", "", "us-east-1", "sagemaker", at},
	}
	sign := func(i int, with interface {
		SignHTTP(context.Context, aws.Credentials, *http.Request, string, string, string, time.Time, ...func(*v4.SignerOptions)) error
	}) (string, error) {
		c := calls[i%len(calls)]
		host := []string{"example.com", "[::1]:8443"}[i/len(calls)%2] // the second is signed by aws/signer/v4
		r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("https://%s/human-loops/loop-%d", host, i), nil)
		if err != nil {
			return "", err
		}
		credentials := aws.Credentials{AccessKeyID: c.id, SecretAccessKey: c.secret, SessionToken: c.token}
		err = with.SignHTTP(context.Background(), credentials, r, "hash", c.service, c.region, c.at)
		return fmt.Sprint(r.Header), err
	}
	check := func(i int) {
		got, err := sign(i, ours)
		want, wantErr := sign(i, v4.NewSigner())
		if got != want || err != nil || wantErr != nil {
			t.Errorf("call %d: got %s (%v), want %s (%v)", i, got, err, want, wantErr)
		}
	}
	for i := range 3 * len(calls) {
		check(i)
	}
	var all sync.WaitGroup
	for g := range 32 {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range 50 {
				check(g*7 + i)
			}
		}()
	}
	all.Wait()
}

// The keys of several accounts, Regions and services are derived once. If there are more
// than the cache holds, the oldest are derived again.
func TestKeysAreCached(t *testing.T) {
	s := New()
	key := func(service string) *signingKey {
		return s.keyFor(aws.Credentials{AccessKeyID: "AKIA", SecretAccessKey: "secret"}, "20260304", "us-east-1", service)
	}
	first := key("0")
	for i := range maxKeys {
		if k := key(fmt.Sprint(i)); k != key(fmt.Sprint(i)) || i < maxKeys && key("0") != first {
			t.Errorf("key %d was derived again", i)
		}
	}
	key("one more")
	if n := len(*s.keys.Load()); n != maxKeys {
		t.Errorf("%d keys are cached, want %d", n, maxKeys)
	}
	if key("0") == first {
		t.Error("the oldest key is still cached")
	}
}

// Reused buffers contain nothing of an earlier request.
func TestReusedBuffersContainNoSecret(t *testing.T) {
	r, err := http.NewRequest(http.MethodGet, "https://example.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(tokenHeader, "token")
	b := new(buffer)
	b.collectHeaders(r.Header)
	b.canonicalRequest(r, "hash", false)
	if !bytes.Contains(b.text, []byte("token")) || len(b.headers) == 0 {
		t.Fatalf("nothing was written: %q", b.text)
	}
	b.free()
	for _, kept := range [][]byte{b.text[:cap(b.text)], b.names[:cap(b.names)], b.signature[:]} {
		if len(bytes.Trim(kept, "\x00")) > 0 {
			t.Errorf("the buffer contains %q", kept)
		}
	}
	for _, h := range b.headers[:cap(b.headers)] {
		if h != (header{}) {
			t.Errorf("the buffer contains %q", h)
		}
	}
}
