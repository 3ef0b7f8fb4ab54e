package review_test

import (
	"context"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
)

// Each class of errors is attempted as often as the table in README says: once, or until
// the fault is over.
func TestAttempts(t *testing.T) {
	const faults = 3
	for _, tc := range []struct {
		name    string
		fault   a2itest.Fault
		code    string // of the error; "" if the review succeeds in the end
		minWait time.Duration
	}{
		{"throttling", a2itest.Fault{Code: "ThrottlingException"}, "", 0},
		{"5xx", a2itest.Fault{Code: "InternalServerException"}, "", 0},
		{"5xx of a proxy", a2itest.Fault{Status: 503, Body: "<html>"}, "", 0},
		{"broken connection", a2itest.Fault{Reset: true}, "", 0},
		{"unreadable response", a2itest.Fault{Status: 200, Body: "<html>"}, "", 0},
		{"expired credentials", a2itest.Fault{Code: "ExpiredTokenException"}, "", 0},
		{"refused credentials", a2itest.Fault{Code: "AccessDeniedException"}, "", 0},
		{"quota", a2itest.Fault{Code: "ServiceQuotaExceededException"}, "", faults * failures.QuotaDelay},
		{"validation", a2itest.Fault{Code: "ValidationException"}, "ValidationException", 0},
		{"conflict", a2itest.Fault{Code: "ConflictException"}, "ConflictException", 0},
		{"not found", a2itest.Fault{Code: "ResourceNotFoundException"}, "ResourceNotFoundException", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newScene(t)
			var attempts []time.Time // of the start
			s.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
				if info.ActivityType.Name == "StartHumanLoop" {
					attempts = append(attempts, s.Now())
				}
				if info.StartToCloseTimeout != time.Minute { // after which another attempt follows a dead worker
					t.Errorf("an attempt of %s may take %v, want a minute", info.ActivityType.Name, info.StartToCloseTimeout)
				}
			})
			tc.fault.Operation, tc.fault.Times = "StartHumanLoop", faults
			if err := s.srv.Inject(tc.fault); err != nil {
				t.Fatal(err)
			}
			s.after(2*time.Hour, func() error {
				if tc.code != "" {
					return nil
				}
				return s.complete()
			})
			_, err := s.run(nil)
			if got := failures.Code(err); got != tc.code || err == nil && tc.code != "" {
				t.Errorf("error %v of type %q, want %q", err, got, tc.code)
			}
			want := faults + 1
			if tc.code != "" {
				want = 1
			}
			if got := s.calls("StartHumanLoop"); got != want {
				t.Errorf("%d attempts, want %d", got, want)
			}
			if waited := attempts[len(attempts)-1].Sub(attempts[0]); waited < tc.minWait {
				t.Errorf("the last attempt was %v after the first one, want at least %v", waited, tc.minWait)
			}
		})
	}
}

// A loop that cannot be started before the deadline is not started after it.
func TestQuotaUntilDeadline(t *testing.T) {
	s := newScene(t)
	if err := s.srv.Inject(a2itest.Fault{Operation: "StartHumanLoop", Code: "ServiceQuotaExceededException", Times: -1}); err != nil {
		t.Fatal(err)
	}
	_, err := s.run(func(r *review.Request) { r.Deadline = 2 * time.Hour })
	if failures.Code(err) != review.DeadlineError {
		t.Errorf("error %v of type %q, want %s", err, failures.Code(err), review.DeadlineError)
	}
	if starts := s.calls("StartHumanLoop"); starts < 7 || starts > 9 {
		t.Errorf("%d attempts in two hours, want one each 15 minutes", starts)
	}
}

// The library's own check refuses an input before any call.
func TestInvalidInput(t *testing.T) {
	s := newScene(t)
	_, err := s.run(func(r *review.Request) { r.Loop.HumanLoopInput = &types.HumanLoopInput{} })
	if failures.Code(err) != "InvalidParamsError" || s.calls("StartHumanLoop") != 0 {
		t.Errorf("error %v of type %q after %d calls, want InvalidParamsError before any", err, failures.Code(err), s.calls("StartHumanLoop"))
	}
}

func TestInvalidRequest(t *testing.T) {
	for _, tc := range []struct {
		name   string
		id     string
		change func(*review.Request)
	}{
		{"the workflow's ID is not made from the loop", "my-review", nil},
		{"the workflow's ID is made from another flow definition", review.WorkflowID("arn:aws:sagemaker:eu-west-1:999999999999:flow-definition/reviews", name), nil},
		{"negative Deadline", "", func(r *review.Request) { r.Deadline = -time.Hour }},
		{"negative LookEvery", "", func(r *review.Request) { r.LookEvery = -time.Hour }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newScene(t)
			s.id = tc.id
			_, err := s.run(tc.change)
			if failures.Code(err) != failures.InvalidRequestError || len(s.srv.Calls()) > 0 {
				t.Errorf("error %v of type %q after %d calls, want %s before any", err, failures.Code(err), len(s.srv.Calls()), failures.InvalidRequestError)
			}
		})
	}
}
