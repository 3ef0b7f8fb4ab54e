package review_test

import (
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.temporal.io/sdk/temporal"
)

func TestReview(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*review.Request)
		script func(*scene)

		wantErr    string // the error's type; "" is an answer
		wantText   string // in the error
		wantStatus types.HumanLoopStatus
		wantLooks  int // DescribeHumanLoop; -1 is any number
	}{
		{
			name: "event twice after 30 hours",
			script: func(s *scene) {
				s.after(30*time.Hour+time.Minute, s.complete)
				s.after(30*time.Hour+time.Minute, s.tell)
				s.after(30*time.Hour+time.Minute, s.tell)
			},
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 30,
		},
		{
			name: "event at once",
			script: func(s *scene) {
				s.after(time.Minute, s.complete)
				s.after(time.Minute, s.tell)
			},
			wantStatus: types.HumanLoopStatusCompleted,
		},
		{
			name:       "lost event",
			script:     func(s *scene) { s.after(90*time.Minute, s.complete) },
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 2,
		},
		{
			name: "signal of a sweep, which has no output document",
			script: func(s *scene) {
				s.after(time.Minute, s.complete)
				s.after(time.Minute, func() error {
					listed, err := a2iruntime.NewFromConfig(s.srv.Config()).ListHumanLoops(t.Context(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(s.srv.FlowDefinitionArn("reviews"))})
					if err != nil {
						return err
					}
					event, err := answers.EventFromSummary(listed.HumanLoopSummaries[0])
					s.SignalWorkflow(review.SignalEnded, event)
					return err
				})
			},
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 1,
		},
		{
			name:    "nobody answers",
			wantErr: review.DeadlineError, wantStatus: types.HumanLoopStatusStopped, wantLooks: 7*24 - 1 + 1,
		},
		{
			name:    "deadline of an hour",
			change:  func(r *review.Request) { r.Deadline = 50 * time.Minute },
			wantErr: review.DeadlineError, wantStatus: types.HumanLoopStatusStopped, wantLooks: 1,
		},
		{
			name:       "answered just before the deadline, and the event is lost",
			change:     func(r *review.Request) { r.Deadline = 50 * time.Minute },
			script:     func(s *scene) { s.after(49*time.Minute, s.complete) },
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 1,
		},
		{
			name: "canceled",
			script: func(s *scene) {
				s.after(90*time.Minute, func() error { s.CancelWorkflow(); return nil })
			},
			wantErr: "canceled", wantStatus: types.HumanLoopStatusStopped, wantLooks: 2,
		},
		{
			name: "declined",
			script: func(s *scene) {
				s.after(time.Minute, func() error { return s.srv.Fail(name, "ValidationError", "the template has no field") })
				s.after(time.Minute, s.tell)
			},
			wantErr: "WaitFailureError", wantText: "ValidationError: the template has no field", wantStatus: types.HumanLoopStatusFailed,
		},
		{
			name: "stopped by somebody else, and the event is lost",
			script: func(s *scene) {
				s.after(time.Minute, func() error {
					_, err := a2iruntime.NewFromConfig(s.srv.Config()).StopHumanLoop(t.Context(), &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String(name)})
					return err
				})
			},
			wantErr: "WaitFailureError", wantStatus: types.HumanLoopStatusStopped, wantLooks: 1,
		},
		{
			name: "deleted by somebody else",
			script: func(s *scene) {
				s.after(time.Minute, s.complete)
				s.after(time.Minute, func() error {
					_, err := a2iruntime.NewFromConfig(s.srv.Config()).DeleteHumanLoop(t.Context(), &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String(name)})
					return err
				})
			},
			wantErr: "ResourceNotFoundException", wantLooks: 1,
		},
		{
			name: "events of another loop, another account, an earlier loop with the same name, and one that has not ended",
			script: func(s *scene) {
				for i, change := range []func(*answers.StatusChangeDetail){
					func(d *answers.StatusChangeDetail) { d.HumanLoopName = aws.String("invoice-1") },
					func(d *answers.StatusChangeDetail) {
						d.FlowDefinitionArn = aws.String("arn:aws:sagemaker:eu-west-1:999999999999:flow-definition/reviews")
					},
					func(d *answers.StatusChangeDetail) { d.CreationTime = aws.Time(s.Now().Add(-time.Hour)) },
					func(d *answers.StatusChangeDetail) { d.HumanLoopStatus = types.HumanLoopStatusInProgress },
				} {
					s.after(time.Duration(i+1)*10*time.Minute, func() error { // after which the review looks
						event := answers.StatusChangeEvent{Source: answers.EventSource, DetailType: answers.EventDetailType, Detail: answers.StatusChangeDetail{
							HumanLoopName: aws.String(name), HumanLoopArn: aws.String("arn"), HumanLoopStatus: types.HumanLoopStatusFailed,
							FlowDefinitionArn: aws.String(s.srv.FlowDefinitionArn("reviews")), CreationTime: aws.Time(s.Now()),
						}}
						change(&event.Detail)
						s.SignalWorkflow(review.SignalEnded, event)
						return nil
					})
				}
				s.after(time.Hour, s.complete)
				s.after(time.Hour, s.tell)
			},
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 4,
		},
		{
			name: "Completed before its output document is known",
			script: func(s *scene) {
				s.after(time.Minute, func() error {
					event := answers.StatusChangeEvent{Source: answers.EventSource, DetailType: answers.EventDetailType, Detail: answers.StatusChangeDetail{
						HumanLoopName: aws.String(name), HumanLoopArn: aws.String("arn"), HumanLoopStatus: types.HumanLoopStatusCompleted,
						FlowDefinitionArn: aws.String(s.srv.FlowDefinitionArn("reviews")), CreationTime: aws.Time(s.Now()),
					}}
					s.SignalWorkflow(review.SignalEnded, event)
					body := `{"HumanLoopName": "` + name + `", "HumanLoopStatus": "Completed", "CreationTime": "2026-03-04T05:06:07Z", "HumanLoopArn": "arn", "FlowDefinitionArn": "arn"}`
					return s.srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Status: 200, Body: body, Times: 2})
				})
				s.after(time.Minute, s.complete)
			},
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 3,
		},
		{
			name: "a signal that is not an event, and nothing else",
			script: func(s *scene) {
				s.after(time.Minute, func() error { s.SignalWorkflow(review.SignalEnded, "hello"); return nil })
				s.after(2*time.Minute, s.complete)
			},
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 2,
		},
		{
			name: "a signal that is not an event, then canceled",
			script: func(s *scene) {
				s.after(time.Minute, func() error { s.SignalWorkflow(review.SignalEnded, "hello"); return nil })
				s.after(2*time.Minute, func() error { s.CancelWorkflow(); return nil })
			},
			wantErr: "canceled", wantStatus: types.HumanLoopStatusStopped, wantLooks: 2,
		},
		{
			name: "event while looks are denied",
			script: func(s *scene) {
				s.after(time.Minute, func() error {
					return s.srv.Inject(a2itest.Fault{Operation: "DescribeHumanLoop", Code: "AccessDeniedException", Times: -1})
				})
				s.after(time.Hour+2*time.Second, s.complete) // between two attempts of the look
				s.after(time.Hour+2*time.Second, s.tell)
			},
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: -1,
		},
		{
			name:   "canceled during the stop at the deadline",
			change: func(r *review.Request) { r.Deadline = 50 * time.Minute },
			script: func(s *scene) {
				s.after(time.Minute, func() error {
					return s.srv.Inject(a2itest.Fault{Operation: "StopHumanLoop", Code: "ThrottlingException", Times: 4})
				})
				s.after(50*time.Minute+2*time.Second, func() error { s.CancelWorkflow(); return nil })
			},
			wantErr: "canceled", wantStatus: types.HumanLoopStatusStopped, wantLooks: 1,
		},
		{
			name:   "failed just before the deadline, and the event is lost",
			change: func(r *review.Request) { r.Deadline = 50 * time.Minute },
			script: func(s *scene) {
				s.after(49*time.Minute, func() error { return s.srv.Fail(name, "InternalError", "declined") })
			},
			wantErr: "WaitFailureError", wantText: "InternalError: declined", wantStatus: types.HumanLoopStatusFailed, wantLooks: 1,
		},
		{
			name:   "a stop that is refused",
			change: func(r *review.Request) { r.Deadline = 50 * time.Minute },
			script: func(s *scene) {
				s.after(time.Minute, func() error {
					return s.srv.Inject(a2itest.Fault{Operation: "StopHumanLoop", Code: "ValidationException"})
				})
			},
			wantErr: "ValidationException", wantStatus: types.HumanLoopStatusInProgress, wantLooks: 1,
		},
		{
			name: "a signal that is not an event",
			script: func(s *scene) {
				s.after(time.Minute, func() error { s.SignalWorkflow(review.SignalEnded, "hello"); return nil })
				s.after(2*time.Minute, s.complete)
				s.after(2*time.Minute, s.tell)
			},
			wantStatus: types.HumanLoopStatusCompleted, wantLooks: 1,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newScene(t)
			if tc.script != nil {
				tc.script(s)
			}
			result, err := s.run(tc.change)
			switch {
			case tc.wantErr == "canceled" && !temporal.IsCanceledError(err),
				tc.wantErr != "canceled" && failures.Code(err) != tc.wantErr:
				t.Errorf("error %v of type %q, want %q", err, failures.Code(err), tc.wantErr)
			case tc.wantText != "" && !strings.Contains(err.Error(), tc.wantText):
				t.Errorf("error %v, want %q in it", err, tc.wantText)
			case tc.wantErr == "" && (err != nil || len(result.Answers) != 1 || string(result.Answers[0]) != answer):
				t.Errorf("result %v, %v; want the answer %s", result, err, answer)
			}
			if loop, _ := s.srv.Loop(name); loop.HumanLoopStatus != tc.wantStatus {
				t.Errorf("the loop is %q, want %q", loop.HumanLoopStatus, tc.wantStatus)
			}
			if starts, looks := s.calls("StartHumanLoop"), s.calls("DescribeHumanLoop"); starts != 1 || looks != tc.wantLooks && tc.wantLooks >= 0 {
				t.Errorf("%d calls of StartHumanLoop and %d of DescribeHumanLoop, want 1 and %d", starts, looks, tc.wantLooks)
			}
		})
	}
}
