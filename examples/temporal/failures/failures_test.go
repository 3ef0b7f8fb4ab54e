package failures_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"go.temporal.io/sdk/interceptor"
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
		{"a wrapped error of Temporal", fmt.Errorf("review: %w", own), "ReviewDeadlineError", false, 0},
		{"an invalid request", failures.InvalidRequestf("no file"), failures.InvalidRequestError, true, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := failures.FromError(tc.err).(*temporal.ApplicationError) //nolint:errorlint // Temporal does not look at what it wraps
			if !ok {
				t.Fatalf("got %v, want an ApplicationError", failures.FromError(tc.err))
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

// returns is an activity that returns an error.
type returns struct {
	interceptor.ActivityInboundInterceptorBase
	err error
}

func (r *returns) ExecuteActivity(context.Context, *interceptor.ExecuteActivityInput) (any, error) {
	return nil, r.err
}

// Only the error of an activity that Temporal has canceled stays as it is.
func TestInterceptor(t *testing.T) {
	for _, tc := range []struct {
		name  string
		cause error // of the context's end
		err   error // of the activity
		code  string
	}{
		{"Temporal cancels the activity", temporal.NewCanceledError(), fmt.Errorf("list: %w", context.Canceled), ""},
		{"the worker ends", errors.New("shutdown"), fmt.Errorf("list: %w", context.Canceled), "CanceledError"},
		{"a canceled activity fails otherwise", temporal.NewCanceledError(), &types.ThrottlingException{}, "ThrottlingException"},
		{"an activity fails", nil, &types.ConflictException{}, "ConflictException"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			if tc.cause != nil {
				cancel(tc.cause)
			}
			_, err := (&failures.Interceptor{}).InterceptActivity(ctx, &returns{err: tc.err}).ExecuteActivity(ctx, nil)
			if failures.Code(err) != tc.code || !errors.Is(err, tc.err) && tc.code == "" {
				t.Errorf("got %v of type %q, want type %q", err, failures.Code(err), tc.code)
			}
		})
	}
}
