package main

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/google/go-cmp/cmp"
)

// newAWS starts a local service and makes -aws use it. If handle is not nil, it receives
// each request instead of the service.
func newAWS(t *testing.T, handle func(srv *a2itest.Server, w http.ResponseWriter, r *http.Request)) *a2itest.Server {
	t.Helper()
	srv := a2itest.NewServer()
	t.Cleanup(srv.Close)
	url := srv.URL()
	if handle != nil {
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handle(srv, w, r) }))
		t.Cleanup(front.Close)
		url = front.URL
	}
	for _, v := range append(interop.Environment(t, "us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
		"AWS_ENDPOINT_URL="+url, "AWS_REGION=us-east-1", "AWS_PROFILE=", "AWS_SESSION_TOKEN=") {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value)
		}
	}
	return srv
}

// readTable parses the printed table and returns the status of each loop by name.
func readTable(t *testing.T, stdout string) map[string]string {
	t.Helper()
	loops := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(stdout), "\n") {
		fields := strings.Fields(line)
		switch {
		case i == 0 && (line == "" || fields[0] == "HUMAN"):
		case len(fields) < 2 || loops[fields[0]] != "":
			t.Errorf("line %d of the table is %q", i+1, line)
		default:
			loops[fields[0]] = fields[1]
		}
	}
	return loops
}

// loopNames returns the names of the loops that exist, sorted.
func loopNames(t *testing.T, srv *a2itest.Server) (names []string) {
	t.Helper()
	loops, err := srv.Loops()
	if err != nil {
		t.Fatal(err)
	}
	for _, loop := range loops {
		names = append(names, loop.HumanLoopName)
	}
	return slices.Sorted(slices.Values(names))
}

// The table contains every loop that exists, no matter how a start fails.
func TestFailedStarts(t *testing.T) {
	const started = 30 // before the start that fails
	for _, tc := range []struct {
		name  string
		fault *a2itest.Fault // nil: the program is interrupted
		after bool           // the service starts the loop before the interrupt
		named bool           // the table names the loop whose start failed
		code  int
	}{
		{name: "interrupted before the request reaches the service", named: true, code: cli.Interrupted},
		{name: "interrupted before the response", after: true, named: true, code: cli.Interrupted},
		{name: "quota exceeded", fault: &a2itest.Fault{Code: "ServiceQuotaExceededException"}, code: cli.Error},
		{name: "throttled", fault: &a2itest.Fault{Code: "ThrottlingException"}, code: cli.Error},
		{name: "service error", fault: &a2itest.Fault{Code: "InternalServerException"}, named: true, code: cli.Error},
		{name: "service error after the start", fault: &a2itest.Fault{Code: "InternalServerException", After: true}, named: true, code: cli.Error},
		{name: "response lost", fault: &a2itest.Fault{Reset: true, After: true}, named: true, code: cli.Error},
		{name: "response cut off", fault: &a2itest.Fault{Cut: true}, named: true, code: cli.Error},
		{name: "error page of a proxy", fault: &a2itest.Fault{Status: 502, Body: "<p>Bad gateway</p>", After: true}, named: true, code: cli.Error},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ctx, interrupt := context.WithCancel(context.Background())
			defer interrupt()
			var starts atomic.Int64
			srv := newAWS(t, func(srv *a2itest.Server, w http.ResponseWriter, r *http.Request) {
				n := starts.Add(1)
				if n <= started || tc.fault != nil {
					if tc.fault != nil && n == started+1 {
						if err := srv.Inject(*tc.fault); err != nil {
							t.Error(err)
						}
					}
					srv.ServeHTTP(w, r)
					return
				}
				if tc.after {
					srv.ServeHTTP(httptest.NewRecorder(), r)
				}
				_, _ = io.Copy(io.Discard, r.Body) // the server notices a closed connection only after it has read the body
				interrupt()
				<-r.Context().Done()
			})
			code, stdout, stderr := runHere(ctx, "-aws", "-flow-definition", srv.FlowDefinitionArn("numbers"), "-n", "3000")
			if code != tc.code {
				t.Errorf("exit code %d, want %d", code, tc.code)
			}
			loops := readTable(t, stdout)
			want := started
			if tc.named {
				want++
			}
			if len(loops) != want {
				t.Errorf("the table names %d loops, want %d:\n%s", len(loops), want, stdout)
			}
			for i, name := range slices.Sorted(maps.Keys(loops)) {
				if status := map[bool]string{true: "Started", false: "Unknown"}[i < started]; loops[name] != status {
					t.Errorf("%s is %s, want %s", name, loops[name], status)
				}
			}
			for _, name := range loopNames(t, srv) {
				if loops[name] == "" {
					t.Errorf("%s exists, but the table does not name it", name)
				}
			}
			if !strings.Contains(stderr, "may still be running") {
				t.Errorf("stderr %q", stderr)
			}
		})
	}
}

// When -max-wait expires, the table contains every loop that is still running.
func TestRunningLoopsOnAWS(t *testing.T) {
	srv := newAWS(t, nil)
	code, stdout, stderr := runHere(context.Background(), "-aws", "-flow-definition", srv.FlowDefinitionArn("numbers"), "-n", "190", "-poll", "1h", "-max-wait", "1h")
	if want := "190 of 190 human loops may still be running"; code != cli.Error || !strings.Contains(stderr, want) {
		t.Errorf("exit code %d, stderr %q, want %q in it", code, stderr, want)
	}
	loops := readTable(t, stdout)
	if diff := cmp.Diff(loopNames(t, srv), slices.Sorted(maps.Keys(loops))); diff != "" {
		t.Errorf("loops (-service +table):\n%s", diff)
	}
	for name, status := range loops {
		if status != "InProgress" {
			t.Errorf("%s is %s", name, status)
		}
	}
}

// Errors name the program's flags instead of options that only a Go program can set.
func TestErrorsNameFlags(t *testing.T) {
	for _, tc := range []struct{ name, flags, want string }{
		{"no time for another poll", "-max-wait 1h -poll 1h", "-max-wait 1h0m0s leaves no time for another poll after -poll 1h0m0s: decrease -poll or increase -max-wait; last status: 2 of 2 human loops not ended"},
		{"-max-wait expired", "-max-wait 1ns -poll 1h", "-max-wait 1ns expired"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			code, _, stderr := runHere(context.Background(), append(strings.Fields(tc.flags), "-n", "2")...)
			if code != cli.Error || !strings.Contains(stderr, tc.want) || strings.Contains(stderr, "Options") || strings.Contains(stderr, "MinDelay") {
				t.Errorf("exit code %d, stderr %q, want %q", code, stderr, tc.want)
			}
		})
	}
}
