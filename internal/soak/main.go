// Soak has many callers lead human loops through their lives for minutes, while the
// service throttles, fails, answers with HTML, cuts and resets connections, and loses
// answers, all by chance. It counts calls that were started, answered and lost, and
// shows memory and goroutines over time. What was acknowledged must be there. The
// memory is also the service's, which remembers its last million calls: it levels off
// after these.
//
//	go run ./internal/soak -duration 3m
//
// It is no test: nothing in CI takes minutes.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

func main() {
	duration := flag.Duration("duration", 3*time.Minute, "how long callers begin new loops")
	callers := flag.Int("callers", 32, "how many call at once")
	seed := flag.Uint64("seed", 1, "what the faults are chosen with")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *duration, *callers, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, duration time.Duration, callers int, seed uint64) error {
	before := runtime.NumGoroutine()
	srv := a2itest.NewServer()
	if err := srv.Err(); err != nil {
		return err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: callers}
	client := a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) {
		o.HTTPClient = &http.Client{Transport: transport}
		o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
			so.MaxBackoff = 5 * time.Millisecond
			so.RateLimiter = ratelimit.None // a quota would end the soak's retries within a second
		})
	})
	s := &soak{srv: srv, client: client}

	running, cancel := context.WithTimeout(ctx, duration)
	defer cancel()
	var others, lives sync.WaitGroup
	others.Add(2)
	go func() { defer others.Done(); s.injectFaults(running, rand.New(rand.NewPCG(seed, 0))) }()
	go func() { defer others.Done(); s.report(running) }()
	for caller := range callers {
		lives.Add(1)
		go func() {
			defer lives.Done()
			for n := 0; running.Err() == nil; n++ {
				s.life(ctx, fmt.Sprintf("loop-%d-%d", caller, n))
			}
		}()
	}
	lives.Wait()
	others.Wait()
	srv.ClearFaults()
	err := s.judge(ctx)
	transport.CloseIdleConnections()
	srv.Close()
	for wait := 0; runtime.NumGoroutine() > before && wait < 100; wait++ {
		time.Sleep(20 * time.Millisecond) // what net/http ends, it ends by itself
	}
	if now := runtime.NumGoroutine(); now > before && err == nil {
		err = fmt.Errorf("%d goroutines are left, of %d before", now, before)
	}
	return err
}

// injectFaults makes the service fail, every millisecond anew.
func (s *soak) injectFaults(ctx context.Context, chance *rand.Rand) {
	faults := []a2itest.Fault{
		{Code: "ThrottlingException"}, {Code: "InternalServerException"}, {Status: http.StatusServiceUnavailable}, {Status: http.StatusBadGateway, Body: "<html>"},
		{Reset: true}, {Cut: true, CutAfter: 5}, {Delay: 2 * time.Millisecond}, {Body: "<html>no document"},
		{ClockSkew: 10 * time.Minute}, {ClockSkew: -10 * time.Minute},
	}
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		fault := faults[chance.IntN(len(faults))]
		fault.After = chance.IntN(2) == 0 && fault.ClockSkew == 0
		if s.srv.PendingFaults() < 10 {
			s.noteError(s.srv.Inject(fault))
		}
	}
}

// report shows how it goes.
func (s *soak) report(ctx context.Context) {
	fmt.Println("   time      started     answered       failed  lost  heap KiB  goroutines")
	begun := time.Now()
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.line(time.Since(begun))
		}
	}
}

func (s *soak) line(since time.Duration) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("%7s %12d %12d %12d %5d %9d %11d\n", since.Round(time.Second), s.started.Load(), s.answered.Load(), s.failed.Load(), s.lost.Load(), m.HeapAlloc/1024, runtime.NumGoroutine())
}

// judge looks what is left: nothing.
func (s *soak) judge(ctx context.Context) error {
	s.line(0)
	left := 0
	pages := a2iruntime.NewListHumanLoopsPaginator(s.client, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(s.srv.FlowDefinitionArn(flowDefinition))})
	for _, err := range pages.Items(ctx) {
		if err != nil {
			return fmt.Errorf("list what is left: %w", err)
		}
		left++
	}
	switch started, answered, failed := s.started.Load(), s.answered.Load(), s.failed.Load(); {
	case s.err.Load() != nil:
		return *s.err.Load()
	case s.lost.Load() > 0:
		return fmt.Errorf("%d calls were acknowledged and are not there", s.lost.Load())
	case started != answered+failed:
		return fmt.Errorf("%d calls were started, and %d answered or failed", started, answered+failed)
	case left > 0:
		return fmt.Errorf("%d loops are left that were deleted", left)
	}
	return nil
}
