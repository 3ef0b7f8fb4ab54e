package apierrors_test

import (
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

// withStatus returns the error of an attempt that got a response with this status, or no
// response if the status is 0.
func withStatus(status int, err error) error {
	response := &smithyhttp.Response{Response: &http.Response{StatusCode: status}}
	return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{Response: response, Err: err}, RequestID: "id"}
}

func sending(err error) error { return withStatus(0, &smithyhttp.RequestSendError{Err: err}) }

var (
	throttled  = withStatus(http.StatusBadRequest, &apierrors.ThrottlingException{})
	badGateway = withStatus(http.StatusBadGateway, &smithy.GenericAPIError{Code: "UnknownError"})
	lost       = sending(fmt.Errorf("read: %w", io.EOF))
	cut        = withStatus(http.StatusOK, &smithy.DeserializationError{Err: io.ErrUnexpectedEOF})
	refused    = sending(&net.OpError{Op: "dial", Err: errors.New("connection refused")})
)

func TestCallError(t *testing.T) {
	for _, tc := range []struct {
		name    string
		earlier []error
		want    string
	}{
		{"a response", []error{throttled}, "(attempts = 2, after: 400 ThrottlingException)"},
		{"responses, and attempts without one", []error{badGateway, lost, refused, cut}, "(attempts = 5, after: 502 UnknownError, EOF, connection refused, unexpected EOF)"},
		{"unknown", []error{nil}, "(attempts = 2, after: <nil>)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			last := errors.New("gone")
			err := &apierrors.CallError{Attempts: len(tc.earlier) + 1, Earlier: tc.earlier, Err: last}
			if err.Error() != "gone "+tc.want {
				t.Errorf("got  %s\nwant gone %s", err, tc.want)
			}
			if !errors.Is(err, last) || errors.Is(err, io.EOF) {
				t.Error("the error must unwrap to the last attempt's error, and to no earlier one")
			}
		})
	}
	if text := (&apierrors.CallError{}).Error(); text == "" {
		t.Error("the message of an empty CallError is empty")
	}
}
