package a2itest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// nested returns JSON with arrays nested to a depth.
func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// If a loop's input is nested to the limit, its document can be read. The start rejects
// deeper input.
func TestInputDepth(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv)
	in := input("at-the-limit")
	in.HumanLoopInput.InputContent = aws.String(nested(answers.MaxInputDepth))
	_, err := client.StartHumanLoop(context.Background(), in)
	must(t, err)
	must(t, srv.Complete("at-the-limit", `1`))
	l, err := srv.Loop("at-the-limit")
	must(t, err)
	if document, err := answers.Fetch(context.Background(), srv, l.OutputS3Uri); err != nil || string(document.InputContent) != *in.HumanLoopInput.InputContent {
		t.Errorf("Fetch: %v, want the input in the document", err)
	}

	in = input("above-the-limit")
	in.HumanLoopInput.InputContent = aws.String(nested(answers.MaxInputDepth + 1))
	_, err = client.StartHumanLoop(context.Background(), in)
	message := fmt.Sprintf("HumanLoopInput.InputContent is nested %d deep. The local service allows %d, so that the output document can be read.",
		answers.MaxInputDepth+1, answers.MaxInputDepth)
	want := refusal{"ValidationException", 400, message}
	if diff := cmp.Diff(want, refused(err)); diff != "" {
		t.Errorf("start (-want +got):\n%s", diff)
	}
	want.Status = 0 // no response
	_, err = srv.Start("above-the-limit", "reviews", *in.HumanLoopInput.InputContent)
	if diff := cmp.Diff(want, refused(err)); diff != "" {
		t.Errorf("Start (-want +got):\n%s", diff)
	}
}

// Complete rejects an answer that would make the document unreadable. The loop can still
// be completed.
func TestCompleteAnswerDepth(t *testing.T) {
	now := newClock()
	for _, tt := range []struct {
		name   string
		answer any
		want   string // in the error; "" if it succeeds
	}{
		{"deepest answer", nested(answers.MaxAnswerDepth), ""},
		{"one level deeper", nested(answers.MaxAnswerDepth + 1), "humanAnswers[0].answerContent is nested 9998 deep, over the maximum of 9997"},
		{"largest document", `"` + strings.Repeat("x", answers.MaxDocumentBytes-1000) + `"`, ""},
		{"larger document", `"` + strings.Repeat("x", answers.MaxDocumentBytes) + `"`, fmt.Sprintf("over the maximum of %d", answers.MaxDocumentBytes)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, now.at)
			start(t, newClient(srv), "loop")
			err := srv.Complete("loop", tt.answer)
			wantText(t, "Complete", err, tt.want)
			if tt.want != "" {
				if got := status(newClient(srv), "loop"); got != "InProgress" {
					t.Errorf("status after the error: %s, want InProgress", got)
				}
				return
			}
			if _, err := answers.Fetch(context.Background(), srv, outputURI("loop")); err != nil {
				t.Errorf("Fetch: %v", err)
			}
		})
	}
	t.Run("a time that no document can have", func(t *testing.T) {
		late := newClock()
		srv := newServer(t, late.at)
		start(t, newClient(srv), "loop")
		late.add(100 * 365 * 24 * time.Hour)
		for range 80 {
			late.add(100 * 365 * 24 * time.Hour)
		}
		wantText(t, "Complete", srv.Complete("loop", `1`), "could not be read")
	})
}
