package fake

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Where a local service is, unless its options say otherwise.
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

// SetDefaults sets the defaults of the options that both local services have.
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

// OrDefault sets a value that is zero.
func OrDefault[T comparable](value *T, byDefault T) {
	var zero T
	if *value == zero {
		*value = byDefault
	}
}

// Timestamp is a time as an answer holds it: ISO 8601 with milliseconds, or a
// number of seconds since 1970.
func Timestamp(t time.Time, epoch bool) any {
	if epoch {
		return float64(t.UnixMilli()) / 1000
	}
	return restjson.FormatMillis(t)
}

// CheckRegionAndAccount returns what is wrong with a Region and an account.
func CheckRegionAndAccount(region, accountID string) (wrong []error) {
	if strings.Trim(region, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(region) > 20 {
		wrong = append(wrong, fmt.Errorf("Options.Region is %q: it must be a Region such as us-east-1", region))
	}
	if strings.Trim(accountID, "0123456789") != "" || len(accountID) != 12 {
		wrong = append(wrong, fmt.Errorf("Options.AccountID is %q: it must be 12 digits", accountID))
	}
	return wrong
}

// OptionsError makes one error of all mistakes, nil of none.
func OptionsError(pkg string, wrong []error) error {
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %w", pkg, errors.Join(wrong...))
}
