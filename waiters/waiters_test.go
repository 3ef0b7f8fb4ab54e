package waiters_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/smithy-go"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

// The service of these tests has one call, which describes an upload.
type (
	options struct{ attempts int }
	upload  struct{ name string }
	state   struct{ status string }
)

type poll = func(context.Context, *upload, ...func(*options)) (*state, error)

var errMissing = errors.New("no such upload")

// uploaded waits for the status done. The status failed is a failure, and a missing
// upload is waited for.
func uploaded(look poll, optFns ...func(*waiters.Options)) *waiters.Waiter[options, upload, state] {
	return waiters.New(waiters.Definition[options, upload, state]{
		Name: "Uploaded",
		Poll: look,
		Acceptors: []waiters.Acceptor[state]{
			{State: waiters.Failure}, // without Match, it never applies
			{State: waiters.Success, Match: func(s *state, err error) bool { return err == nil && s.status == "done" }},
			{State: waiters.Failure, Match: func(s *state, err error) bool { return err == nil && s.status == "failed" }},
			{State: waiters.Retry, Match: func(_ *state, err error) bool { return errors.Is(err, errMissing) }},
		},
		Describe: func(s *state) (status, code, reason string) { return s.status, "", "" },

		MinJitter: 1, // the delays are not random
	}, optFns...)
}

// answers returns one answer per poll, and repeats the last one.
func answers(all ...any) poll {
	n := 0
	return func(context.Context, *upload, ...func(*options)) (*state, error) {
		a := all[min(n, len(all)-1)]
		n++
		if err, failed := a.(error); failed {
			return nil, err
		}
		return a.(*state), nil
	}
}

func TestAcceptors(t *testing.T) {
	denied, throttled := errors.New("denied"), &smithy.GenericAPIError{Code: "ThrottlingException"}
	going, done, failed := &state{"going"}, &state{"done"}, &state{"failed"}
	for _, tc := range []struct {
		name  string
		look  poll
		polls int
		want  string // in the error
	}{
		{"at once", answers(done), 1, ""},
		{"after a while", answers(going, going, done), 3, ""},
		{"retried because of an error", answers(errMissing, errMissing, going, done), 4, ""},
		{"failure", answers(going, failed), 2, "wait for Uploaded failed: it is failed"},
		{"an error without an acceptor", answers(going, denied), 2, "wait for Uploaded: denied"},
		{"no output", answers((*state)(nil)), 1, "no output, and no error"},
		{"throttled", answers(throttled, going, throttled, done), 4, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			polls := 0
			w := uploaded(tc.look, func(o *waiters.Options) {
				o.Clock = clienttest.NewClock()
				o.OnPoll = func(waiters.Poll) { polls++ }
			})
			err := w.Wait(context.Background(), &upload{"a"}, time.Hour)
			if polls != tc.polls || (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v after %d polls, want %q after %d", err, polls, tc.want, tc.polls)
			}
		})
	}
}

// A poll that hangs ends at maxWait, or with the caller's context.
func TestPollThatHangs(t *testing.T) {
	begun := make(chan struct{}, 1)
	hang := func(ctx context.Context, _ *upload, _ ...func(*options)) (*state, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}
	var timeout *waiters.TimeoutError
	var none context.Context
	if err := uploaded(hang).Wait(none, nil, time.Hour); err == nil || !strings.Contains(err.Error(), "the context is nil: pass context.Background()") {
		t.Errorf("a nil context: %v", err)
	}
	err := uploaded(hang).Wait(context.Background(), nil, time.Millisecond)
	if !errors.As(err, &timeout) || !errors.Is(err, context.DeadlineExceeded) || timeout.Attempts != 1 {
		t.Errorf("maxWait: got %v", err)
	}
	<-begun

	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		<-begun
		cancel(cause)
	}()
	err = uploaded(hang).Wait(ctx, nil, time.Hour)
	if !errors.As(err, &timeout) || !errors.Is(err, cause) || !errors.Is(err, context.Canceled) {
		t.Errorf("canceled during a poll: got %v", err)
	}
}

// With the real clock, a delay also ends with the context.
func TestDelayEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("enough")
	polls := 0
	w := uploaded(answers(&state{"going"}), func(o *waiters.Options) {
		o.MinDelay, o.MaxDelay = time.Hour, time.Hour
		o.OnPoll = func(waiters.Poll) {
			polls++
			time.AfterFunc(0, func() { cancel(cause) })
		}
	})
	err := w.Wait(ctx, nil, 48*time.Hour)
	var timeout *waiters.TimeoutError
	if !errors.As(err, &timeout) || !errors.Is(err, cause) || timeout.Attempts != polls || timeout.Status != "going" {
		t.Errorf("got %v after %d polls", err, polls)
	}
}

func TestClientOptions(t *testing.T) {
	attempts := 0
	look := func(_ context.Context, in *upload, optFns ...func(*options)) (*state, error) {
		if in == nil {
			t.Error("the input is nil")
		}
		var o options
		for _, fn := range optFns {
			fn(&o)
		}
		attempts = o.attempts
		return &state{"done"}, nil
	}
	w := uploaded(look).WithClientOptions(func(o *options) { o.attempts = 7 })
	if err := w.Wait(context.Background(), nil, time.Hour); err != nil || attempts != 7 {
		t.Errorf("got %v, %d attempts", err, attempts)
	}
}
