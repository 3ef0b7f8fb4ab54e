package main

import (
	"io"
	"net"
	"os"
	"regexp"
	"syscall"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/internal/clitest"
)

func programEnv() []string { return append(os.Environ(), childEnv+"=1") }

func waitUntilServing(t *testing.T, p *clitest.Process) {
	t.Helper()
	p.WaitFor(t, lastExport)
}

func TestInterrupted(t *testing.T) {
	clitest.CheckInterrupted(t, programEnv(), []string{"-addr", "127.0.0.1:0"}, waitUntilServing)
}

// After a signal, the program waits for a request in progress. A second signal ends it
// immediately.
func TestInterruptedTwice(t *testing.T) {
	clitest.NeedSignals(t)
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			p := clitest.Start(t, programEnv(), "-addr", "127.0.0.1:0")
			waitUntilServing(t, p)
			address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(p.Stdout())
			unfinished, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer unfinished.Close()
			// The program sends 100 when it begins to read the body.
			_, err = io.WriteString(unfinished, "POST /loops/a/answer HTTP/1.1\r\nHost: "+address+
				"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(unfinished, make([]byte, len("HTTP/1.1 100"))); err != nil {
				t.Fatal(err)
			}
			p.Signal(t, signal)
			for { // until the program stops listening, which shows that it received the signal
				another, err := net.Dial("tcp", address)
				if err != nil {
					break
				}
				another.Close()
			}
			p.Signal(t, signal)
			if got, want := p.State(), "signal: "+signal.String(); got != want {
				t.Errorf("it ended with %q, want %q", got, want)
			}
		})
	}
}
