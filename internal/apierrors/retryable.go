package apierrors

import (
	"errors"

	"github.com/aws/smithy-go"
)

// RetryableCodes reports for each known code whether another attempt may succeed. The first
// part contains the codes that both services document, the second the codes that other AWS
// services send instead, and the third the codes that Amazon S3 sends for expired
// credentials, with status 400. The last part contains the codes of other errors.
var RetryableCodes = map[string]bool{
	"AccessDeniedException":               true,
	"ConflictException":                   false,
	"ExpiredTokenException":               true,
	"IncompleteSignature":                 true,
	"InternalFailure":                     true,
	"InternalServerException":             true,
	"InvalidAction":                       false,
	"InvalidClientTokenId":                true,
	"InvalidParameterCombination":         false,
	"InvalidParameterValue":               false,
	"InvalidQueryParameter":               false,
	"InvalidSignatureException":           true,
	"MalformedQueryString":                false,
	"MissingAction":                       false,
	"MissingAuthenticationToken":          true,
	"MissingAuthenticationTokenException": true,
	"MissingParameter":                    false,
	"NotAuthorized":                       true,
	"OptInRequired":                       true,
	"RequestExpired":                      true,
	"ResourceNotFoundException":           false,
	"ServiceQuotaExceededException":       true,
	"ServiceUnavailable":                  true,
	"ThrottlingException":                 true,
	"UnrecognizedClientException":         true,
	"ValidationError":                     false,
	"ValidationException":                 false,

	"BandwidthLimitExceeded":                 true,
	"EC2ThrottledException":                  true,
	"LimitExceededException":                 true,
	"PriorRequestNotComplete":                true,
	"ProvisionedThroughputExceededException": true,
	"RequestLimitExceeded":                   true,
	"RequestThrottled":                       true,
	"RequestThrottledException":              true,
	"RequestTimeout":                         true,
	"RequestTimeoutException":                true,
	"SlowDown":                               true,
	"ThrottledException":                     true,
	"Throttling":                             true,
	"TooManyRequestsException":               true,
	"TransactionInProgressException":         true,

	"ExpiredToken":         true,
	"InvalidToken":         true,
	"TokenRefreshRequired": true,

	CodeCanceled:         true,
	CodeConfiguration:    true,
	CodeConnection:       true,
	CodeCredentials:      true,
	CodeDeadline:         true,
	CodeDeserialization:  true,
	CodeInvalidParams:    false,
	CodeOther:            true,
	CodeRepeatedToken:    false,
	CodeResponseTooLarge: false,
	CodeSerialization:    false,
	CodeStartingToken:    false,
	CodeUnknown:          true,
	CodeUsage:            false,
	CodeWaitFailure:      false,
	CodeWaitTimeout:      true,
}

// Retryable implements types.Retryable.
func Retryable(err error) bool {
	if err == nil {
		return false
	}
	if retryable, known := RetryableCodes[ErrorCode(err)]; known {
		return retryable
	}
	return !refused(err)
}

// refused reports whether an error with an unknown code means that the service will never
// carry out the request. An operator can grant what 401, 403 and 407 deny. 408 and 429 ask
// for another attempt. The statuses are numbers, because a program that imports only the
// types packages must not link net/http.
func refused(err error) bool {
	var response interface{ HTTPStatusCode() int }
	if errors.As(err, &response) && response.HTTPStatusCode() != 0 {
		switch status := response.HTTPStatusCode(); status {
		case 401, 403, 407, 408, 429:
			return false
		default:
			return status/100 == 4
		}
	}
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorFault() == smithy.FaultClient
}
