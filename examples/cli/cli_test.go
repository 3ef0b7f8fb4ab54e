package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"testing"
)

func TestRun(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	full := errors.New("no space left")
	for _, tc := range []struct {
		name string
		ctx  context.Context
		err  error
		code int
		want string
	}{
		{"no error", context.Background(), nil, OK, ""},
		{"help", context.Background(), flag.ErrHelp, OK, ""},
		{"failure", context.Background(), full, Error, "test: no space left\n"},
		{"wrong flag", context.Background(), Usagef("-n is 0"), Usage, "test: -n is 0\nUse -h to list the flags.\n"},
		{"interrupted", ended, fmt.Errorf("list: %w", context.Canceled), Interrupted, "test: interrupted: list: context canceled\n"},
		{"interrupted after the work was done", ended, nil, OK, ""},
		{"interrupted, failed for another reason", ended, full, Error, "test: no space left\n"},
		{"canceled without an interrupt", context.Background(), context.Canceled, Error, "test: context canceled\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var stderr bytes.Buffer
			run := func(context.Context, []string, io.Writer, io.Writer) error { return tc.err }
			if code := Run(tc.ctx, "test", run, nil, io.Discard, &stderr); code != tc.code || stderr.String() != tc.want {
				t.Errorf("exit code %d, stderr %q; want %d and %q", code, &stderr, tc.code, tc.want)
			}
		})
	}
}

func TestCause(t *testing.T) {
	cause := errors.New("-timeout of 1s expired")
	live := context.Background()
	ended, cancel := context.WithCancelCause(live)
	cancel(cause)
	broken := errors.New("disk full")
	for _, tc := range []struct {
		name      string
		ctx       context.Context
		err, want error
	}{
		{"an interrupted call", ended, fmt.Errorf("list: %w", context.Canceled), cause},
		{"another error after the end", ended, broken, broken},
		{"an error before the end", live, context.Canceled, context.Canceled},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Cause(tc.ctx, tc.err); got != tc.want { //nolint:errorlint // the very same error
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
