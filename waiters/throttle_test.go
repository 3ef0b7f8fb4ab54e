package waiters_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/smithy-go"
)

func TestIsThrottle(t *testing.T) {
	throttled := &smithy.GenericAPIError{Code: "ThrottlingException"}
	for _, tc := range []struct {
		name string
		err  error
		want bool
	}{
		{"none", nil, false},
		{"throttled", throttled, true},
		{"throttled, wrapped", fmt.Errorf("call: %w", throttled), true},
		{"another", &smithy.GenericAPIError{Code: "ConflictException"}, false},
		{"canceled after it was throttled", fmt.Errorf("%w; before that: %w", context.Canceled, throttled), false},
		{"deadline exceeded after it was throttled", errors.Join(throttled, context.DeadlineExceeded), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := waiters.IsThrottle(tc.err); got != tc.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
