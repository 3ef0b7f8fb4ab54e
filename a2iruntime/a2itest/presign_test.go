package a2itest_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/google/go-cmp/cmp"
)

// presigned lists calls that use only a presigned URL, and their effects.
var presigned = []struct {
	operation string
	presign   func(context.Context, *a2iruntime.PresignClient) (*v4.PresignedHTTPRequest, error)
	body      func() ([]byte, error)
	want      string // in the response's body
	after     string // the status of the loop "old" after the call
}{
	{
		operation: "StartHumanLoop",
		presign: func(ctx context.Context, p *a2iruntime.PresignClient) (*v4.PresignedHTTPRequest, error) {
			return p.PresignStartHumanLoop(ctx, input("new"))
		},
		body:  input("new").RequestBody,
		want:  `{"HumanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/new"}`,
		after: "Completed",
	},
	{
		operation: "DescribeHumanLoop",
		presign: func(ctx context.Context, p *a2iruntime.PresignClient) (*v4.PresignedHTTPRequest, error) {
			return p.PresignDescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("old")})
		},
		want: `{"CreationTime":"2026-03-04T05:06:07.891Z","HumanLoopStatus":"Completed","HumanLoopName":"old",` +
			`"HumanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/old","FlowDefinitionArn":"` + reviews + `",` +
			`"HumanLoopOutput":{"OutputS3Uri":"s3://a2itest-output/reviews/2026/03/04/05/06/07/old/output.json"}}`,
		after: "Completed",
	},
	{
		operation: "ListHumanLoops",
		presign: func(ctx context.Context, p *a2iruntime.PresignClient) (*v4.PresignedHTTPRequest, error) {
			return p.PresignListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: aws.String(reviews), MaxResults: aws.Int32(5), SortOrder: "Ascending", CreationTimeAfter: &began,
			})
		},
		want: `{"HumanLoopSummaries":[{"HumanLoopName":"old","HumanLoopStatus":"Completed",` +
			`"CreationTime":"2026-03-04T05:06:07.891Z","FlowDefinitionArn":"` + reviews + `"},` +
			`{"HumanLoopName":"open","HumanLoopStatus":"InProgress",` +
			`"CreationTime":"2026-03-04T05:06:07.891Z","FlowDefinitionArn":"` + reviews + `"}]}`,
		after: "Completed",
	},
	{
		operation: "StopHumanLoop",
		presign: func(ctx context.Context, p *a2iruntime.PresignClient) (*v4.PresignedHTTPRequest, error) {
			return p.PresignStopHumanLoop(ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("open")})
		},
		body:  (&a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("open")}).RequestBody,
		after: "Completed",
	},
	{
		operation: "DeleteHumanLoop",
		presign: func(ctx context.Context, p *a2iruntime.PresignClient) (*v4.PresignedHTTPRequest, error) {
			return p.PresignDeleteHumanLoop(ctx, &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("old")})
		},
		after: "ResourceNotFoundException",
	},
}

// presignedServer starts a server with one Completed and one InProgress loop.
func presignedServer(t *testing.T, fns ...func(*a2itest.Options)) (*a2itest.Server, *a2iruntime.Client) {
	t.Helper()
	srv := newServer(t, append(fns, newClock().at)...)
	client := newClient(srv)
	start(t, client, "old", "open")
	must(t, srv.Complete("old", `{}`))
	return srv, client
}

// httpRequest returns the presigned request as net/http sends it.
func httpRequest(t *testing.T, p *v4.PresignedHTTPRequest, body []byte) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), p.Method, p.URL, bytes.NewReader(body))
	must(t, err)
	for name, values := range p.SignedHeader {
		if name != "Host" && name != "Content-Length" { // net/http writes these
			r.Header[name] = values
		}
	}
	return r
}

func TestPresignedURLs(t *testing.T) {
	session := func(o *a2itest.Options) {
		o.Credentials = []aws.Credentials{{AccessKeyID: "ASIASESSION", SecretAccessKey: "s", SessionToken: "a/token+with=chars"}}
	}
	for _, tt := range presigned {
		for name, credentials := range map[string]func(*a2itest.Options){"keys": func(*a2itest.Options) {}, "session": session} {
			t.Run(tt.operation+" by "+name, func(t *testing.T) {
				srv, client := presignedServer(t, credentials)
				p, err := tt.presign(context.Background(), a2iruntime.NewPresignClient(client))
				must(t, err)
				var body []byte
				if tt.body != nil {
					body, err = tt.body()
					must(t, err)
				}
				r := httpRequest(t, p, body)
				if r.Header.Get("Authorization") != "" {
					t.Errorf("the request has an Authorization header, want only the URL to contain the signature")
				}
				if got := send(t, r); got.Status != 200 || got.Body != tt.want {
					t.Errorf("%s %s: got %d %s, want 200 %s", p.Method, p.URL, got.Status, got.Body, tt.want)
				}
				if got := status(client, "old"); got != tt.after {
					t.Errorf("loop old: got %s, want %s", got, tt.after)
				}
				wantOpen := "InProgress"
				if tt.operation == "StopHumanLoop" {
					wantOpen = "Stopped"
				}
				if got := status(client, "open"); got != wantOpen {
					t.Errorf("loop open: got %s, want %s", got, wantOpen)
				}
				if calls := srv.Calls(); calls[2].Operation != tt.operation {
					t.Errorf("operation: got %s, want %s", calls[2].Operation, tt.operation)
				}
			})
		}
	}
}

