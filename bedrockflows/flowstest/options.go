package flowstest

import (
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Options configures a Server. Where AWS documents nothing, the server does what the
// field's default says.
type Options struct {
	// Region is the server's AWS Region. Default: us-east-1.
	Region string

	// AccountID is the server's AWS account: 12 digits. Default: 123456789012.
	AccountID string

	// Credentials are the credentials that the server accepts. Config has the first.
	// Default: the example keys of AWS's documentation.
	Credentials []aws.Credentials

	// Now is the clock by which executions are created and time out. Default:
	// time.Now. The server always checks signatures by this machine's clock; a
	// Fault can shift that clock.
	Now func() time.Time

	// Flows are the flows that exist: their identifiers, which have 10 letters and digits,
	// or their ARNs. Nil means all flows of this account and Region. Listing the
	// executions of another flow returns ResourceNotFoundException. So does listing the
	// executions of another flow's alias. AWS does not document that error.
	Flows []string

	// MaxPageSize is the maximum number of executions in a page, whatever maxResults
	// is. Default: 10, the documented size of flowExecutionSummaries.
	MaxPageSize int

	// Ascending lists the oldest executions first. AWS does not document the order.
	// Default: the newest first.
	Ascending bool

	// EpochTimestamps writes timestamps as numbers of seconds instead of ISO
	// 8601 strings.
	EpochTimestamps bool
}

func (o Options) withDefaults() Options {
	fake.SetDefaults(&o.Region, &o.AccountID, &o.Credentials, &o.Now)
	fake.OrDefault(&o.MaxPageSize, model.FlowExecutionSummaries.Max)
	return o
}

// check returns what is wrong with the options.
func (o *Options) check() error {
	wrong := fake.CheckRegionAndAccount(o.Region, o.AccountID)
	for _, flow := range o.Flows {
		if !flowID.MatchString(o.flowIDOf(flow)) {
			wrong = append(wrong, fmt.Errorf("Options.Flows has %q: it must be 10 letters and digits, or the ARN of a flow of this account and Region", flow))
		}
	}
	if o.MaxPageSize < 1 {
		wrong = append(wrong, fmt.Errorf("Options.MaxPageSize is %d: it must be at least 1", o.MaxPageSize))
	}
	return fake.OptionsError("flowstest", wrong)
}
