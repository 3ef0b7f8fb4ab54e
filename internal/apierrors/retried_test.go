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

func TestRetriedError(t *testing.T) {
	answered := func(status int, err error) error {
		response := &smithyhttp.Response{Response: &http.Response{StatusCode: status}}
		return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{Response: response, Err: err}, RequestID: "id"}
	}
	throttled := answered(http.StatusBadRequest, &apierrors.ThrottlingException{})
	failed := answered(http.StatusBadGateway, &smithy.GenericAPIError{Code: "UnknownError"})
	lost := &smithyhttp.RequestSendError{Err: fmt.Errorf("read: %w", io.EOF)}
	cut := answered(http.StatusOK, &smithy.DeserializationError{Err: io.ErrUnexpectedEOF})
	refused := &smithyhttp.RequestSendError{Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}
	for _, tc := range []struct {
		name           string
		earlier        []error
		mayHaveWorked  bool
		earlierInShort string
	}{
		{"throttled", []error{throttled}, false, "400 ThrottlingException"},
		{"throttled twice", []error{throttled, throttled}, false, "400 ThrottlingException, 400 ThrottlingException"},
		{"no connection", []error{refused, throttled}, false, "connection refused, 400 ThrottlingException"},
		{"a redirect", []error{answered(http.StatusFound, errors.New("moved"))}, false, "moved"},
		{"a proxy's 502", []error{failed}, true, "502 UnknownError"},
		{"lost", []error{lost}, true, "EOF"},
		{"lost before throttling", []error{lost, throttled}, true, "EOF, 400 ThrottlingException"},
		{"cut off", []error{throttled, cut}, true, "400 ThrottlingException, unexpected EOF"},
		{"unknown", []error{nil}, true, "<nil>"},
		{"none", nil, false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			gone := errors.New("gone")
			err := &apierrors.RetriedError{Attempts: len(tc.earlier) + 1, Earlier: tc.earlier, Err: gone}
			if got := err.MayHaveSucceeded(); got != tc.mayHaveWorked {
				t.Errorf("MayHaveSucceeded is %t", got)
			}
			if want := fmt.Sprintf("gone (attempts = %d, after: %s)", len(tc.earlier)+1, tc.earlierInShort); err.Error() != want {
				t.Errorf("got  %s\nwant %s", err, want)
			}
			if !errors.Is(err, gone) || errors.Is(err, io.EOF) {
				t.Error("how the call ended is the last attempt's error alone")
			}
		})
	}
	if text := (&apierrors.RetriedError{}).Error(); text == "" {
		t.Error("an empty one says nothing")
	}
}
