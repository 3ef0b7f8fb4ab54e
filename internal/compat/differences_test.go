package compat

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	smithytime "github.com/aws/smithy-go/time"
)

// difference is a row of MIGRATING.md, with a configuration and a response for which the
// official clients and this module's clients behave differently.
type difference struct {
	row            string // how the row begins
	configure      func(*aws.Config)
	status         int // of the response; 0 means 200
	body           string
	official, ours string // parts of the outcome
}

// MIGRATING.md describes both clients correctly in the rows that a configuration or a
// response can show. The official client here is the scheduler's: it has the same
// protocol, and its lists contain items with a name too.
func TestDeliberateDifferences(t *testing.T) {
	credentials := func(c aws.Credentials) func(*aws.Config) {
		return func(cfg *aws.Config) {
			cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return c, nil })
		}
	}
	const page = `{"Schedules":[null,{"Name":"a"}],"HumanLoopSummaries":[null,{"HumanLoopName":"a"}]}`
	for _, tc := range []difference{
		{"no credentials", func(cfg *aws.Config) { cfg.Credentials = nil }, 0, "{}", "1 unsigned request: 0 items", "0 requests: error: no credentials"},
		{"a provider that returns empty keys", credentials(aws.Credentials{}), 0, "{}", "1 signed request: 0 items", "0 requests: error: the credentials provider"},
		{"`noAuth` in", func(cfg *aws.Config) { cfg.AuthSchemePreference = []string{"noAuth"} }, 0, "{}", "1 unsigned request: 0 items", "1 signed request: 0 items"},
		{"a user name in an endpoint", func(cfg *aws.Config) { cfg.BaseEndpoint = aws.String("https://me:pw@a2i.example") }, 0, "{}", "1 signed request: 0 items", "must not contain a user name"},
		{"a custom endpoint without a Region", func(cfg *aws.Config) { cfg.Region, cfg.BaseEndpoint = "", aws.String("https://a2i.example") }, 0, "{}",
			"1 signed request: 0 items", "no region to sign for"},
		{"a Region with a dot", func(cfg *aws.Config) { cfg.Region = "us.east-1" }, 0, "{}", "1 signed request: 0 items", "invalid region"},
		{"a success with an empty body", nil, 0, "", "0 items", "is empty or null"},
		{"a success with an empty body or `null`", nil, 0, "null", "0 items", "is empty or null"},
		{"`null` in a list", nil, 0, page, "2 items, 1 without a name", "1 items, 0 without a name"},
		{"a key, secret or token with a space", credentials(aws.Credentials{AccessKeyID: "AKIA", SecretAccessKey: "secret "}), 0, "{}", "1 signed request: 0 items", "0 requests: error: the SecretAccessKey"},
		{"429, 500 or 503 without a code", func(cfg *aws.Config) { cfg.RetryMaxAttempts = 1 }, 429, "", "UnknownError", "ThrottlingException"},
		{"429, 500 or 503 without a code", func(cfg *aws.Config) { cfg.RetryMaxAttempts = 1 }, 503, "", "UnknownError", "ServiceUnavailable"},
	} {
		t.Run(tc.row+" "+tc.body, func(t *testing.T) {
			wantRow(t, tc.row)
			if got := tc.outcome(listSchedules); !strings.Contains(got, tc.official) {
				t.Errorf("official client: %s, want %q", got, tc.official)
			}
			if got := tc.outcome(listHumanLoops); !strings.Contains(got, tc.ours) {
				t.Errorf("this module's client: %s, want %q", got, tc.ours)
			}
		})
	}
}

// The official clients truncate a timestamp to milliseconds, so that a list can miss a loop
// at the limit. This module's client rounds CreationTimeBefore up.
func TestTimestampsOfOfficialClients(t *testing.T) {
	wantRow(t, "`CreationTimeAfter` and `CreationTimeBefore` finer than a millisecond")
	at := time.Date(2026, 1, 1, 9, 0, 0, 999_999_999, time.UTC)
	if got, want := smithytime.FormatDateTime(at), "2026-01-01T09:00:00.999Z"; got != want {
		t.Errorf("official client: %s, want %s", got, want)
	}
	var query string
	client := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: aws.AnonymousCredentials{}, HTTPClient: httpFunc(func(r *http.Request) (*http.Response, error) {
		query = r.URL.RawQuery
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("{}"))}, nil
	})})
	_, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f"), CreationTimeBefore: &at,
	})
	must(t, err)
	if !strings.Contains(query, "CreationTimeBefore=2026-01-01T09%3A00%3A01Z") {
		t.Errorf("this module's client sent %s, want CreationTimeBefore rounded up to 09:00:01", query)
	}
}

func wantRow(t *testing.T, begin string) {
	t.Helper()
	text, err := os.ReadFile("../../a2iruntime/MIGRATING.md")
	must(t, err)
	if !strings.Contains(string(text), "\n| "+begin) {
		t.Errorf("MIGRATING.md has no row that begins with %q", begin)
	}
}

type httpFunc func(*http.Request) (*http.Response, error)

func (f httpFunc) Do(r *http.Request) (*http.Response, error) { return f(r) }

// outcome lists with a client and describes the requests and the result.
func (d difference) outcome(list func(aws.Config) (names []*string, err error)) string {
	var sent []*http.Request
	cfg := aws.Config{
		Region: "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIA", SecretAccessKey: "secret"}, nil
		}),
		HTTPClient: httpFunc(func(r *http.Request) (*http.Response, error) {
			sent = append(sent, r)
			return &http.Response{StatusCode: max(d.status, http.StatusOK), Header: http.Header{}, Body: io.NopCloser(strings.NewReader(d.body)), Request: r}, nil
		}),
	}
	if d.configure != nil {
		d.configure(&cfg)
	}
	names, err := list(cfg)
	requests := "0 requests"
	if len(sent) > 0 {
		signed := "unsigned"
		if sent[0].Header.Get("Authorization") != "" {
			signed = "signed"
		}
		requests = fmt.Sprintf("%s: %d %s request", sent[0].Header.Get("Amz-Sdk-Request"), len(sent), signed)
	}
	if err != nil {
		return fmt.Sprintf("%s: error: %s", requests, err.Error()[strings.Index(err.Error(), ", ")+len(", "):])
	}
	unnamed := 0
	for _, name := range names {
		if name == nil {
			unnamed++
		}
	}
	return fmt.Sprintf("%s: %d items, %d without a name", requests, len(names), unnamed)
}

func listSchedules(cfg aws.Config) (names []*string, err error) {
	out, err := scheduler.NewFromConfig(cfg).ListSchedules(context.Background(), &scheduler.ListSchedulesInput{})
	if err != nil {
		return nil, err
	}
	for _, s := range out.Schedules {
		names = append(names, s.Name)
	}
	return names, nil
}

func listHumanLoops(cfg aws.Config) (names []*string, err error) {
	out, err := a2iruntime.NewFromConfig(cfg).ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f"),
	})
	if err != nil {
		return nil, err
	}
	for _, l := range out.HumanLoopSummaries {
		names = append(names, l.HumanLoopName)
	}
	return names, nil
}
