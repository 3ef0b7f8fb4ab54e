package a2itest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
)

// Whatever happened to earlier loops, the quota counts the loops that are active now,
// also after a restart.
func TestQuotaAfterManyLoops(t *testing.T) {
	d, now := new(disk), newClock()
	options := []func(*a2itest.Options){d.keeps, now.at, stopInAMinute, expireInAnHour, func(o *a2itest.Options) {
		o.MaxActiveLoops, o.ReuseEndedNames = 2, true
	}}
	srv := newServer(t, options...)
	client := newClient(srv)
	for round := range 3 {
		start(t, client, "completed", "failed")
		must(t, srv.Complete("completed", `1`))
		must(t, srv.Fail("failed", "InternalError", ""))
		start(t, client, "stopped", "deleted")
		must(t, stop(client, "stopped"))
		must(t, srv.Complete("deleted", `1`))
		must(t, remove(client, "deleted"))
		now.add(time.Minute)
		expired := fmt.Sprint("expired-", round)
		start(t, client, expired, "completed")
		now.add(time.Hour)
	}
	start(t, client, "a", "b")
	if got := startCode(srv, "c"); got != "ServiceQuotaExceededException" {
		t.Errorf("start of a third loop: got %q, want ServiceQuotaExceededException", got)
	}
	srv.Close()
	srv = newServer(t, options...)
	if got := startCode(srv, "c"); got != "ServiceQuotaExceededException" {
		t.Errorf("start of a third loop after a restart: got %q, want ServiceQuotaExceededException", got)
	}
	must(t, srv.Complete("a", `1`))
	if got := startCode(srv, "c"); got != "" {
		t.Errorf("start of a second loop after a restart: got %q, want no error", got)
	}
}

// startCode starts a loop and returns the error's code.
func startCode(srv *a2itest.Server, name string) string {
	_, err := newClient(srv).StartHumanLoop(context.Background(), input(name))
	if err == nil {
		return ""
	}
	return refused(err).Code
}
