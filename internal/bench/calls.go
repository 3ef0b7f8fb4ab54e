package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

var loopDocument = text(`{"CreationTime":"2026-03-04T05:06:07.891Z","HumanLoopStatus":"Completed","HumanLoopName":"invoice-0117",`+
	`"HumanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-0117","FlowDefinitionArn":%q,`+
	`"HumanLoopOutput":{"OutputS3Uri":"s3://a2i-output/reviews/2026/03/04/05/06/07/invoice-0117/output.json"}}`, flowDefinition)

var aliasDocument = text(`{"AliasArn":"arn:aws:lambda:us-east-1:123456789012:function:reviews:live","Name":"live","FunctionVersion":"12",` +
	`"Description":"The version that answers, of the fourth of March 2026","RevisionId":"a9b3c0e4-1d7c-4f0e-8c26-3f1b1f5f7b55","RoutingConfig":{"AdditionalVersionWeights":{"13":0.1}}}`)

func describe(ctx context.Context, c *a2iruntime.Client, fns ...func(*a2iruntime.Options)) error {
	out, err := c.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-0117")}, fns...)
	return checked(err, func() bool { return out.HumanLoopOutput != nil && out.CreationTime != nil })
}

func bareDescribe(ctx context.Context, c *bare.Client) error {
	var out bareLoop
	err := c.Get(ctx, "/human-loops/invoice-0117", &out)
	return checked(err, func() bool { return out.HumanLoopOutput != nil && out.CreationTime != nil })
}

func getAlias(ctx context.Context, c *lambda.Client, fns ...func(*lambda.Options)) error {
	out, err := c.GetAlias(ctx, &lambda.GetAliasInput{FunctionName: aws.String("reviews"), Name: aws.String("live")}, fns...)
	return checked(err, func() bool { return out.RoutingConfig != nil && out.Name != nil })
}

