package a2itest_test

import (
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/google/go-cmp/cmp"
)

// panicking is an answer whose MarshalJSON panics.
type panicking struct{}

func (panicking) MarshalJSON() ([]byte, error) { panic("boom") }

// If user code panics inside a method, the loop is unchanged and the server keeps
// working.
func TestUserCodePanics(t *testing.T) {
	complete := func(srv *a2itest.Server) error { return srv.Complete("loop", `1`) }
	fail := func(srv *a2itest.Server) error { return srv.Fail("loop", "InternalError", "lost") }
	clock := newClock()
	for _, tc := range []struct {
		name  string
		calls int // calls of Options.Now before it panics; -1 for never
		do    func(*a2itest.Server) error
	}{
		{"the answer's MarshalJSON", -1, func(srv *a2itest.Server) error { return srv.Complete("loop", panicking{}) }},
		{"Now, first call of Complete", 0, complete},
		{"Now, second call of Complete", 1, complete},
		{"Now, third call of Complete", 2, complete},
		{"Now, first call of Fail", 0, fail},
		{"Now, second call of Fail", 1, fail},
	} {
		t.Run(tc.name, func(t *testing.T) {
			left := -1 // calls of Now before it panics, negative for never
			now := func() time.Time {
				if left--; left == -1 {
					panic("boom")
				}
				return clock.Now()
			}
			srv := a2itest.NewUnstartedServer(func(o *a2itest.Options) { o.Now = now })
			_, err := srv.Start("loop", "reviews", `1`)
			must(t, err)
			before, err := srv.Loop("loop")
			must(t, err)
			if left = tc.calls; tc.calls < 0 {
				left = -1 // Now no longer panics
			}
			func() {
				defer func() {
					if why := recover(); why != "boom" {
						t.Errorf("panic %v, want boom", why)
					}
				}()
				t.Errorf("returned %v, want a panic", tc.do(srv))
			}()
			after, err := srv.Loop("loop")
			must(t, err)
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the loop (-before +after):\n%s", diff)
			}
		})
	}
}
