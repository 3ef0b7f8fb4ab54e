package a2iruntime_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
)

// A client that is nil is an error that says so, whoever uses it.
func TestNilClient(t *testing.T) {
	ctx := context.Background()
	for name, call := range map[string]func() error{
		"paginator": func() error {
			_, err := a2iruntime.NewListHumanLoopsPaginator(nil, nil).NextPage(ctx)
			return err
		},
		"window": func() error {
			_, err := a2iruntime.ListHumanLoopsWindow{}.Paginator(nil).NextPage(ctx)
			return err
		},
		"waiter": func() error { return a2iruntime.NewHumanLoopCompletedWaiter(nil).Wait(ctx, nil, time.Second) },
		"waiter for many": func() error {
			for _, err := range a2iruntime.NewHumanLoopsWaiter(nil).Each(ctx, nil, time.Second) {
				return err
			}
			return nil
		},
	} {
		if err := call(); err == nil || !strings.Contains(err.Error(), "client") {
			t.Errorf("%s: got %v, want an error about the client", name, err)
		}
	}
}
