package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// direct passes requests to a handler without a network.
type direct struct{ http.Handler }

func (d direct) Do(r *http.Request) (*http.Response, error) {
	r.RequestURI, r.Host = r.URL.RequestURI(), r.URL.Host
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w.Result(), nil
}

// startLoops starts a local service with many loops, and returns it with a client.
func startLoops(t *testing.T, loops int) (*clienttest.Clock, *a2itest.Server, *a2iruntime.Client, *a2iruntime.HumanLoopsWaiterInput) {
	t.Helper()
	clock := clienttest.NewClock()
	srv := a2itest.NewServer(func(o *a2itest.Options) { o.Now = clock.Now })
	t.Cleanup(srv.Close)
	in := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("f"))}
	for i := 0; i < loops; i++ {
		name := fmt.Sprintf("loop-%05d", i)
		if _, err := srv.Start(name, "f", "{}"); err != nil {
			t.Fatal(err)
		}
		in.HumanLoopNames = append(in.HumanLoopNames, name)
	}
	return clock, srv, a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) { o.HTTPClient = direct{srv} }), in
}

// Ten thousand loops end at random times of a day. Each is yielded once, in little
// memory, with at most 1/50 of the calls that one waiter per loop would make.
func TestHumanLoopsWaiterTenThousandLoops(t *testing.T) {
	const loops, maxDelay, sample = 10_000, 10 * time.Minute, 100
	clock, srv, client, in := startLoops(t, loops)
	r := rand.New(rand.NewPCG(1, 2))
	single := 0 // calls of one waiter per loop, for every hundredth loop
	want := map[string]types.HumanLoopStatus{}
	for i, name := range in.HumanLoopNames {
		after := time.Duration(r.Int64N(int64(24 * time.Hour)))
		if i%sample == 0 {
			single += sample * callsOfOneWaiter(t, after, maxDelay)
		}
		if i%10 == 0 {
			want[name] = types.HumanLoopStatusFailed
			clock.After(after, func() { _ = srv.Fail(name, "Expired", "nobody came") })
		} else {
			want[name] = types.HumanLoopStatusCompleted
			clock.After(after, func() { _ = srv.Complete(name, `{}`) })
		}
	}
	var peak uint64
	started := len(srv.Calls())
	options := func(o *waiters.Options) {
		o.Clock, o.MaxDelay = clock, maxDelay
		o.OnPoll = func(p waiters.Poll) {
			if p.Attempt%8 != 1 {
				return
			}
			var m runtime.MemStats
			runtime.GC() // count only memory that is still in use
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	}
	for summary, err := range a2iruntime.NewHumanLoopsWaiter(client, options).Each(context.Background(), in, 48*time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		name := aws.ToString(summary.HumanLoopName)
		if status, pending := want[name]; !pending || status != summary.HumanLoopStatus {
			t.Errorf("%s: yielded as %s, want %q", name, summary.HumanLoopStatus, status)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("%d loops were not yielded", len(want))
	}
	if calls := len(srv.Calls()) - started; calls*50 > single {
		t.Errorf("got %d calls, want at most 1/50 of the single waiters' %d", calls, single)
	} else {
		t.Logf("%d calls, 1/%d of the single waiters' %d; peak heap, including the local service, %d MiB", calls, single/calls, single, peak>>20)
	}
	if peak > 64<<20 {
		t.Errorf("the heap grew to %d MiB, want at most 64", peak>>20)
	}
}

// callsOfOneWaiter returns the calls that a waiter makes for one loop that ends after
// this time.
func callsOfOneWaiter(t *testing.T, after, maxDelay time.Duration) int {
	t.Helper()
	clock, srv, client, in := startLoops(t, 1)
	defer srv.Close()
	name := in.HumanLoopNames[0]
	clock.After(after, func() { _ = srv.Complete(name, `{}`) })
	w := a2iruntime.NewHumanLoopCompletedWaiter(client, func(o *waiters.Options) { o.Clock, o.MaxDelay = clock, maxDelay })
	started := len(srv.Calls())
	if err := w.Wait(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name}, 48*time.Hour); err != nil {
		t.Fatal(err)
	}
	return len(srv.Calls()) - started
}

// Loops that do not exist or are deleted are reported, and the range continues.
func TestHumanLoopsWaiterUnknownAndDeletedLoops(t *testing.T) {
	clock, srv, client, in := startLoops(t, 30)
	in.HumanLoopNames = append(in.HumanLoopNames, "unknown", "loop-00001", "other-flow")
	if _, err := srv.Start("other-flow", "g", "{}"); err != nil {
		t.Fatal(err)
	}
	clock.After(4*time.Hour, func() { _ = srv.Complete("other-flow") })
	for i, name := range in.HumanLoopNames[:30] {
		clock.After(time.Duration(i+1)*time.Minute, func() { _ = srv.Complete(name) })
	}
	clock.After(30*time.Second, func() {
		_ = srv.Complete("loop-00020")
		_, _ = client.DeleteHumanLoop(context.Background(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop-00020")})
	})
	srv.Inject(a2itest.Fault{Operation: "ListHumanLoops", Code: "ThrottlingException", Times: 3})
	seen, missing := map[string]int{}, []string{}
	for summary, err := range a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) { o.Clock, o.MinDelay, o.MaxDelay = clock, time.Minute, time.Minute }).
		Each(context.Background(), in, 24*time.Hour) {
		name := aws.ToString(summary.HumanLoopName)
		seen[name]++
		var failure *waiters.FailureError
		var notFound *types.ResourceNotFoundException
		if errors.As(err, &failure) && errors.As(err, &notFound) {
			missing = append(missing, name)
		} else if err != nil || summary.HumanLoopStatus != types.HumanLoopStatusCompleted {
			t.Errorf("%s: %s, %v", name, summary.HumanLoopStatus, err)
		}
	}
	if len(seen) != 32 {
		t.Errorf("%d loops were yielded, want 32: %v", len(seen), seen)
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s was yielded %d times", name, n)
		}
	}
	if strings.Join(missing, " ") != "unknown loop-00020" && strings.Join(missing, " ") != "loop-00020 unknown" {
		t.Errorf("got %v reported as not found, want unknown and loop-00020", missing)
	}
}

