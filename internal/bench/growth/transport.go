//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/bench"
)

// flowDefinition is the flow definition of all loops.
const flowDefinition = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"

// loopName returns the name of loop i. The names are not in the order of the loops, like
// names with UUIDs.
func loopName(i int) string { return fmt.Sprintf("loop-%08x", scattered(i)) }

// scattered returns a unique number for i. The order of the numbers looks random.
func scattered(i int) uint32 { return uint32(i) * 2654435761 }

// pageTransport returns pages of 100 loops for ListHumanLoops, without a network.
type pageTransport struct {
	loops int
	lists int                           // the number of lists that were started
	ended func(list, i int) (done bool) // whether loop i has ended in a list, from 1
}

func (t *pageTransport) client() *a2iruntime.Client {
	return a2iruntime.NewFromConfig(bench.Config(&http.Client{Transport: t}, bench.MemoryEndpoint))
}

// RoundTrip returns the requested page. Its token is the number of the next page's first
// loop.
func (t *pageTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet || r.URL.Path != "/human-loops" {
		return nil, fmt.Errorf("%s %s is not ListHumanLoops", r.Method, r.URL.Path)
	}
	first := 0
	if token := r.URL.Query().Get("NextToken"); token != "" {
		var err error
		if first, err = strconv.Atoi(token); err != nil {
			return nil, err
		}
	} else {
		t.lists++
	}
	next := min(first+100, t.loops)
	var b bytes.Buffer
	b.WriteString(`{"HumanLoopSummaries":[`)
	for i := first; i < next; i++ {
		if i > first {
			b.WriteByte(',')
		}
		status := "InProgress"
		if t.ended(t.lists, i) {
			status = "Completed"
		}
		b.WriteString(`{"HumanLoopName":"` + loopName(i) + `","HumanLoopStatus":"` + status +
			`","CreationTime":"2026-03-04T05:06:07.891Z","FlowDefinitionArn":"` + flowDefinition + `"}`)
	}
	b.WriteByte(']')
	if next < t.loops {
		fmt.Fprintf(&b, `,"NextToken":"%d"`, next)
	}
	b.WriteByte('}')
	return &http.Response{StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(b.Len()),
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(&b)}, nil
}
