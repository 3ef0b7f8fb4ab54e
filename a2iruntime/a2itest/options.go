package a2itest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Options configures a Server. Where AWS documents nothing, the field's default
// is what the server does.
type Options struct {
	// Region is the server's AWS Region. Default: us-east-1.
	Region string

	// AccountID is the server's AWS account: 12 digits. Default: 123456789012.
	AccountID string

	// Partition is the first part of the server's ARNs. Default: aws.
	Partition string

	// Credentials are the credentials that the server accepts. Config has the first.
	// Default: the example keys of AWS's documentation.
	Credentials []aws.Credentials

	// Now is the clock by which loops are created, stopped and expired. It may
	// stand still or jump. Default: time.Now. Signatures are always checked
	// against this machine's clock; a Fault can put that off.
	Now func() time.Time

	// FlowDefinitions are the flow definitions that exist, by their names or ARNs.
	// Nil means all of this account and Region whose names are valid: 1 to 63
	// lower-case letters, digits and hyphens. AWS does not document the errors for
	// others. Here, StartHumanLoop returns a ValidationException, and ListHumanLoops a
	// ResourceNotFoundException.
	FlowDefinitions []string

	// MaxActiveLoops is the quota of loops that are InProgress or Stopping, above
	// which a start is a ServiceQuotaExceededException. 0 means no quota.
	MaxActiveLoops int

	// AllowUpperCaseLoopNames lets the names of loops contain upper-case letters.
	// AWS was seen to run such loops in 2021. Default: a name that does not match the
	// documented pattern is a ValidationException, for every operation.
	AllowUpperCaseLoopNames bool

	// ExpireAfter is the age at which a loop that is InProgress fails with the
	// code Expired. 0 is never. On AWS it is the flow definition's
	// TaskAvailabilityLifetimeInSeconds.
	ExpireAfter time.Duration

	// StoppingFor is how long a stopped loop is Stopping before it is Stopped.
	// Default: no time, as documented for a loop that no worker has begun (developer
	// guide, "Delete a Human Loop").
	StoppingFor time.Duration

	// DeletingFor is how long a deleted loop is Deleting before it no longer exists.
	// AWS documents the status (developer guide, "Delete a Human Loop"), but not for
	// how long. Default: no time.
	DeletingFor time.Duration

	// AllowStopEnded lets a stop of a loop that is Completed or Failed succeed, and
	// change nothing. Undocumented. Default: it is a ValidationException. A loop
	// that is Stopping or Stopped can be stopped again in any case.
	AllowStopEnded bool

	// ReuseEndedNames lets StartHumanLoop begin a new loop with the name of one that
	// is Completed, Failed or Stopped. The new loop replaces the old one. AWS documents
	// names for active loops only: other input for the name of an active loop is a
	// ConflictException (API reference, StartHumanLoop). Default, which is this
	// server's choice: an ended loop is treated as an active one. The same input
	// returns its ARN and starts nothing, and other input is a ConflictException.
	ReuseEndedNames bool

	// DefaultMaxResults is the page size of a list without MaxResults.
	// Undocumented. Default: 10, as in SageMaker's other lists.
	DefaultMaxResults int

	// DefaultSortOrder is the order of a list without SortOrder. Undocumented.
	// Default: Descending.
	DefaultSortOrder types.SortOrder

	// ExclusiveTimeBounds leaves out of a list the loops that were created at
	// exactly CreationTimeAfter or CreationTimeBefore. Undocumented. Default:
	// they are listed.
	ExclusiveTimeBounds bool

	// EpochTimestamps writes timestamps as numbers of seconds, as the API
	// reference shows them, instead of ISO 8601 strings, as AWS's models
	// say.
	EpochTimestamps bool

	// OutputBucket is the S3 bucket in the loops' OutputS3Uri. Default:
	// a2itest-output.
	OutputBucket string

	// OutputOnlyWhenCompleted leaves HumanLoopOutput out of DescribeHumanLoop and
	// of events until the loop is Completed. Undocumented. Default: it is there from
	// the start, whatever the status, as AWS was seen to return it for loops that
	// were InProgress and Stopped. In both cases, the document exists when the loop is
	// Completed. (On AWS, a loop that was Stopping may have one, too.)
	OutputOnlyWhenCompleted bool

	// OnEvent is called with the event of each loop that is Completed, Failed or
	// Stopped: what AWS sends to EventBridge. It is called once for each, in their
	// order and one at a time, before the request or method that brought the event
	// is answered, or while another is. It may use the server and its clients. What
	// the clock brings happens when the loop is next looked at. With a Storage, the
	// end is saved before OnEvent is told of it. A server that went down between the
	// two does not call it later; Events has the event while its loop exists.
	// Default: nothing is called.
	OnEvent func(answers.StatusChangeEvent)

	// Storage saves loops and output documents beyond the server's life. Default:
	// they are in memory only.
	Storage Storage
}

func (o Options) withDefaults() Options {
	fake.SetDefaults(&o.Region, &o.AccountID, &o.Credentials, &o.Now)
	fake.OrDefault(&o.Partition, "aws")
	fake.OrDefault(&o.OutputBucket, "a2itest-output")
	fake.OrDefault(&o.DefaultMaxResults, 10)
	fake.OrDefault(&o.DefaultSortOrder, types.SortOrderDescending)
	return o
}

// check returns what is wrong with the options.
func (o *Options) check() error {
	wrong := fake.CheckRegionAndAccount(o.Region, o.AccountID)
	wrong = append(wrong, o.checkFlowDefinitions()...)
	if limit := 100; o.DefaultMaxResults < 1 || o.DefaultMaxResults > limit {
		wrong = append(wrong, fmt.Errorf("Options.DefaultMaxResults is %d: it must be from 1 to %d", o.DefaultMaxResults, limit))
	}
	if !slices.Contains(o.DefaultSortOrder.Values(), o.DefaultSortOrder) {
		wrong = append(wrong, fmt.Errorf("Options.DefaultSortOrder is %q: it must be one of %v", o.DefaultSortOrder, o.DefaultSortOrder.Values()))
	}
	if o.MaxActiveLoops < 0 || o.ExpireAfter < 0 || o.StoppingFor < 0 || o.DeletingFor < 0 {
		wrong = append(wrong, errors.New("Options.MaxActiveLoops, ExpireAfter, StoppingFor and DeletingFor must not be negative"))
	}
	return fake.OptionsError("a2itest", wrong)
}

func (o *Options) arn(resource string) string {
	return "arn:" + o.Partition + ":sagemaker:" + o.Region + ":" + o.AccountID + ":" + resource
}

// outputURI is where a loop has its output document: the documented place.
func (o *Options) outputURI(l *Loop) string {
	return fmt.Sprintf("s3://%s/%s/%s/%s/output.json", o.OutputBucket,
		flowName(l.FlowDefinitionArn), l.CreationTime.Format("2006/01/02/15/04/05"), l.HumanLoopName)
}

// now is the time of an event. AWS's timestamps have milliseconds.
func (o *Options) now() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }
