package failures_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"go.temporal.io/sdk/temporal"
)

func TestFromError(t *testing.T) {
	own := temporal.NewApplicationError("a deadline", "ReviewDeadlineError")
	for _, tc := range []struct {
		name  string
		err   error
		code  string
		final bool
		delay time.Duration
	}{
		{"throttling", fmt.Errorf("list: %w", &types.ThrottlingException{}), "ThrottlingException", false, 0},
		{"quota", &types.ServiceQuotaExceededException{}, "ServiceQuotaExceededException", false, failures.QuotaDelay},
		{"not found", &types.ResourceNotFoundException{}, "ResourceNotFoundException", true, 0},
		{"the worker shuts down", fmt.Errorf("list: %w", context.Canceled), "CanceledError", false, 0},
		{"another program's error", errors.New("disk full"), "OtherError", false, 0},
		{"an error of Temporal", own, "ReviewDeadlineError", false, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got *temporal.ApplicationError
			if err := failures.FromError(tc.err); !errors.As(err, &got) {
				t.Fatalf("got %v, want an ApplicationError", err)
			}
			if got.Type() != tc.code || got.NonRetryable() != tc.final || got.NextRetryDelay() != tc.delay {
				t.Errorf("type %s, not retryable %t, delay %v; want %s, %t, %v", got.Type(), got.NonRetryable(), got.NextRetryDelay(), tc.code, tc.final, tc.delay)
			}
			if failures.Code(got) != tc.code {
				t.Errorf("Code is %q, want %q", failures.Code(got), tc.code)
			}
		})
	}
	for _, err := range []error{nil, temporal.NewCanceledError(), fmt.Errorf("list: %w", temporal.NewCanceledError())} {
		if got := failures.FromError(err); !errors.Is(got, err) || failures.Code(got) != "" {
			t.Errorf("%v became %v", err, got)
		}
	}
}
