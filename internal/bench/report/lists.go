//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/bench"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// pages is a transport that returns pages of 100 loops until no loops are left.
type pages struct {
	left  int
	delay time.Duration
}

func (p *pages) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(p.delay)
	n := min(100, p.left)
	p.left -= n
	var b bytes.Buffer
	b.WriteString(`{"HumanLoopSummaries":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"HumanLoopName":"loop-%d","HumanLoopStatus":"Completed","CreationTime":"2026-03-04T05:06:07.891Z","FlowDefinitionArn":"arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"}`, p.left+i)
	}
	b.WriteByte(']')
	if p.left > 0 {
		fmt.Fprintf(&b, `,"NextToken":"token-%d"`, p.left)
	}
	b.WriteByte('}')
	return &http.Response{StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(b.Len()),
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(&b)}, nil
}

func paginator(loops int, delay time.Duration, prefetch bool) *a2iruntime.ListHumanLoopsPaginator {
	client := a2iruntime.NewFromConfig(bench.Config(&http.Client{Transport: &pages{loops, delay}}, bench.MemoryEndpoint))
	return a2iruntime.NewListHumanLoopsPaginator(client, &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"), MaxResults: aws.Int32(100),
	}, func(o *paginators.Options) { o.Prefetch = prefetch })
}

// repeats is how often slow works are measured.
const repeats = 5

// measurePrefetch lists 30 pages. Each takes 20 ms to receive and 15 ms to process.
func measurePrefetch(ctx context.Context, _ int, r *report) error {
	var faster []float64
	for range repeats {
		took := map[bool]time.Duration{}
		for _, prefetch := range []bool{false, true} {
			start := time.Now()
			for _, err := range paginator(3000, 20*time.Millisecond, prefetch).Pages(ctx) {
				if err != nil {
					return err
				}
				time.Sleep(15 * time.Millisecond)
			}
			took[prefetch] = time.Since(start)
		}
		faster = append(faster, float64(took[false])/float64(took[true]))
	}
	r.addSpread("Prefetch at 20 ms a call and 15 ms of work a page", "at least 1.60 × faster", faster, 1.6, atLeast)
	return nil
}

const listingArg = "listing"

// listing lists loops and prints the peak of this process's memory, in KiB.
func listing(loops string) {
	n, err := strconv.Atoi(loops)
	seen := 0
	for _, itemErr := range paginator(n, 0, false).Items(context.Background()) {
		if err = itemErr; err != nil {
			break
		}
		seen++
	}
	if err == nil && seen != n {
		err = fmt.Errorf("%d of %d loops", seen, n)
	}
	var status []byte
	if err == nil {
		status, err = os.ReadFile("/proc/self/status") // unlike getrusage, does not include the process before exec
	}
	_, rest, found := strings.Cut(string(status), "VmHWM:")
	if err == nil && !found {
		err = errors.New("/proc/self/status has no VmHWM")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(strings.Fields(rest)[0])
}

// measureMemory lists loops in separate processes.
func measureMemory(ctx context.Context, _ int, r *report) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	peaks := map[int][]float64{}
	few, many := 10_000, 1_000_000
	for range repeats {
		for _, loops := range []int{few, many} {
			out, err := exec.CommandContext(ctx, self, listingArg, strconv.Itoa(loops)).Output()
			if err != nil {
				return fmt.Errorf("list %d loops: %w", loops, err)
			}
			kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
			if err != nil {
				return err
			}
			peaks[loops] = append(peaks[loops], float64(kib)/1024)
		}
	}
	for _, loops := range []int{few, many} {
		r.addSpread(fmt.Sprintf("listing %d loops through Items, peak of the process's memory", loops), "under 40.00 MiB", peaks[loops], 40, atMost)
	}
	return nil
}
