package main

import (
	"net"
	"strings"
	"testing"
)

func TestConfigure(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = busy.Close() }()
	free, err := freeAddress(busy.Addr().(*net.TCPAddr).AddrPort().Addr(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, addr string
		want       string // in the error; "" without one
	}{
		{"a free port", free.String(), ""},
		{"a busy port", busy.Addr().String(), "listen tcp"},
		{"a name", "localhost:7233", "set an IP address and a port"},
		{"without an address", ":7233", "set an IP address and a port"},
		{"without a port", "127.0.0.1", "set an IP address and a port"},
		{"port 0", "127.0.0.1:0", "set an IP address and a port"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, hosts, err := configure(tc.addr, "")
			switch {
			case tc.want == "" && (err != nil || len(hosts) != 4):
				t.Errorf("%d hosts, %v; want four", len(hosts), err)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}
