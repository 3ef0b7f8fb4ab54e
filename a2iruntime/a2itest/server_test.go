package a2itest_test

import (
	"context"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// The service is mounted in another server. Clients of Config and clients of that
// server's address both reach it.
func TestMountedInAnotherServer(t *testing.T) {
	srv := newServer(t)
	outer := httptest.NewServer(srv)
	t.Cleanup(outer.Close)
	client := newClient(srv, func(o *a2iruntime.Options) {
		o.BaseEndpoint, o.HTTPClient = aws.String(outer.URL), outer.Client()
	})
	start(t, client, "loop")
	// Both addresses lead to the same loops.
	if got := status(newClient(srv), "loop"); got != "InProgress" {
		t.Errorf("through the server's own address: got %s, want InProgress", got)
	}
	must(t, stop(client, "loop"))
	must(t, remove(client, "loop"))
	if got := status(client, "loop"); got != "ResourceNotFoundException" {
		t.Errorf("after delete: got %s, want ResourceNotFoundException", got)
	}
	wrong := newClient(srv, signAs(aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "wrong"}), func(o *a2iruntime.Options) {
		o.BaseEndpoint, o.HTTPClient = aws.String(outer.URL), outer.Client()
	})
	_, err := describe(wrong, "loop")
	if diff := cmp.Diff(refusal{"InvalidSignatureException", 403, mismatch}, refused(err)); diff != "" {
		t.Errorf("wrong secret (-want +got):\n%s", diff)
	}
	for _, fault := range []a2itest.Fault{{Reset: true}, {Cut: true, CutAfter: 9}, {Status: 502, Body: "<html>"}} {
		srv.Inject(fault)
		start(t, client, "loop")
	}
}

// Faults that break connections also work over HTTP/2, where a handler cannot take over
// the connection.
func TestMountedOverHTTP2(t *testing.T) {
	srv := newServer(t)
	outer := httptest.NewUnstartedServer(srv)
	outer.EnableHTTP2 = true
	outer.StartTLS()
	t.Cleanup(outer.Close)
	client := newClient(srv, func(o *a2iruntime.Options) {
		o.BaseEndpoint, o.HTTPClient = aws.String(outer.URL), outer.Client()
	})
	start(t, client, "loop")
	for _, fault := range []a2itest.Fault{{Reset: true}, {Cut: true, CutAfter: 9}} {
		srv.Inject(fault)
		before := len(srv.Calls())
		if got := status(client, "loop"); got != "InProgress" {
			t.Errorf("%+v: got %s, want InProgress", fault, got)
		}
		if got := len(srv.Calls()) - before; got != 2 {
			t.Errorf("%+v: got %d attempts, want 2", fault, got)
		}
	}
}

func TestARNsFollowOptions(t *testing.T) {
	srv := newServer(t, newClock().at, nil, func(o *a2itest.Options) {
		o.Partition, o.Region, o.AccountID, o.OutputBucket = "aws-us-gov", "us-gov-west-1", "000000000042", "answers"
	})
	client := newClient(srv)
	flow := srv.FlowDefinitionArn("reviews")
	if want := "arn:aws-us-gov:sagemaker:us-gov-west-1:000000000042:flow-definition/reviews"; flow != want {
		t.Errorf("flow definition: got %s, want %s", flow, want)
	}
	in := input("loop")
	in.FlowDefinitionArn = &flow
	out, err := client.StartHumanLoop(context.Background(), in)
	must(t, err)
	if got, want := *out.HumanLoopArn, "arn:aws-us-gov:sagemaker:us-gov-west-1:000000000042:human-loop/loop"; got != want {
		t.Errorf("human loop: got %s, want %s", got, want)
	}
	must(t, srv.Complete("loop"))
	d, err := describe(client, "loop")
	must(t, err)
	if got, want := *d.HumanLoopOutput.OutputS3Uri, "s3://answers/reviews/2026/03/04/05/06/07/loop/output.json"; got != want {
		t.Errorf("output: got %s, want %s", got, want)
	}
}

