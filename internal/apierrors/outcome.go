package apierrors

import (
	"errors"
	"net"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

// MayHaveSucceeded tells whether the service may have done what a call asked for though
// the call failed: in one of its attempts, the request may have arrived, and what came
// back was no answer, a broken one, or a server's failure (5xx). It is false where the
// service refused each attempt (3xx, 4xx, throttling), where none could connect, and where
// nothing was sent, as with a bad input. In doubt it is true. Without an error it is true.
func MayHaveSucceeded(err error) bool {
	var retried *RetriedError
	if !errors.As(err, &retried) {
		return err == nil || mayHaveWorked(err)
	}
	for _, earlier := range retried.Earlier {
		if mayHaveWorked(earlier) {
			return true
		}
	}
	return mayHaveWorked(retried.Err)
}

// mayHaveWorked is MayHaveSucceeded for one attempt. What its context ended has also the
// failure of the attempt before in its error; the first in it is its own.
func mayHaveWorked(err error) bool {
	var attempt interface {
		error
		HTTPStatusCode() int // 0 where no answer came
	}
	if !errors.As(err, &attempt) {
		var canceled *smithy.CanceledError
		return errors.As(err, &canceled)
	}
	var connecting *net.OpError
	if errors.As(attempt, &connecting) && (connecting.Op == "dial" || connecting.Op == "proxyconnect") {
		return false
	}
	status := attempt.HTTPStatusCode()
	refused := status >= http.StatusMultipleChoices && status < http.StatusInternalServerError
	return !refused && !throttles.IsErrorThrottle(attempt).Bool()
}

var throttles = retry.IsErrorThrottles(retry.DefaultThrottles)
