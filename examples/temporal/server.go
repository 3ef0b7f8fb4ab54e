package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// findServer returns the address of a Temporal server: the given one, or one that it
// starts and that stop ends.
func findServer(ctx context.Context, given string, stderr io.Writer) (address string, stop func(), err error) {
	if given != "" {
		return given, func() {}, nil
	}
	address, err = freeAddress()
	if err != nil {
		return "", nil, err
	}
	if program, err := exec.LookPath("temporal"); err == nil {
		_, port, _ := net.SplitHostPort(address)
		fmt.Fprintf(stderr, "temporal: starting %s\n", program)
		command := exec.CommandContext(ctx, program, "server", "start-dev", "--headless", "--port", port)
		if err := startChild(command); err != nil {
			return "", nil, fmt.Errorf("start %s: %w", program, err)
		}
		if err := untilItListens(ctx, address); err != nil {
			endChild(command)
			return "", nil, fmt.Errorf("start %s: %w", program, err)
		}
		return address, func() { endChild(command) }, nil
	}
	program, err := buildServer(ctx, stderr)
	if err != nil {
		return "", nil, err
	}
	command, err := startServer(ctx, program, address, "")
	if err != nil {
		return "", nil, err
	}
	return address, func() { endChild(command) }, nil
}

// buildServer builds the server in the folder server, and keeps it for the next run.
func buildServer(ctx context.Context, stderr io.Writer) (program string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for the server: %w", err)
	}
	program = filepath.Join(cache, "a2iflows-go", "temporal-server")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if _, err := os.Stat(program); err != nil {
		fmt.Fprintln(stderr, "temporal: building a Temporal server. The first time, this downloads 1.6 GB of modules and takes four to ten minutes on two cores.")
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", program, ".")
	build.Dir, build.Stdout, build.Stderr = "server", stderr, stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build the Temporal server in the folder server: %w: run this in examples/temporal, or set -temporal", err)
	}
	return program, nil
}

// startServer starts a server that buildServer built, and returns when it accepts calls.
// It keeps workflows in the folder data, or in memory if that is "".
func startServer(ctx context.Context, program, address, data string) (*exec.Cmd, error) {
	command := exec.CommandContext(ctx, program, "-addr", address, "-data", data, "-until-eof")
	command.Stderr = os.Stderr
	ready, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := startChild(command); err != nil {
		return nil, fmt.Errorf("start the Temporal server: %w", err)
	}
	if _, err := bufio.NewReader(ready).ReadString('\n'); err != nil {
		endChild(command)
		return nil, fmt.Errorf("start the Temporal server at %s: %w", address, err)
	}
	return command, nil
}

// untilItListens waits until a server accepts connections, a minute at most.
func untilItListens(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		connection, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			return connection.Close()
		}
		if sleep(ctx, 50*time.Millisecond) != nil {
			return err
		}
	}
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return listener.Addr().String(), listener.Close()
}