// Clients read timestamps that are numbers, as in the API reference, as the same times.
func TestEpochTimestamps(t *testing.T) {
	times := []time.Time{
		began,
		time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
		time.Date(1970, 1, 1, 0, 0, 0, 1_000_000, time.UTC),
		time.Date(2262, 1, 1, 0, 0, 0, 999_000_000, time.UTC),
		time.Date(2026, 3, 4, 5, 6, 7, 891_234_567, time.FixedZone("", 7200)), // milliseconds are kept
	}
	for _, at := range times {
		t.Run(at.String(), func(t *testing.T) {
			for _, epoch := range []bool{false, true} {
				now := &clock{now: at}
				client := newClient(newServer(t, now.at, func(o *a2itest.Options) { o.EpochTimestamps = epoch }))
				start(t, client, "loop")
				out, err := describe(client, "loop")
				must(t, err)
				listed := list(t, client, reviews).HumanLoopSummaries[0]
				want := at.UTC().Truncate(time.Millisecond)
				if !out.CreationTime.Equal(want) || !listed.CreationTime.Equal(want) {
					t.Errorf("EpochTimestamps %t: described %v, listed %v, want %v", epoch, out.CreationTime, listed.CreationTime, want)
				}
			}
		})
	}
	t.Run("on the wire", func(t *testing.T) {
		srv := newServer(t, newClock().at, func(o *a2itest.Options) { o.EpochTimestamps = true })
		start(t, newClient(srv), "loop")
		want := `{"HumanLoopSummaries":[{"HumanLoopName":"loop","HumanLoopStatus":"InProgress","CreationTime":1772600767.891,"FlowDefinitionArn":"` + reviews + `"}]}`
		if got := raw(t, srv, "GET", "/human-loops?FlowDefinitionArn="+reviews, "").Body; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// After Close, calls fail, and the server's state can still be read. A second Close does
// nothing.
func TestClose(t *testing.T) {
	srv := a2itest.NewServer()
	client := newClient(srv)
	start(t, client, "loop")
	calls := len(srv.Calls())
	srv.Close()
	srv.Close()
	if _, err := describe(client, "loop"); err == nil || refused(err).Status != 0 {
		t.Errorf("describe: got %v, want an error without a response", err)
	}
	if _, err := client.StartHumanLoop(context.Background(), input("late")); err == nil {
		t.Errorf("start: got no error")
	}
	if got := len(srv.Calls()); got != calls {
		t.Errorf("calls: got %d, want %d as before Close", got, calls)
	}
	must(t, srv.Complete("loop", `1`))
	if got, err := srv.Input("loop"); err != nil || got != `{"total": 41.5}` {
		t.Errorf("Input: got %q, %v, want what the loop was started with", got, err)
	}
	if _, err := srv.Output("loop"); err != nil {
		t.Errorf("Output: %v", err)
	}
	srv.Inject(a2itest.Fault{Reset: true})
	srv.ClearFaults()
	_, _, _ = srv.URL(), srv.Config(), srv.Err()
}

// Many goroutines call Close during calls: every Close returns, and every call ends with
// a response or an error.
func TestCloseDuringCalls(t *testing.T) {
	srv := a2itest.NewServer()
	client := newClient(srv)
	start(t, client, "loop")
	var group sync.WaitGroup
	started := make(chan struct{}, 16)
	for range 16 {
		group.Add(1)
		go func() {
			defer group.Done()
			for {
				_, err := describe(client, "loop")
				select {
				case started <- struct{}{}:
				default:
				}
				if err != nil {
					if got := refused(err); got.Status != 0 {
						t.Errorf("a call at Close got an answer: %+v", got)
					}
					return
				}
			}
		}()
	}
	<-started
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			srv.Close()
		}()
	}
	group.Wait()
}
