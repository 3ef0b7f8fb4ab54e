// Soak runs many callers for minutes. Each of them starts, stops and deletes human loops,
// while the service, in another process, injects random faults: it throttles, fails, returns
// HTML, truncates responses, resets connections and loses responses. Soak counts the calls
// that started, succeeded and failed, and prints the client's memory and goroutines over
// time. It fails if an acknowledged loop is missing, if a call never ends, or if memory or
// goroutines grow.
//
//	go run ./internal/soak -duration 3m
//
// It is not a test, because it takes too long for CI.
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
	duration := flag.Duration("duration", 3*time.Minute, "how long callers start new loops")
	callers := flag.Int("callers", 32, "number of concurrent callers")
	seed := flag.Uint64("seed", 1, "seed of the random faults")
	serve := flag.Bool("serve", false, "run as the service; soak starts its service with this flag")
	flag.Parse()
	if flag.NArg() > 0 || *callers < 1 || *duration < 2*lineEvery {
		fmt.Fprintf(os.Stderr, "soak: -callers must be at least 1, and -duration at least %v, to compare memory; arguments other than flags are not allowed\n", 2*lineEvery)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var err error
	if *serve {
		err = runService(*seed)
	} else {
		err = run(ctx, *duration, *callers, *seed)
	}
	stop() // not deferred, because os.Exit does not run deferred functions
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// maxPending is how long calls may still run after -duration. They have no deadline, but they
// are retried, and a call to a silent service fails.
const maxPending = 2 * time.Minute

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
				s.lifecycle(ctx, fmt.Sprintf("loop-%d-%d", caller, n))
			}
		}()
	}
	livesDone := make(chan struct{})
	go func() { lives.Wait(); close(livesDone) }()
	<-running.Done()
	select {
	case <-livesDone:
	case <-time.After(maxPending):
		return errors.Join(fmt.Errorf("%d of %d calls have not ended %v after -duration", s.pending(), s.started.Load(), maxPending), s.firstError())
	}
	reporting.Wait()
	if err := service.heal(); err != nil {
		return err
	}
	if err := s.check(ctx); err != nil {
		return err
	}
	transport.CloseIdleConnections()
	service.end()
	for wait := 0; runtime.NumGoroutine() > before && wait < 100; wait++ {
		time.Sleep(20 * time.Millisecond) // net/http ends its goroutines asynchronously
	}
	if now := runtime.NumGoroutine(); now > before {
		return fmt.Errorf("%d goroutines are running, want %d as at the start", now, before)
	}
	s.printFailures()
	fmt.Printf("OK with seed %d: %d calls, %d succeeded, %d failed because of a fault, none lost; no goroutines left; the heap changed by %+d KiB\n",
		seed, s.started.Load(), s.succeeded.Load(), s.failed.Load(), s.growth())
	return nil
}
