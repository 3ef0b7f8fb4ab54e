package apierrors_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// answered is how an attempt fails that had an answer, or with status 0 had none.
func answered(status int, err error) error {
	response := &smithyhttp.Response{Response: &http.Response{StatusCode: status}}
	return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{Response: response, Err: err}, RequestID: "id"}
}

func sending(err error) error { return answered(0, &smithyhttp.RequestSendError{Err: err}) }

var (
	throttled  = answered(http.StatusBadRequest, &apierrors.ThrottlingException{})
	gone       = answered(http.StatusNotFound, errors.New("gone"))
	badGateway = answered(http.StatusBadGateway, &smithy.GenericAPIError{Code: "UnknownError"})
	lost       = sending(fmt.Errorf("read: %w", io.EOF))
	cut        = answered(http.StatusOK, &smithy.DeserializationError{Err: io.ErrUnexpectedEOF})
	refused    = sending(&net.OpError{Op: "dial", Err: errors.New("connection refused")})
)

func TestMayHaveSucceeded(t *testing.T) {
	retried := func(last error, earlier ...error) error {
		return &smithy.OperationError{Err: &apierrors.RetriedError{Attempts: len(earlier) + 1, Earlier: earlier, Err: last}}
	}
	inFlight := answered(0, &smithy.CanceledError{Err: context.Canceled})
	for _, tc := range []struct {
		name string
		err  error
		want bool
	}{
		{"no error", nil, true},
		{"bad input", &smithy.OperationError{Err: smithy.InvalidParamsError{}}, false},
		{"no credentials", errors.New("no credentials"), false},
		{"gone", gone, false},
		{"throttled", throttled, false},
		{"throttled with 503", answered(503, &smithy.GenericAPIError{Code: "SlowDown"}), false},
		{"unavailable", answered(503, &apierrors.ServiceUnavailable{}), true},
		{"a redirect", answered(http.StatusFound, errors.New("moved")), false},
		{"a proxy's 502", badGateway, true},
		{"lost", lost, true},
		{"cut off", cut, true},
		{"no connection", refused, false},
		{"no connection to the proxy", sending(&net.OpError{Op: "proxyconnect", Err: refused}), false},
		{"cancelled under way", inFlight, true},
		{"cancelled, nobody knows where", &smithy.CanceledError{Err: context.Canceled}, true},
		{"gone after throttling", retried(gone, throttled, throttled), false},
		{"gone after no connection", retried(gone, refused), false},
		{"gone after a lost answer", retried(gone, lost), true},
		{"gone after a lost answer and throttling", retried(gone, lost, throttled), true},
		{"gone after a 502", retried(gone, throttled, badGateway), true},
		{"lost after throttling", retried(lost, throttled, throttled), true},
		{"throttled three times", retried(throttled, throttled, throttled), false},
		{"cancelled under way after throttling", retried(fmt.Errorf("%w; before that: %w", inFlight, throttled), throttled), true},
		{"cancelled under way after no connection", retried(fmt.Errorf("%w; before that: %w", inFlight, refused), refused), true},
		{"cancelled in the wait after throttling", fmt.Errorf("%w; before that: %w", &smithy.CanceledError{Err: context.Canceled}, throttled), false},
		{"cancelled in the wait after a lost answer", fmt.Errorf("%w; before that: %w", &smithy.CanceledError{Err: context.Canceled}, lost), true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := apierrors.MayHaveSucceeded(tc.err); got != tc.want {
				t.Errorf("got %t for %v", got, tc.err)
			}
		})
	}
}

func TestRetriedError(t *testing.T) {
	for _, tc := range []struct {
		name    string
		earlier []error
		want    string
	}{
		{"an answer", []error{throttled}, "(attempts = 2, after: 400 ThrottlingException)"},
		{"answers, and none", []error{badGateway, lost, refused, cut}, "(attempts = 5, after: 502 UnknownError, EOF, connection refused, unexpected EOF)"},
		{"unknown", []error{nil}, "(attempts = 2, after: <nil>)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			last := errors.New("gone")
			err := &apierrors.RetriedError{Attempts: len(tc.earlier) + 1, Earlier: tc.earlier, Err: last}
			if err.Error() != "gone "+tc.want {
				t.Errorf("got  %s\nwant gone %s", err, tc.want)
			}
			if !errors.Is(err, last) || errors.Is(err, io.EOF) {
				t.Error("how the call ended is the last attempt's error alone")
			}
		})
	}
	if text := (&apierrors.RetriedError{}).Error(); text == "" {
		t.Error("an empty one says nothing")
	}
}
