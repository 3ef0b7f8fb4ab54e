package a2itest

import (
	"fmt"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Options configures a Server. Where AWS documents nothing, the server does what the
// field's default says.
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
	// stand still or jump. Default: time.Now. The server always checks signatures by
	// this machine's clock; a Fault can shift that clock.
	Now func() time.Time

	// FlowDefinitions are the names or ARNs of the flow definitions that exist. Nil means
	// all flow definitions of this account and Region with valid names: 1 to 63
	// lower-case letters, digits and hyphens. AWS does not document the errors for other
	// flow definitions. Here, StartHumanLoop returns a ValidationException, and
	// ListHumanLoops a ResourceNotFoundException.
	FlowDefinitions []string

	// MaxActiveLoops is the quota of loops that are InProgress or Stopping. Starting more
	// returns a ServiceQuotaExceededException. 0 means no quota.
	MaxActiveLoops int

	// AllowUpperCaseLoopNames lets the names of loops contain upper-case letters. AWS
	// accepted such names in 2021, as users observed. Default: for a name that does not
	// match the documented pattern, every operation returns a ValidationException.
	AllowUpperCaseLoopNames bool

	// ExpireAfter is the age at which a loop that is InProgress fails with the
	// code Expired. 0 means never. On AWS, the flow definition's
	// TaskAvailabilityLifetimeInSeconds sets it.
	ExpireAfter time.Duration

	// StoppingFor is how long a stopped loop is Stopping before it is Stopped.
	// Default: 0, as documented for a loop that no worker has begun (developer
	// guide, "Delete a Human Loop").
	StoppingFor time.Duration

	// DeletingFor is how long a deleted loop is Deleting before it no longer exists.
	// AWS documents the status (developer guide, "Delete a Human Loop"), but not how
	// long it lasts. Default: 0.
	DeletingFor time.Duration

	// AllowStopEnded makes stopping a loop that is Completed or Failed succeed and
	// change nothing. AWS does not document this. Default: it returns a
	// ValidationException. Stopping a loop that is Stopping or Stopped always succeeds.
	AllowStopEnded bool

	// ReuseEndedNames lets StartHumanLoop start a new loop with the name of a loop that
	// is Completed, Failed or Stopped. The new loop replaces the old one. AWS documents
	// only the names of active loops: different input for the name of an active loop is a
	// ConflictException (API reference, StartHumanLoop). Default, which is this
	// server's choice: a loop that has ended is treated like an active one. The same
	// input returns its ARN and starts nothing, and different input is a
	// ConflictException.
	ReuseEndedNames bool

	// DefaultMaxResults is the page size of a list without MaxResults. AWS does not
	// document it. Default: 10, as in SageMaker's other lists.
	DefaultMaxResults int

	// DefaultSortOrder is the order of a list without SortOrder. AWS does not document
	// it. Default: Descending.
	DefaultSortOrder types.SortOrder

	// ExclusiveTimeBounds omits loops from a list that were created at exactly
	// CreationTimeAfter or CreationTimeBefore. AWS does not document this. Default:
	// they are listed.
	ExclusiveTimeBounds bool

	// EpochTimestamps writes timestamps as numbers of seconds, as in the API
	// reference, instead of ISO 8601 strings, as in AWS's models.
	EpochTimestamps bool

	// OutputBucket is the S3 bucket in the loops' OutputS3Uri. Default:
	// a2itest-output.
	OutputBucket string

	// OutputOnlyWhenCompleted omits HumanLoopOutput from DescribeHumanLoop and from
	// events until the loop is Completed. AWS does not document this. Default: it is
	// present from the start, whatever the status, because users have seen AWS return it
	// for loops that were InProgress and Stopped. In both cases, the document exists when
	// the loop is Completed. (On AWS, a loop that was Stopping may have one, too.)
	OutputOnlyWhenCompleted bool

	// OnEvent is called with the event that AWS sends to EventBridge when a loop is
	// Completed, Failed or Stopped: once for each event, in order, and one at a time. It
	// is called before the request or method that ended the loop returns, or while
	// another one is under way. It may use the server and its clients. A loop that ends by
	// the clock causes its event when something next looks at the loop. With a Storage,
	// the loop's end is saved before OnEvent is called. If the server stops between the
	// two, OnEvent is not called later; Events has the event while its loop exists.
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
	for _, option := range []struct {
		name     string
		negative bool
		value    any
	}{
		{"Options.MaxActiveLoops", o.MaxActiveLoops < 0, o.MaxActiveLoops},
		{"Options.ExpireAfter", o.ExpireAfter < 0, o.ExpireAfter},
		{"Options.StoppingFor", o.StoppingFor < 0, o.StoppingFor},
		{"Options.DeletingFor", o.DeletingFor < 0, o.DeletingFor},
	} {
		if option.negative {
			wrong = append(wrong, fmt.Errorf("%s is %v: it must not be negative", option.name, option.value))
		}
	}
	return fake.OptionsError("a2itest", wrong)
}

func (o *Options) arn(resource string) string {
	return "arn:" + o.Partition + ":sagemaker:" + o.Region + ":" + o.AccountID + ":" + resource
}

// outputURI returns the documented location of a loop's output document.
func (o *Options) outputURI(l *Loop) string {
	return fmt.Sprintf("s3://%s/%s/%s/%s/output.json", o.OutputBucket,
		flowName(l.FlowDefinitionArn), l.CreationTime.Format("2006/01/02/15/04/05"), l.HumanLoopName)
}

// now returns the current time, with milliseconds, as in AWS's timestamps.
func (o *Options) now() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }
