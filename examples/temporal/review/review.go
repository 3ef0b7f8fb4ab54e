// Package review is a workflow for one human review. It waits for days, while workers come
// and go.
package review

import (
	"encoding/json"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/examples/temporal/failures"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Defaults of Request.
const (
	DefaultDeadline  = 7 * 24 * time.Hour
	DefaultLookEvery = time.Hour
)

// Request is the input of Review.
type Request struct {
	// Loop is what the human loop starts with. The workflow's ID must be WorkflowID of its
	// flow definition and its name.
	Loop a2iruntime.StartHumanLoopInput

	// Deadline is when the workflow stops the loop and gives up. Default: 7 days.
	Deadline time.Duration

	// LookEvery is how often the workflow looks at the loop by itself, in case an event
	// is lost. Default: an hour.
	LookEvery time.Duration
}

// Result contains the reviewers' answers.
type Result struct {
	HumanLoopArn string
	OutputS3Uri  string

	// Answers are the reviewers' answers, as the worker template makes them.
	Answers []json.RawMessage
}

// check returns an error for a request with which no review can work.
func (r Request) check(workflowID string) error {
	want := WorkflowID(aws.ToString(r.Loop.FlowDefinitionArn), r.name())
	switch {
	case workflowID != want:
		return failures.InvalidRequestf("the workflow's ID is %s: events find the workflow only by the ID %s", workflowID, want)
	case r.Deadline < 0 || r.LookEvery < 0:
		return failures.InvalidRequestf("Deadline is %v and LookEvery is %v: they must not be negative", r.Deadline, r.LookEvery)
	}
	return nil
}

func (r Request) name() string { return aws.ToString(r.Loop.HumanLoopName) }

func (r Request) withDefaults() Request {
	if r.Deadline == 0 {
		r.Deadline = DefaultDeadline
	}
	if r.LookEvery == 0 {
		r.LookEvery = DefaultLookEvery
	}
	return r
}