// withoutDelay makes the client retry without delays and without a quota.
func withoutDelay(o *a2iruntime.Options) {
	o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
		so.RateLimiter = unlimited{}
		so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// responses compares responses other than pages with the bare request.
func responses() Row {
	r := Row{Name: "DescribeHumanLoop, other responses and inputs", Unit: "call", Reference: "bare request"}
	html := []byte("<html><body>" + strings.Repeat("<p>The server is too busy.</p>\n", 60<<10/31) + "</body></html>")
	for _, c := range []struct {
		name      string
		responses []response
		refused   bool
	}{
		{"plain call", []response{{200, "", loopDocument}}, false},
		{"400 with a type", []response{{400, "ValidationException", text(`{"message":"the name is not valid"}`)}}, true},
		{"400 with 60 KB of HTML escapes", []response{{400, "ValidationException", text(`{"message":"%s"}`, strings.Repeat("&amp;", 60<<10/5))}}, true},
		{"503 with 60 KB of HTML", []response{{503, "", html}}, true},
		{"503, then a retry", []response{{503, "ServiceUnavailable", text(`{"message":"try again"}`)}, {200, "", loopDocument}}, false},
	} {
		ours := a2iruntime.NewFromConfig(Config(sequence(c.responses)), func(o *a2iruntime.Options) {
			if withoutDelay(o); c.refused {
				o.Retryer = aws.NopRetryer{}
			}
		})
		client, endpoint := sequence(c.responses)
		reference := bare.New(client, endpoint, "sagemaker")
		r.Cells = append(r.Cells, Cell{
			Name: c.name, Units: 1, Bytes: bytesOf(c.responses),
			Ours: func(ctx context.Context) error {
				err := describe(ctx, ours)
				var api smithy.APIError
				if c.refused && errors.As(err, &api) {
					return nil
				}
				return err
			},
			Reference: func(ctx context.Context) error {
				for range len(c.responses) - 1 {
					if err := bareDescribe(ctx, reference); err == nil {
						return errors.New("the bare request was not refused")
					}
				}
				if err := bareDescribe(ctx, reference); (err != nil) != c.refused {
					return fmt.Errorf("refused: %t, want %t: %w", err != nil, c.refused, err)
				}
				return nil
			},
		})
	}
	r.Cells = append(r.Cells, startSmall())
	return r
}

// settings compares calls with options with calls of lambda's client with the same options.
func settings() Row {
	r := Row{Name: "DescribeHumanLoop, other settings", Unit: "call", Reference: "lambda's client with the same settings"}
	add := func(name string, ours, reference func(context.Context) error) {
		r.Cells = append(r.Cells, Cell{Name: name, Units: 1, Ours: ours, Reference: reference})
	}
	client := func(fns ...func(*a2iruntime.Options)) *a2iruntime.Client {
		return a2iruntime.NewFromConfig(Config(InMemory(loopDocument)), fns...)
	}
	peer := func(fns ...func(*lambda.Options)) *lambda.Client {
		return lambda.NewFromConfig(Config(InMemory(aliasDocument)), fns...)
	}
	unchanged := func(*middleware.Stack) error { return nil }
	unconfigured, unconfiguredPeer := client(), peer()
	add("plain call", func(ctx context.Context) error { return describe(ctx, unconfigured) }, func(ctx context.Context) error { return getAlias(ctx, unconfiguredPeer) })
	add("per-call options",
		func(ctx context.Context) error {
			return describe(ctx, unconfigured, func(o *a2iruntime.Options) { o.DisableClockSkewCorrection = true })
		},
		func(ctx context.Context) error {
			return getAlias(ctx, unconfiguredPeer, func(o *lambda.Options) { o.DisableClockSkewCorrection = true })
		})
	add("per-call RetryMaxAttempts",
		func(ctx context.Context) error {
			return describe(ctx, unconfigured, func(o *a2iruntime.Options) { o.RetryMaxAttempts = 4 })
		},
		func(ctx context.Context) error {
			return getAlias(ctx, unconfiguredPeer, func(o *lambda.Options) { o.RetryMaxAttempts = 4 })
		})
	withOption, withOptionPeer := client(a2iruntime.WithAPIOptions(unchanged)), peer(lambda.WithAPIOptions(unchanged))
	add("one APIOption", func(ctx context.Context) error { return describe(ctx, withOption) }, func(ctx context.Context) error { return getAlias(ctx, withOptionPeer) })
	traced := client(func(o *a2iruntime.Options) { o.TracerProvider = new(spanCounter) })
	tracedPeer := peer(func(o *lambda.Options) { o.TracerProvider = new(spanCounter) })
	add("tracing", func(ctx context.Context) error { return describe(ctx, traced) }, func(ctx context.Context) error { return getAlias(ctx, tracedPeer) })
	add("a new client per call", func(ctx context.Context) error { return describe(ctx, client()) }, func(ctx context.Context) error { return getAlias(ctx, peer()) })
	return r
}

// concurrency compares concurrent calls with concurrent bare requests.
func concurrency() Row {
	r := Row{Name: "DescribeHumanLoop, concurrent goroutines", Unit: "call", Reference: "bare request"}
	ours := a2iruntime.NewFromConfig(Config(InMemory(loopDocument)))
	client, endpoint := InMemory(loopDocument)
	reference := bare.New(client, endpoint, "sagemaker")
	for _, n := range []int{1, 8, 64} {
		name := fmt.Sprintf("%d goroutines", n)
		if n == 1 {
			name = "1 goroutine"
		}
		r.Cells = append(r.Cells, Cell{
			Name: name, Units: float64(n * callsEach),
			Ours: func(ctx context.Context) error { return concurrently(n, func() error { return describe(ctx, ours) }) },
			Reference: func(ctx context.Context) error {
				return concurrently(n, func() error { return bareDescribe(ctx, reference) })
			},
		})
	}
	return r
}

// callsEach is the number of calls that each goroutine makes.
const callsEach = 20

func concurrently(goroutines int, call func() error) error {
	errs := make([]error, goroutines)
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range callsEach {
				errs[g] = errors.Join(errs[g], call())
			}
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// response is a response of a transport.
type response struct {
	status int
	code   string
	body   []byte
}

func bytesOf(responses []response) (n float64) {
	for _, r := range responses {
		n += float64(len(r.body))
	}
	return n
}

// sequence returns an HTTP client that receives these responses in turn, repeatedly.
func sequence(responses []response) (*http.Client, string) {
	return &http.Client{Transport: &sequenceTransport{responses: responses}}, MemoryEndpoint
}

type sequenceTransport struct {
	mu        sync.Mutex
	responses []response
	next      int
}

func (t *sequenceTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.mu.Lock()
	next := t.responses[t.next%len(t.responses)]
	t.next++
	t.mu.Unlock()
	resp, err := Memory{body: next.body}.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode = next.status; next.code != "" {
		resp.Header.Set("X-Amzn-Errortype", next.code)
	}
	resp.Body = io.NopCloser(bytes.NewReader(next.body))
	return resp, nil
}
