//go:build unix

package main

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/bench"
)

const (
	loopbackCalls   = 20_000
	loopbackWorkers = 64
)

// measureLoopback has 64 goroutines call a server on this machine.
func measureLoopback(ctx context.Context, rounds int, r *report) error {
	var ratios []float64
	var opened int64
	for round := range rounds {
		rates := map[string]float64{}
		names := []string{bench.Ours, bench.BareName}
		if round%2 > 0 { // whoever is second finds the machine warm
			slices.Reverse(names)
		}
		for _, name := range names {
			rate, connections, err := loopbackRate(ctx, name)
			if err != nil {
				return err
			}
			rates[name] = rate
			if name == bench.Ours {
				opened = max(opened, connections)
			}
		}
		ratios = append(ratios, rates[bench.Ours]/rates[bench.BareName])
	}
	r.add("64 goroutines against loopback, calls a second", "at least 0.9 × bare", middle(ratios), 0.9, atLeast, "%.2f × bare")
	r.add("… connections opened in 20,000 calls", "at most 64", float64(opened), 64, atMost, "%.0f")
	return nil
}

func loopbackRate(ctx context.Context, subject string) (rate float64, connections int64, err error) {
	var opened atomic.Int64
	var transports []*http.Transport
	var servers []*http.Server
	defer func() {
		for i := range servers {
			_ = servers[i].Close() // measured already
			transports[i].CloseIdleConnections()
		}
	}()
	work := bench.Describe(func(document []byte) (*http.Client, string) {
		listener, listenErr := net.Listen("tcp", "127.0.0.1:0")
		if listenErr != nil {
			err = listenErr
			return http.DefaultClient, ""
		}
		server := &http.Server{
			Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write(document) // the client counts
			}),
			ConnState: func(_ net.Conn, s http.ConnState) {
				if s == http.StateNew {
					opened.Add(1)
				}
			},
		}
		go func() { _ = server.Serve(listener) }()
		transport := &http.Transport{MaxIdleConnsPerHost: loopbackWorkers, MaxConnsPerHost: loopbackWorkers}
		servers, transports = append(servers, server), append(transports, transport)
		return &http.Client{Transport: transport}, "http://" + listener.Addr().String()
	})
	if err != nil {
		return 0, 0, err
	}
	for _, s := range work.Subjects {
		if s.Name != subject {
			continue
		}
		var failed atomic.Pointer[error]
		var all sync.WaitGroup
		begun := time.Now()
		for range loopbackWorkers {
			all.Add(1)
			go func() {
				defer all.Done()
				for range loopbackCalls / loopbackWorkers {
					if err := s.Do(ctx); err != nil {
						failed.Store(&err)
						return
					}
				}
			}()
		}
		all.Wait()
		if err := failed.Load(); err != nil {
			return 0, 0, *err
		}
		rate = loopbackCalls / time.Since(begun).Seconds()
	}
	return rate, opened.Load(), nil
}
