package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
)

// service is the process of the service.
type service struct {
	url, flow string

	process *exec.Cmd
	to      io.WriteCloser
	from    *bufio.Reader
	ended   sync.Once
}

// startService starts this program as the service. The service ends when its standard input
// is closed.
func startService(seed uint64) (*service, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &service{process: exec.Command(program, "-serve", "-seed", strconv.FormatUint(seed, 10))}
	s.process.Stderr = os.Stderr
	if s.to, err = s.process.StdinPipe(); err != nil {
		return nil, err
	}
	from, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.from = bufio.NewReader(from)
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	if _, err := fmt.Fscanln(s.from, &s.url, &s.flow); err != nil {
		s.end()
		return nil, fmt.Errorf("read the service's URL: %w", err)
	}
	return s, nil
}

// heal tells the service to stop injecting faults, and waits until it has.
func (s *service) heal() error {
	if _, err := fmt.Fprintln(s.to, "heal"); err != nil {
		return err
	}
	answer, err := s.from.ReadString('\n')
	if err != nil {
		return fmt.Errorf("the service has ended: %w", err)
	}
	if answer != "healed\n" {
		return fmt.Errorf("the service printed %q, want \"healed\"", answer)
	}
	return nil
}

func (s *service) end() {
	s.ended.Do(func() {
		_ = s.to.Close()     // tells the service to end
		_ = s.process.Wait() // the service has printed its error to standard error
	})
}

// runService runs the service. It injects faults until it reads a line from standard input.
func runService(seed uint64) error {
	srv := a2itest.NewServer()
	if err := srv.Err(); err != nil {
		return err
	}
	defer srv.Close()
	fmt.Println(srv.URL(), srv.FlowDefinitionArn("reviews"))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	injected := make(chan error, 1)
	go func() { injected <- injectFaults(ctx, srv, rand.New(rand.NewPCG(seed, 0))) }()
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return nil // the client has ended
	}
	cancel()
	if err := <-injected; err != nil {
		return err
	}
	srv.ClearFaults()
	fmt.Println("healed")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// injectFaults injects a random fault every millisecond until ctx ends.
func injectFaults(ctx context.Context, srv *a2itest.Server, chance *rand.Rand) error {
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
			return nil
		case <-tick.C:
		}
		fault := faults[chance.IntN(len(faults))]
		refused := fault.Code == "ThrottlingException" || fault.ClockSkew != 0 // a refused call has no effect
		fault.After = chance.IntN(2) == 0 && !refused
		if srv.PendingFaults() < 10 {
			if err := srv.Inject(fault); err != nil {
				return err
			}
		}
	}
}