func TestTamperedPresignedURLs(t *testing.T) {
	invalid := refusal{"InvalidSignatureException", 403, mismatch}
	missing := func(name string) refusal {
		return refusal{"IncompleteSignature", 400, "AWS query-string parameters must include '" + name + "'."}
	}
	without := func(name string) func(*http.Request) {
		return func(r *http.Request) {
			query := r.URL.Query()
			query.Del(name)
			r.URL.RawQuery = query.Encode()
		}
	}
	with := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			query := r.URL.Query()
			query.Set(name, value)
			r.URL.RawQuery = query.Encode()
		}
	}
	tests := []struct {
		name   string
		tamper func(*http.Request)
		want   refusal
	}{
		{"another path", func(r *http.Request) { r.URL.Path += "s" }, invalid},
		{"another method", func(r *http.Request) {
			r.Method = map[string]string{"GET": "POST", "POST": "GET", "DELETE": "GET"}[r.Method]
		}, invalid},
		{"a parameter added", with("MaxResults", "99"), invalid},
		{"longer validity", with("X-Amz-Expires", "604800"), invalid},
		{"too long validity", with("X-Amz-Expires", "604801"), refusal{"IncompleteSignature", 400, "X-Amz-Expires must be a number of seconds from 1 to 604800."}},
		{"no time of validity", with("X-Amz-Expires", "0"), refusal{"IncompleteSignature", 400, "X-Amz-Expires must be a number of seconds from 1 to 604800."}},
		{"another signature", with("X-Amz-Signature", strings.Repeat("0", 64)), invalid},
		{"no signature", without("X-Amz-Signature"), missing("X-Amz-Signature")},
		{"no algorithm", without("X-Amz-Algorithm"), missing("X-Amz-Algorithm")},
		{"another algorithm", with("X-Amz-Algorithm", "AWS4-HMAC-SHA1"), refusal{"IncompleteSignature", 400, "X-Amz-Algorithm must be AWS4-HMAC-SHA256."}},
		{"no credential", without("X-Amz-Credential"), missing("X-Amz-Credential")},
		{"no date", without("X-Amz-Date"), missing("X-Amz-Date")},
		{"no signed headers", without("X-Amz-SignedHeaders"), missing("X-Amz-SignedHeaders")},
		{"a session token added", with("X-Amz-Security-Token", "x"), refusal{"UnrecognizedClientException", 403, "The security token included in the request is invalid."}},
		{"no query at all", func(r *http.Request) { r.URL.RawQuery = "" }, refusal{"MissingAuthenticationTokenException", 403, "Missing Authentication Token"}},
	}
	for _, op := range presigned {
		for _, tt := range tests {
			t.Run(op.operation+", "+tt.name, func(t *testing.T) {
				_, client := presignedServer(t)
				p, err := op.presign(context.Background(), a2iruntime.NewPresignClient(client))
				must(t, err)
				var body []byte
				if op.body != nil {
					body, err = op.body()
					must(t, err)
				}
				r := httpRequest(t, p, body)
				tt.tamper(r)
				got := send(t, r).refusal(t)
				want := tt.want
				if got.Code == "UnknownOperationException" && want == invalid { // no operation has this path or method
					want = refusal{got.Code, 404, "There is no operation " + r.Method + " " + r.URL.Path + "."}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s %s (-want +got):\n%s", r.Method, r.URL, diff)
				}
				out := list(t, client, reviews).HumanLoopSummaries
				if len(out) != 2 || out[0].HumanLoopStatus != "InProgress" {
					t.Errorf("loops after a refused request: got %d, the newest %v, want 2 and InProgress", len(out), out[0].HumanLoopStatus)
				}
			})
		}
		if op.body == nil {
			continue
		}
		t.Run(op.operation+", another body", func(t *testing.T) {
			_, client := presignedServer(t)
			p, err := op.presign(context.Background(), a2iruntime.NewPresignClient(client))
			must(t, err)
			r := httpRequest(t, p, []byte(`{"HumanLoopName":"open"} `))
			if diff := cmp.Diff(invalid, send(t, r).refusal(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A URL expires after its own duration, or after 15 minutes.
func TestPresignedURLExpires(t *testing.T) {
	tests := []struct {
		name    string
		expires time.Duration
		age     time.Duration
		refused bool
	}{
		{"default, 14 minutes", 0, 14 * time.Minute, false},
		{"default, 16 minutes", 0, 16 * time.Minute, true},
		{"an hour, 59 minutes", time.Hour, 59 * time.Minute, false},
		{"an hour, 61 minutes", time.Hour, 61 * time.Minute, true},
		{"a minute, 2 minutes", time.Minute, 2 * time.Minute, true},
		{"7 days, 6 days", 7 * 24 * time.Hour, 6 * 24 * time.Hour, false},
		{"7 days, 8 days", 7 * 24 * time.Hour, 8 * 24 * time.Hour, true},
		{"from the future", time.Hour, -6 * time.Minute, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv, client := presignedServer(t)
			presign := a2iruntime.NewPresignClient(client, func(o *a2iruntime.PresignOptions) { o.Expires = tt.expires })
			p, err := presign.PresignDescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("old")})
			must(t, err)
			srv.Inject(a2itest.Fault{ClockSkew: tt.age})
			got := send(t, httpRequest(t, p, nil)).refusal(t)
			if want := map[bool]string{true: "InvalidSignatureException"}[tt.refused]; got.Code != want {
				t.Errorf("valid %v, used after %v: got %+v, want code %q", tt.expires, tt.age, got, want)
			}
		})
	}
}
