package awsclient_test

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/metrics"
	"github.com/aws/smithy-go/tracing"
	"github.com/google/go-cmp/cmp"
)

func contains(err error, want string) bool { return err != nil && strings.Contains(err.Error(), want) }

func TestLogsMaskSecrets(t *testing.T) {
	var log bytes.Buffer
	everything := aws.LogSigning | aws.LogRetries | aws.LogRequestWithBody | aws.LogResponseWithBody
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Status: 503, Body: "again"}, {Body: `{"HumanLoopArn":"arn-in-the-response"}`}}}
	c := newClient(exchange, retryWithoutDelay, func(o *a2iruntime.Options) {
		o.ClientLogMode, o.Logger = everything, logging.NewStandardLogger(&log)
	})
	if _, err := start(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	if _, err := a2iruntime.NewPresignClient(c).PresignDescribeHumanLoop(context.Background(), loop); err != nil {
		t.Fatal(err)
	}
	text := log.String()
	for _, want := range []string{
		"POST /human-loops HTTP/1.1", `"InputContent":"{\"a\":1}"`, "HTTP/0.0 200 OK", "arn-in-the-response",
		"retrying request", "CANONICAL STRING", "SIGNED URL", "Authorization: ***",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %q", want)
		}
	}
	signature := regexp.MustCompile(`Signature=([0-9a-f]{64})`)
	for _, r := range exchange.Requests() {
		found := signature.FindStringSubmatch(r.Header.Get("Authorization"))
		if found == nil || strings.Contains(text, found[1]) {
			t.Errorf("the log shows the signature %v", found)
		}
	}
	for _, secret := range []string{clienttest.Credentials.SessionToken, "clienttest%2Ftoken", clienttest.Credentials.SecretAccessKey, "Credential=AKI"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log shows %q", secret)
		}
	}
	if regexp.MustCompile(`[Ss]ignature=[0-9a-f]`).MatchString(text) {
		t.Error("the log shows a signature")
	}
	if len(exchange.Requests()[1].Body) == 0 {
		t.Error("logging the body removed it from the request")
	}
}

// AWS quotes the canonical request when a signature does not match, and some servers
// quote the whole request. No part of it may appear in a log, an error or a span.
func TestQuotedSecretsAreMasked(t *testing.T) {
	token := clienttest.Credentials.SessionToken
	signature := strings.Repeat("0123456789abcdef", 4)
	canonical := `The canonical string should have been\n'GET\n/human-loops/loop\n\nhost:x\nx-amz-date:20260101T000000Z\nx-amz-security-token:` + token +
		`\n\nhost;x-amz-date' Authorization: AWS4-HMAC-SHA256 Credential=AKIACLIENTTEST/2026/x, Signature=` + signature +
		` https://x/?X-Amz-Signature=` + signature + `&X-Amz-Security-Token=` + token + `&x=1`
	for _, response := range []clienttest.Response{
		{Status: 403, Header: map[string]string{"X-Amzn-Errortype": "InvalidSignatureException"}, Body: `{"message":"` + canonical + `"}`},
		{Status: 400, Body: "<html>" + canonical},
		{Status: 200, Body: "<html>" + canonical},
	} {
		var log bytes.Buffer
		r := &recorder{counts: map[string]int{}, values: true}
		c := newClient(&clienttest.Exchange{Responses: []clienttest.Response{response}}, func(o *a2iruntime.Options) {
			o.ClientLogMode, o.Logger = aws.LogRetries|aws.LogResponseWithBody, logging.NewStandardLogger(&log)
			o.TracerProvider = tracerProvider{r}
		})
		_, err := c.DescribeHumanLoop(context.Background(), loop)
		if err == nil {
			t.Fatal("no error")
		}
		for where, text := range map[string]string{"error": err.Error(), "log": log.String(), "spans": strings.Join(r.spans, "\n")} {
			for _, secret := range []string{token, signature, "AKIACLIENTTEST"} {
				if strings.Contains(text, secret) {
					t.Errorf("status %d: the %s shows %q:\n%s", response.Status, where, secret, text)
				}
			}
		}
	}
}