func TestHumanLoopsWaiterEnds(t *testing.T) {
	clock, srv, client, in := startLoops(t, 8)
	w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) { o.Clock = clock })
	last := func(ctx context.Context, in *a2iruntime.HumanLoopsWaiterInput, maxWait time.Duration) (n int, last error) {
		for _, err := range w.Each(ctx, in, maxWait) {
			n, last = n+1, err
		}
		return n, last
	}
	_ = srv.Complete("loop-00003")
	n, err := last(context.Background(), in, time.Hour)
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || n != 2 || !strings.Contains(err.Error(), "7 of 8 human loops not ended: loop-00000, loop-00001, loop-00002, loop-00004, loop-00005, ...") {
		t.Errorf("timeout: %d pairs, %v", n, err)
	}
	srv.Inject(a2itest.Fault{Code: "AccessDeniedException", Times: -1})
	var denied *types.AccessDeniedException
	if n, err := last(context.Background(), in, time.Hour); !errors.As(err, &denied) || n != 1 {
		t.Errorf("access denied: %d pairs, %v", n, err)
	}
	srv.ClearFaults()
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("the shift is over")
	clock.After(time.Minute, func() { cancel(cause) })
	if _, err := last(ctx, in, time.Hour); !errors.Is(err, cause) || !errors.As(err, &timeout) {
		t.Errorf("canceled: %v", err)
	}
	polls := 0
	for _, err := range w.Each(context.Background(), in, time.Hour, func(o *waiters.Options) { o.OnPoll = func(waiters.Poll) { polls++ } }) {
		if err != nil || polls != 0 {
			t.Errorf("error %v after %d polls", err, polls)
		}
		break // an early break leaves nothing running
	}
	if polls != 1 {
		t.Errorf("OnPoll was called %d times for the poll that found the loop, want once", polls)
	}
	if _, err := last(context.Background(), nil, time.Hour); err == nil || !strings.Contains(err.Error(), "FlowDefinitionArn") {
		t.Errorf("nil input: %v", err)
	}
	bad := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String("garbage"), HumanLoopNames: []string{"loop-00001", ".", ""}}
	before := len(srv.Calls())
	if n, err := last(context.Background(), bad, time.Hour); err == nil || n != 1 || len(srv.Calls()) != before ||
		!strings.Contains(err.Error(), "3 validation error") || !strings.Contains(err.Error(), "HumanLoopsWaiterInput.HumanLoopNames[1].HumanLoopName") {
		t.Errorf("bad input: %d pairs, %v", n, err)
	}
	if _, err := last(context.Background(), in, 0); err == nil || !strings.Contains(err.Error(), "maxWait is 0s") {
		t.Errorf("maxWait 0: %v", err)
	}
}
