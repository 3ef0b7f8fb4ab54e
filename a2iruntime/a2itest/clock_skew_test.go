package a2itest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/google/go-cmp/cmp"
)

// attempt is what the server records of an attempt.
type attempt struct {
	Operation string
	Number    int
	Status    int
	Code      string
}

func attempts(srv *a2itest.Server) []attempt {
	var recorded []attempt
	for _, c := range srv.Calls() {
		recorded = append(recorded, attempt{c.Operation, c.Attempt, c.Status, c.Code})
	}
	return recorded
}

// A client with a wrong clock corrects it with one retry and remembers the offset. When
// the clocks agree again, it corrects the offset the same way.
func TestClockSkew(t *testing.T) {
	const op, bad = "DescribeHumanLoop", "InvalidSignatureException"
	straight := []attempt{{op, 1, 200, ""}, {op, 1, 200, ""}}
	corrected := []attempt{{op, 1, 403, bad}, {op, 2, 200, ""}, {op, 1, 200, ""}}
	tests := []struct {
		name string
		skew time.Duration
		want []attempt // of two calls
	}{
		{"none", 0, straight},
		{"4 minutes ahead", 4 * time.Minute, straight},
		{"4 minutes behind", -4 * time.Minute, straight},
		{"10 minutes ahead", 10 * time.Minute, corrected},
		{"10 minutes behind", -10 * time.Minute, corrected},
		{"two days ahead", 48 * time.Hour, corrected},
		{"two days behind", -48 * time.Hour, corrected},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			setUp := newClient(srv)
			start(t, setUp, "loop")
			before := len(srv.Calls())
			srv.Inject(a2itest.Fault{ClockSkew: tt.skew, Times: -1})
			client := newClient(srv)
			for range 2 {
				if got := status(client, "loop"); got != "InProgress" {
					t.Fatalf("got %s, want InProgress", got)
				}
			}
			if diff := cmp.Diff(tt.want, attempts(srv)[before:]); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
			srv.ClearFaults()
			for range 2 {
				if got := status(client, "loop"); got != "InProgress" {
					t.Errorf("after the clocks agree: got %s, want InProgress", got)
				}
			}
			if got := attempts(srv); got[len(got)-1] != (attempt{op, 1, 200, ""}) {
				t.Errorf("last attempt: got %+v, want the first to succeed", got[len(got)-1])
			}
		})
	}
}

// With the correction disabled, the first response is the result, and its message says
// what is wrong.
func TestClockSkewUncorrected(t *testing.T) {
	tests := []struct {
		name  string
		skew  time.Duration
		begin string
		end   string
	}{
		{"ahead", 10 * time.Minute, "Signature expired: ", " - 5 min.)"},
		{"behind", -10 * time.Minute, "Signature not yet current: ", " + 5 min.)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			srv.Inject(a2itest.Fault{ClockSkew: tt.skew, Times: -1})
			client := newClient(srv, func(o *a2iruntime.Options) { o.DisableClockSkewCorrection = true })
			_, err := describe(client, "loop")
			got := refused(err)
			if got.Code != "InvalidSignatureException" || got.Status != 403 ||
				!strings.HasPrefix(got.Message, tt.begin) || !strings.HasSuffix(got.Message, tt.end) {
				t.Errorf("got %+v, want InvalidSignatureException, 403, %s...%s", got, tt.begin, tt.end)
			}
			if got := len(srv.Calls()); got != 1 {
				t.Errorf("attempts: got %d, want 1", got)
			}
		})
	}
}

// The Date header contains the service's time, from which clients learn the offset.
func TestDateHeaderIsSkewed(t *testing.T) {
	srv := newServer(t)
	srv.Inject(a2itest.Fault{ClockSkew: time.Hour})
	before := time.Now().Add(time.Hour).Truncate(time.Second)
	got := raw(t, srv, http.MethodGet, "/human-loops/loop", "")
	after := time.Now().Add(time.Hour)
	date, err := http.ParseTime(got.Header.Get("Date"))
	if err != nil || date.Before(before) || date.After(after) {
		t.Errorf("Date: got %q, %v, want %v to %v", got.Header.Get("Date"), err, before, after)
	}
}