func TestUserAgent(t *testing.T) {
	for _, tc := range []struct {
		name     string
		ctx      context.Context
		fn       func(*a2iruntime.Options)
		features string
		also     []string
	}{
		{"default", context.Background(), nil, "E", nil},
		{"adaptive", context.Background(), func(o *a2iruntime.Options) { o.RetryMode = aws.RetryModeAdaptive }, "F", nil},
		{"paginator", awsclient.WithCaller(context.Background(), awsclient.Paginator), nil, "C,E", nil},
		{"waiter", awsclient.WithCaller(context.Background(), awsclient.Waiter), nil, "B,E", nil},
		{"waiter that pages", awsclient.WithCaller(awsclient.WithCaller(context.Background(), awsclient.Waiter), awsclient.Paginator), nil, "B,C,E", nil},
		{"application", context.Background(), func(o *a2iruntime.Options) { o.AppID = "my app/1" }, "E", []string{"app/my-app-1"}},
		{"credentials from a profile", context.Background(), func(o *a2iruntime.Options) { o.Credentials = sourced{o.Credentials} }, "E,n", nil},
		{"custom key", context.Background(), a2iruntime.WithAPIOptions(awsmiddleware.AddUserAgentKeyValue("job", "7")), "E", []string{"job/7"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			exchange := okExchange()
			c := newClient(exchange, tc.fn)
			for _, perCall := range []func(*a2iruntime.Options){nil, func(*a2iruntime.Options) {}, func(o *a2iruntime.Options) { o.AppID = "other" }, nil} {
				if _, err := c.DescribeHumanLoop(tc.ctx, loop, perCall); err != nil {
					t.Fatal(err)
				}
			}
			first := exchange.Requests()[0].Header.Get("User-Agent")
			for i, r := range exchange.Requests() {
				if got := r.Header.Get("User-Agent"); (got == first) != (i != 2) || strings.Contains(got, "app/other") != (i == 2) {
					t.Errorf("call %d has the User-Agent %q, the first one %q", i+1, got, first)
				}
			}
			parts := strings.Fields(first)
			for _, want := range append(tc.also, "ua/2.1", "api/sagemakera2iruntime#"+awsclient.Version, "lib/a2iflows-go#"+awsclient.Version, "m/"+tc.features) {
				if !slices.Contains(parts, want) {
					t.Errorf("User-Agent %q lacks %q", parts, want)
				}
			}
			if n := len(slices.DeleteFunc(parts, func(p string) bool { return !strings.HasPrefix(p, "m/") })); n != 1 {
				t.Errorf("User-Agent has %d lists of features, want 1", n)
			}
		})
	}
}

// sourced is a credentials provider that names its source.
type sourced struct{ aws.CredentialsProvider }

func (sourced) ProviderSources() []aws.CredentialSource {
	return []aws.CredentialSource{aws.CredentialSourceProfile}
}

// recorder records spans and metrics.
type recorder struct {
	tracing.Tracer
	metrics.Meter
	mu     sync.Mutex
	spans  []string
	counts map[string]int
	values bool // record every property
}

func (r *recorder) note(kind *[]string, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*kind = append(*kind, text)
}

type tracerProvider struct{ *recorder }

func (p tracerProvider) Tracer(string, ...tracing.TracerOption) tracing.Tracer { return p.recorder }

func (r *recorder) StartSpan(ctx context.Context, name string, _ ...tracing.SpanOption) (context.Context, tracing.Span) {
	s := &span{r, name}
	return tracing.WithSpan(ctx, s), s
}

type span struct {
	r    *recorder
	name string
}

func (s *span) Name() string                            { return s.name }
func (s *span) Context() (c tracing.SpanContext)        { return c }
func (s *span) AddEvent(string, ...tracing.EventOption) {}
func (s *span) SetStatus(tracing.SpanStatus)            {}
func (s *span) SetProperty(k, v any) {
	if s.r.values || k == "api.error_code" || k == "aws.request_id" || k == "client.call.resolved_endpoint" || k == "rpc.method" {
		s.r.note(&s.r.spans, fmt.Sprintf("%s: %v=%v", s.name, k, v))
	}
}
func (s *span) End() { s.r.note(&s.r.spans, s.name) }

