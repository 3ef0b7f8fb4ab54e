package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

func TestFlags(t *testing.T) {
	for _, tc := range []struct {
		name string
		args string
		want string // in the error; "" without one
		env  string // TEMPORAL_ADDRESS
	}{
		{"a demo", "", "", ""},
		{"an address", "-temporal 127.0.0.1:7233", "", ""},
		{"a host name", "-temporal temporal.example.com:443", "", ""},
		{"an IPv6 address", "-temporal [::1]:7233", "", ""},
		{"a resolver of gRPC", "-temporal dns:///temporal.example.com:7233", "", ""},
		{"a worker", "-worker -temporal 127.0.0.1:7233 -gateway 127.0.0.1:8080 -activities 1", "", ""},
		{"an address without a port", "-temporal localhost", `"localhost": set host:port`, ""},
		{"an address with an empty port", "-temporal localhost:", `"localhost:": set host:port`, ""},
		{"an address without a host", "-temporal :7233", `":7233": set host:port`, ""},
		{"a port that is not a number", "-temporal localhost:temporal", "set host:port", ""},
		{"a port that is too large", "-temporal localhost:72330", "set host:port", ""},
		{"a worker with the address of the environment", "-worker", "", "127.0.0.1:7233"},
		{"an invalid address in the environment", "", `"localhost": set host:port`, "localhost"},
		{"a worker without a server", "-worker", "-worker needs -temporal", ""},
		{"a gateway without a worker", "-gateway 127.0.0.1:8080", "need -worker", ""},
		{"a task queue without a worker", "-task-queue a2i", "need -worker", ""},
		{"a worker without a task queue", "-worker -temporal 127.0.0.1:7233 -task-queue=", "-task-queue is empty", ""},
		{"no activities", "-activities 0", "it must be at least 1", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Setenv("TEMPORAL_ADDRESS", tc.env)
			_, err := parse(strings.Fields(tc.args), io.Discard)
			var usage *cli.UsageError
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case tc.want != "" && (!errors.As(err, &usage) || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("got %v, want a *cli.UsageError with %q", err, tc.want)
			}
		})
	}
}
