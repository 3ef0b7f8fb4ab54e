package awsclient_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
)

func TestPresignExpires(t *testing.T) {
	for _, tc := range []struct {
		expires    time.Duration
		query, err string
	}{
		{0, "", ""},
		{time.Second, "1", ""},
		{90 * time.Minute, "5400", ""},
		{7 * 24 * time.Hour, "604800", ""},
		{7*24*time.Hour + time.Second, "", "at most 168h0m0s"},
		{-time.Second, "", "Expires is -1s"},
		{1500 * time.Millisecond, "", "whole seconds"},
	} {
		p, err := a2iruntime.NewPresignClient(newClient(okExchange())).PresignDescribeHumanLoop(context.Background(), loop,
			func(o *a2iruntime.PresignOptions) { o.Expires = tc.expires })
		if tc.err != "" {
			if !contains(err, tc.err) {
				t.Errorf("%v: got %v, want an error that says %q", tc.expires, err, tc.err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse(p.URL)
		if got := u.Query().Get("X-Amz-Expires"); got != tc.query {
			t.Errorf("%v: X-Amz-Expires = %q, want %q", tc.expires, got, tc.query)
		}
	}
}

func TestPresignOptions(t *testing.T) {
	region := func(region string) func(*a2iruntime.Options) {
		return func(o *a2iruntime.Options) { o.Region = region }
	}
	p := a2iruntime.NewPresignClient(newClient(okExchange()), a2iruntime.WithPresignClientFromClientOptions(region("eu-west-1")))
	for want, optFns := range map[string][]func(*a2iruntime.PresignOptions){
		"a2i-runtime.sagemaker.eu-west-1.": nil,
		"a2i-runtime.sagemaker.eu-west-2.": {a2iruntime.WithPresignClientFromClientOptions(region("eu-west-2"))},
	} {
		r, err := p.PresignDescribeHumanLoop(context.Background(), loop, optFns...)
		if err != nil || !strings.Contains(r.URL, want) {
			t.Errorf("got %v, %v; want a URL with %s", r, err, want)
		}
	}
	anonymous := func(o *a2iruntime.Options) { o.Credentials = aws.AnonymousCredentials{} }
	r, err := p.PresignDescribeHumanLoop(context.Background(), loop, a2iruntime.WithPresignClientFromClientOptions(anonymous))
	if err != nil || strings.Contains(r.URL, "X-Amz-") {
		t.Errorf("anonymous: got %v, %v; want an unsigned URL", r, err)
	}
	none := func(o *a2iruntime.Options) { o.Credentials = nil }
	if _, err := p.PresignDescribeHumanLoop(context.Background(), loop, a2iruntime.WithPresignClientFromClientOptions(none)); !contains(err, "no credentials") {
		t.Errorf("nil credentials: got %v", err)
	}
	if _, err := p.PresignDescribeHumanLoop(context.Background(), nil); !contains(err, "HumanLoopName") {
		t.Errorf("nil input: got %v", err)
	}
	// Steps can be inserted next to the steps that presigning removes.
	attempts := 0
	inserted := a2iruntime.WithPresignClientFromClientOptions(a2iruntime.WithAPIOptions(insertBeside("me", &attempts)))
	if r, err := p.PresignDescribeHumanLoop(context.Background(), loop, inserted); err != nil || r.SignedHeader.Get("X-Caller") != "me" {
		t.Errorf("got %v, %v; want the caller's header signed", r, err)
	}
}
