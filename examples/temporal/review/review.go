// Package review is a workflow that has one thing reviewed by a person. It waits for
// days, while workers come and go.
package review

import (
	"encoding/json"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Defaults of Request.
const (
	DefaultDeadline  = 7 * 24 * time.Hour
	DefaultLookEvery = time.Hour
)

// Request is what is to be reviewed.
type Request struct {
	// Loop is what the human loop starts with. Its name is the workflow's, too.
	Loop a2iruntime.StartHumanLoopInput

	// Deadline is when the workflow stops the loop and gives up. Default: 7 days.
	Deadline time.Duration

	// LookEvery is how often the workflow looks at the loop by itself, in case an event
	// is lost. Default: an hour.
	LookEvery time.Duration
}

// Result is what the reviewers said.
type Result struct {
	HumanLoopArn string
	OutputS3Uri  string

	// Answers are the reviewers' answers, as the worker template makes them.
	Answers []json.RawMessage
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
