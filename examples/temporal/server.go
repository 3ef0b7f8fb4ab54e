package main

import (
	"bufio"
	"context"
	"errors"
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
// starts.
func findServer(ctx context.Context, given string, stderr io.Writer) (address string, server *child, err error) {
	if given != "" {
		return given, nil, nil
	}
	address, err = freeAddress()
	if err != nil {
		return "", nil, err
	}
	program, err := exec.LookPath("temporal")
	if err == nil {
		fmt.Fprintf(stderr, "temporal: starting %s\n", program)
		server, err = startCLI(ctx, program, address, stderr)
	} else if program, err = buildServer(ctx, stderr); err == nil {
		server, err = startServer(ctx, program, address, "", stderr)
	}
	if err != nil {
		return "", nil, err
	}
	return address, server, nil
}

// startCLI starts the server of Temporal's command-line program, and returns when it
// accepts connections.
func startCLI(ctx context.Context, program, address string, stderr io.Writer) (*child, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, "server", "start-dev", "--headless", "--port", port)
	command.Stderr = stderr
	server, err := startChild(command)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	if err := untilItListens(ctx, server, address); err != nil {
		server.end()
		return nil, fmt.Errorf("start %s: %w: set -temporal to use another server", program, err)
	}
	return server, nil
}

// buildServer builds the server in the folder server, and keeps it for the next run.
func buildServer(ctx context.Context, stderr io.Writer) (program string, err error) {
	if _, err := os.Stat(filepath.Join("server", "main.go")); err != nil {
		return "", fmt.Errorf("build the Temporal server: %w: run this in examples/temporal, or set -temporal", err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for the server: %w", err)
	}
	program = filepath.Join(cache, "a2iflows-go", "temporal-server")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	fmt.Fprintln(stderr, "temporal: building a Temporal server")
	if _, err := os.Stat(program); err != nil {
		fmt.Fprintln(stderr, "temporal: the first time, this downloads 1.6 GB of modules, and takes four to ten minutes on two cores")
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", program, ".")
	build.Dir, build.Stdout, build.Stderr = "server", stderr, stderr
	err = build.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() < 0 {
		_ = sleep(ctx, time.Second) // a signal ended it: Ctrl-C may reach it before it ends ctx
	}
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return "", fmt.Errorf("build the Temporal server: %w: install Go, or set -temporal", err)
	case err != nil:
		return "", fmt.Errorf("build the Temporal server: %w", err)
	}
	return program, nil
}

// startServer starts a server that buildServer built, and returns when it accepts calls.
// It keeps workflows in the folder data, or in memory if that is "".
func startServer(ctx context.Context, program, address, data string, stderr io.Writer) (*child, error) {
	ready, stdout, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, "-addr", address, "-data", data, "-until-eof")
	command.Stdout, command.Stderr = stdout, stderr
	server, err := startChild(command)
	_ = stdout.Close() // the process has its own
	if err != nil {
		_ = ready.Close()
		return nil, fmt.Errorf("start the Temporal server: %w", err)
	}
	if _, err := bufio.NewReader(ready).ReadString('\n'); err != nil {
		_ = ready.Close()
		server.end()
		return nil, fmt.Errorf("start the Temporal server at %s: %w", address, server.err)
	}
	go func() { // ends with the process
		_, _ = io.Copy(io.Discard, ready)
		_ = ready.Close()
	}()
	return server, nil
}

// untilItListens waits until a server accepts connections, a minute at most.
func untilItListens(ctx context.Context, server *child, address string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		connection, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			return connection.Close()
		}
		select {
		case <-server.ended:
			return server.err
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
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
