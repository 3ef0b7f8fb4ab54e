package a2iruntime_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/paginators"
)

// Wrong use of windows, checkpoints and waiters is not retryable.
func TestUsageErrors(t *testing.T) {
	for name, mistake := range map[string]func() error{
		"windows without bounds": func() error {
			_, err := a2iruntime.ListHumanLoopsWindows(&a2iruntime.ListHumanLoopsInput{}, 2)
			return err
		},
		"0 windows": func() error {
			_, err := a2iruntime.ListHumanLoopsWindows(nil, 0)
			return err
		},
		"write the zero window": func() error {
			_, err := json.Marshal(a2iruntime.ListHumanLoopsWindow{})
			return err
		},
		"read a window": func() error { return new(a2iruntime.ListHumanLoopsWindow).UnmarshalJSON([]byte(`{}`)) },
		"list the zero window": func() error {
			_, err := a2iruntime.ListHumanLoopsWindow{}.Paginator(a2iruntime.New(a2iruntime.Options{})).NextPage(context.Background())
			return err
		},
		"read a checkpoint": func() error { return new(paginators.Checkpoint).UnmarshalJSON([]byte(`{}`)) },
		"nil waiter": func() error {
			for _, err := range (*a2iruntime.HumanLoopsWaiter)(nil).Each(context.Background(), nil, time.Hour) {
				return err
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := mistake(); err == nil || types.Retryable(err) || types.ErrorCode(err) != "UsageError" {
				t.Errorf("got %v with code %s, retryable %t; want UsageError", err, types.ErrorCode(err), types.Retryable(err))
			}
		})
	}
}
