// Soak has many callers lead human loops through their lives for minutes, while the
// service, in a process of its own, throttles, fails, answers with HTML, cuts and resets
// connections, and loses answers, all by chance. It counts calls that were started,
// answered and lost, and shows the client's memory and goroutines over time. It fails
// where what was acknowledged is not there, where a call never ends, or where memory or
// goroutines grow.
//
//	go run ./internal/soak -duration 3m
//
// It is not a test: nothing in CI takes minutes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

func main() {
	duration := flag.Duration("duration", 3*time.Minute, "how long callers begin new loops")
	callers := flag.Int("callers", 32, "how many call at once")
	seed := flag.Uint64("seed", 1, "what the faults are chosen with")
	serve := flag.Bool("serve", false, "be the service: soak starts itself so")
	flag.Parse()
	if flag.NArg() > 0 || *callers < 1 || *duration < 2*lineEvery {
		fmt.Fprintf(os.Stderr, "soak: -callers is 1 at least, -duration %v, so that memory can be compared, and there are no other arguments\n", 2*lineEvery)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var err error
	if *serve {
		err = beService(*seed)
	} else {
		err = run(ctx, *duration, *callers, *seed)
	}
	stop() // not deferred: os.Exit runs no deferred function
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// maxUnanswered is how long calls may go on that were begun in time. None has a
// deadline of its own, but all are retried, and the client gives up on a silent service.
const maxUnanswered = 2 * time.Minute

func run(ctx context.Context, duration time.Duration, callers int, seed uint64) (err error) {
	before := runtime.NumGoroutine()
	service, err := startService(seed)
	if err != nil {
		return err
	}
	defer service.end()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = callers
	key := fake.DefaultCredentials()[0]
	s := &soak{flow: service.flow, kinds: map[string]int{}, client: a2iruntime.New(a2iruntime.Options{
		Region:       "us-east-1",
		BaseEndpoint: &service.url,
		Credentials:  aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return key, nil }),
		HTTPClient:   &http.Client{Transport: transport},
		Retryer: retry.NewStandard(func(so *retry.StandardOptions) {
			so.MaxBackoff = 5 * time.Millisecond
			so.RateLimiter = ratelimit.None // a quota would end the soak's retries within a second
		}),
	})}

	running, cancel := context.WithTimeout(ctx, duration)
	defer cancel()
	var reporting, lives sync.WaitGroup
	reporting.Add(1)
	go func() { defer reporting.Done(); s.report(running) }()
	for caller := range callers {
		lives.Add(1)
		go func() {
			defer lives.Done()
			for n := 0; running.Err() == nil; n++ {
				s.life(ctx, fmt.Sprintf("loop-%d-%d", caller, n))
			}
		}()
	}
	livesDone := make(chan struct{})
	go func() { lives.Wait(); close(livesDone) }()
	<-running.Done()
	select {
	case <-livesDone:
	case <-time.After(maxUnanswered):
		return errors.Join(fmt.Errorf("%d of %d calls have not ended %v later", s.unanswered(), s.started.Load(), maxUnanswered), s.firstError())
	}
	reporting.Wait()
	if err := service.heal(); err != nil {
		return err
	}
	if err := s.judge(ctx); err != nil {
		return err
	}
	transport.CloseIdleConnections()
	service.end()
	for wait := 0; runtime.NumGoroutine() > before && wait < 100; wait++ {
		time.Sleep(20 * time.Millisecond) // what net/http ends, it ends by itself
	}
	if now := runtime.NumGoroutine(); now > before {
		return fmt.Errorf("%d goroutines are left, of %d before", now, before)
	}
	s.failures()
	fmt.Printf("OK with seed %d: of %d calls %d were answered, and %d failed by a fault; none is lost, no goroutine is left, the heap has changed by %+d KiB\n",
		seed, s.started.Load(), s.answered.Load(), s.failed.Load(), s.growth())
	return nil
}