type meterProvider struct{ *recorder }

func (p meterProvider) Meter(string, ...metrics.MeterOption) metrics.Meter { return p.recorder }

func (r *recorder) Int64Counter(name string, _ ...metrics.InstrumentOption) (metrics.Int64Counter, error) {
	return counter{r, name}, nil
}
func (r *recorder) Int64UpDownCounter(name string, _ ...metrics.InstrumentOption) (metrics.Int64UpDownCounter, error) {
	return counter{r, name}, nil
}
func (r *recorder) Float64Histogram(name string, _ ...metrics.InstrumentOption) (metrics.Float64Histogram, error) {
	return histogram{r, name}, nil
}

type counter struct {
	r    *recorder
	name string
}

func (c counter) Add(context.Context, int64, ...metrics.RecordMetricOption) { c.r.count(c.name) }

type histogram struct {
	r    *recorder
	name string
}

// Record applies the options, as a meter does that reads the properties.
func (h histogram) Record(_ context.Context, _ float64, optFns ...metrics.RecordMetricOption) {
	var o metrics.RecordMetricOptions
	for _, fn := range optFns {
		fn(&o)
	}
	h.r.count(h.name)
}

func (r *recorder) count(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts[name]++
}

func TestTracingAndMetrics(t *testing.T) {
	r := &recorder{counts: map[string]int{}}
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Status: 429}, {Body: "{}", Header: map[string]string{"X-Amzn-Requestid": "request-1"}}}}
	c := newClient(exchange, retryWithoutDelay, func(o *a2iruntime.Options) { o.TracerProvider, o.MeterProvider = tracerProvider{r}, meterProvider{r} })
	if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Fatal(err)
	}
	attempt := []string{"ResolveAuthScheme", "GetIdentity", "ResolveEndpoint: client.call.resolved_endpoint=https://a2i-runtime.sagemaker.us-east-1.amazonaws.com", "ResolveEndpoint", "ComputePayloadSHA256", "SignRequest", "DoHTTPRequest", "OperationDeserializer"}
	want := slices.Concat([]string{"OperationSerializer"}, attempt, []string{"Attempt"}, attempt, []string{"Attempt: aws.request_id=request-1", "Attempt", "RetryLoop", "SageMaker A2I Runtime.DescribeHumanLoop"})
	r.spans = slices.DeleteFunc(r.spans, func(s string) bool { return s == "ComputePayloadSHA256" })
	want = slices.DeleteFunc(want, func(s string) bool { return s == "ComputePayloadSHA256" })
	if diff := cmp.Diff(want, r.spans); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
	for name, n := range map[string]int{
		"client.call.duration": 1, "client.call.serialization_duration": 1, "client.call.auth.resolve_identity_duration": 2,
		"client.call.resolve_endpoint_duration": 2, "client.call.auth.signing_duration": 2, "client.call.deserialization_duration": 2,
		"client.call.attempts": 2, "client.call.errors": 1, "client.call.attempt_duration": 2, "client.http.do_request_duration": 2,
	} {
		if r.counts[name] != n {
			t.Errorf("metric %s was recorded %d times, want %d", name, r.counts[name], n)
		}
	}
}

// In AWS Lambda, the client sends the trace ID, so that AWS can detect recursive
// invocations.
func TestRecursionDetection(t *testing.T) {
	t.Setenv("AWS_LAMBDA_FUNCTION_NAME", "f")
	t.Setenv("_X_AMZN_TRACE_ID", "Root=1-2;Parent=ä")
	exchange := okExchange()
	if _, err := newClient(exchange).DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Fatal(err)
	}
	if got, want := exchange.Requests()[0].Header.Get("X-Amzn-Trace-Id"), "Root=1-2;Parent=%C3%A4"; got != want {
		t.Errorf("X-Amzn-Trace-Id = %q, want %q", got, want)
	}
}
