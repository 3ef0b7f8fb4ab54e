package fake

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Defaults of a local service's options.
const (
	DefaultRegion    = "us-east-1"
	DefaultAccountID = "123456789012"
)

// DefaultCredentials are the example keys of AWS's documentation.
func DefaultCredentials() []aws.Credentials {
	return []aws.Credentials{{
		AccessKeyID:     "AKIAIOSFODNN7EXAMPLE",
		SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		Source:          "local service",
	}}
}

// SetDefaults sets the defaults of the options common to both local services.
func SetDefaults(region, accountID *string, credentials *[]aws.Credentials, now *func() time.Time) {
	OrDefault(region, DefaultRegion)
	OrDefault(accountID, DefaultAccountID)
	if len(*credentials) == 0 {
		*credentials = DefaultCredentials()
	}
	if *now == nil {
		*now = time.Now
	}
}

// OrDefault sets value to byDefault if it is zero.
func OrDefault[T comparable](value *T, byDefault T) {
	var zero T
	if *value == zero {
		*value = byDefault
	}
}

// Timestamp returns a time as a response contains it: in ISO 8601 with milliseconds, or
// as a number of seconds since 1970.
func Timestamp(t time.Time, epoch bool) any {
	if epoch {
		return float64(t.UnixMilli()) / 1000
	}
	return restjson.FormatMillis(t)
}

// CheckRegionAndAccount returns the errors in a Region and an account ID.
func CheckRegionAndAccount(region, accountID string) (errs []error) {
	if strings.Trim(region, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(region) > 20 {
		errs = append(errs, fmt.Errorf("Options.Region is %q: it must be a Region such as us-east-1", region))
	}
	if strings.Trim(accountID, "0123456789") != "" || len(accountID) != 12 {
		errs = append(errs, fmt.Errorf("Options.AccountID is %q: it must be 12 digits", accountID))
	}
	return errs
}

// OptionsError joins the errors in a server's options. It returns nil if there are none.
func OptionsError(pkg string, errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %w", pkg, errors.Join(errs...))
}
